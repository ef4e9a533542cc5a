"""What can go wrong with a backup, in words for whoever runs the hub."""


class BackupError(Exception):
    """Nothing was changed, or what was changed was taken back; the message says what to do."""
