"""`manage.py restore FILE`: an empty hub becomes the one that was backed up."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.restoring import restore
from coe_hub.operations.backups.sealing import read_identity


class Command(BaseCommand):
    """Whole or not at all; web, worker and beat stand still meanwhile."""

    help = "Fill an empty hub with a backup and bring it up to this version. Stop web, worker and beat first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, help="The file of the private key, as age-keygen writes it.")

    def handle(self, *args: Any, file: Path, identity: Path | None, **options: Any) -> None:
        try:
            manifest = restore(file, identity=read_identity(identity) if identity else None)
        except (BackupError, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"Restored {file}, {manifest.summary}")
