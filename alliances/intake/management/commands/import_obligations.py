"""`manage.py import_obligations`: what is owed, out of a CSV or XLSX file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliances.importing.commands import account_of, file_given, path_text
from alliances.importing.options import assignments
from alliances.intake.columns import FIELDS
from alliances.intake.importing import Result, import_obligations
from coe_hub.lib.errors import DomainError


class Command(BaseCommand):
    """Reads the options, runs the import, tells what it did. What it reads and writes is in `docs/importing.md`."""

    help = (
        "Bring obligations in from a CSV or XLSX file. Rows are known again by the alliance's reference and the clause;"
        f" all or nothing, unless --skip-invalid. Fields: {', '.join(FIELDS)}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        # Optional for the parser: in `--map title=What FILE` the list before it would swallow it.
        parser.add_argument("file", metavar="FILE", nargs="?", help="a CSV file in UTF-8, or an XLSX workbook")
        parser.add_argument(
            "--map", nargs="+", action="extend", default=[], metavar="field=column", help="which column is which field"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen; change nothing")
        parser.add_argument("--skip-invalid", action="store_true", help="leave rejected rows out, write the others")
        parser.add_argument("--by", metavar="EMAIL", help="the account in whose name, and by whose rights, it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = file_given(options, lists=("map",), command="import_obligations")
            columns = assignments(options["map"], option="--map", shape="field=column", fields=tuple(FIELDS))
            result = import_obligations(
                path,
                columns,
                by=account_of(options["by"]),
                dry_run=options["dry_run"],
                skip_invalid=options["skip_invalid"],
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing was written.") from error
        self._tell(result, dry_run=options["dry_run"])

    def _tell(self, result: Result, *, dry_run: bool) -> None:
        pairs = ", ".join(f"{name} from “{heading}”" for name, heading in result.columns.items())
        self.stdout.write(f"read {pairs}")
        is_refused = not (result.is_written or dry_run)
        if result.events and not is_refused:
            self.stdout.write(f"events made: {', '.join(result.events)}")
        for reason in result.reasons:
            self.stdout.write(f"  {reason}")
        if result.rejected > len(result.reasons):
            self.stdout.write(f"  … and {result.rejected - len(result.reasons)} more")
        if is_refused:
            result.created = result.updated = 0
        self.stdout.write(
            f"created {result.created}, updated {result.updated},"
            f" unchanged {result.unchanged}, rejected {result.rejected}"
        )
        if result.rejected_file:
            self.stdout.write(f"rejected rows and reasons: {path_text(result.rejected_file)}")
        if dry_run:
            self.stdout.write("dry run: nothing was written")
        elif is_refused:
            raise CommandError(
                "Nothing was written, because rows were rejected. Correct them, or leave them out with --skip-invalid."
            )
