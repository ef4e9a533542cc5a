"""`manage.py import_alliances`: alliances out of a CSV or XLSX file."""

import os
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliances.importing.options import FIELDS, parse_options
from alliances.importing.run import Result, import_alliances
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User

_EVERY = 5000


class Command(BaseCommand):
    """Reads the options, runs the import, tells what it did. What it reads and writes is in `docs/importing.md`."""

    help = (
        "Bring alliances in from a CSV or XLSX file. Rows are known again by their reference; all or nothing, unless"
        f" --skip-invalid. Fields: {', '.join(FIELDS)}."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        lists: dict[str, Any] = {"nargs": "+", "action": "extend", "default": []}
        # Optional for the parser: in `--map name=Title FILE` the list before it would swallow it.
        parser.add_argument("file", metavar="FILE", nargs="?", help="a CSV file in UTF-8, or an XLSX workbook")
        parser.add_argument("--map", **lists, metavar="field=column", help="which column is which field")
        parser.add_argument("--values", **lists, metavar="field:THEIRS=ours,…", help="our words for theirs")
        parser.add_argument("--default", **lists, metavar="field=value", help="where no column or an empty cell says")
        parser.add_argument(
            "--partner-separator", default="|", metavar="TEXT", help="between two partners (default: |)"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen; change no alliance")
        parser.add_argument("--skip-invalid", action="store_true", help="leave rejected rows out, write the others")
        parser.add_argument("--by", metavar="EMAIL", help="the account in whose name alliances are written")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self._import(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing was written.") from error
        self._tell(result, dry_run=options["dry_run"])

    def _import(self, options: dict[str, Any]) -> Result:
        path = self._file(options)
        parsed = parse_options(
            columns=options["map"],
            values=options["values"],
            defaults=options["default"],
            separator=options["partner_separator"],
        )
        return import_alliances(
            path,
            parsed,
            by=self._account(options["by"]),
            dry_run=options["dry_run"],
            skip_invalid=options["skip_invalid"],
            progress=self._progress,
        )

    def _file(self, options: dict[str, Any]) -> Path:
        """The file, also where it was given after a list and taken for a part of that."""
        for name in ("map", "values", "default"):
            for item in options[name]:
                if options["file"] is None and "=" not in item:
                    options["file"] = item
                    options[name] = [other for other in options[name] if other is not item]
        if not options["file"]:
            raise CommandError("Name the file to import: manage.py import_alliances FILE")
        return Path(os.fspath(options["file"]))

    def _account(self, email: str | None) -> User | None:
        if not email:
            return None
        user = User.objects.active().filter(email__iexact=email.strip()).select_related("person__organisation").first()
        if user is None:
            raise CommandError(f"--by: no account with the e-mail {email!r} can sign in. Check the address.")
        return user

    def _progress(self, rows: int) -> None:
        if rows % _EVERY == 0 and self.stderr.isatty():
            self.stderr.write(f"{rows:,} rows read", self.style.NOTICE)

    def _tell(self, result: Result, *, dry_run: bool) -> None:
        self._tell_reading(result)
        is_refused = not (result.is_written or dry_run)
        if is_refused:
            result.created = result.updated = 0
        self.stdout.write(
            f"created {result.created}, updated {result.updated},"
            f" unchanged {result.unchanged}, rejected {result.rejected}"
        )
        if result.rejected_file:
            self.stdout.write(
                f"rejected rows and reasons: {os.fsencode(result.rejected_file).decode(errors='replace')}"
            )
        if dry_run:
            self.stdout.write("dry run: no alliance was written")
        elif is_refused:
            raise CommandError(
                "Nothing was written, because rows were rejected. Correct them, or leave them out with --skip-invalid."
            )

    def _tell_reading(self, result: Result) -> None:
        pairs = ", ".join(f"{name} from “{heading}”" for name, heading in result.columns.items())
        self.stdout.write(f"read {pairs}")
        if result.without_reference:
            self.stdout.write(f"{result.without_reference} rows have no reference: known again by name and partners")
        if result.open_before_signature:
            self.stdout.write(
                f"{result.open_before_signature} new alliances before signature are open to every member;"
                " --default scope=restricted closes them"
            )
        for reason in result.reasons:
            self.stdout.write(f"  {reason}")
        if result.rejected > len(result.reasons):
            self.stdout.write(f"  … and {result.rejected - len(result.reasons)} more")
