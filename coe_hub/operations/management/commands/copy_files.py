"""`manage.py copy_files FOLDER`: attached files from a folder go to where STORAGE_URL says, before a hub moves."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Copies under the same names; what is there already is left alone, so it may be run again."""

    help = "Copy every file below FOLDER into the store that STORAGE_URL names, under the same name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        copied = here = 0
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = path.relative_to(folder).as_posix()
            if default_storage.exists(name):
                here += 1
                continue
            with path.open("rb") as content:
                default_storage.save(name, File(content))
            copied += 1
        self.stdout.write(f"{copied} files copied, {here} were there already")
