"""`manage.py backup FILE`: the whole hub in one file, while it is in use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.nightly import noted_backup
from coe_hub.operations.backups.sealing import read_recipient


class Command(BaseCommand):
    """Database and attached files; the secrets of the environment are kept elsewhere."""

    help = "Write database and attached files into FILE, as they are at this moment. The hub may stay in use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--recipient", help="Seal it to this public key of age (age1…).")

    def handle(self, *args: Any, file: Path, recipient: str | None, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already: a backup writes over nothing.")
        try:
            manifest = noted_backup(file, recipient=read_recipient(recipient) if recipient else None)
        except BackupError as wrong:
            raise CommandError(str(wrong)) from wrong
        for name in manifest.missing:
            self.stderr.write(f"Missing in the store, and so in the backup: {name}")
        self.stdout.write(f"{file}: {manifest.summary}")
