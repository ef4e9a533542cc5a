"""`manage.py verify_backup FILE`: whether a backup is whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.restoring import verify_backup
from coe_hub.operations.backups.sealing import read_identity


class Command(BaseCommand):
    """Reads, and changes nothing."""

    help = "Read a backup from end to end and compare every sum; needs the private key where it is sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, help="The file of the private key, as age-keygen writes it.")

    def handle(self, *args: Any, file: Path, identity: Path | None, **options: Any) -> None:
        try:
            manifest = verify_backup(file, identity=read_identity(identity) if identity else None)
        except (BackupError, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{file} is whole, {manifest.summary}")
