"""`manage.py import_obligations`: what is owed, out of a CSV or XLSX file."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliances.intake.columns import FIELDS
from alliances.intake.importing import Result, import_obligations
from coe_hub.imports.commands import account_of, file_given, tell
from coe_hub.imports.options import assignments
from coe_hub.lib.errors import DomainError

# So many are told one by one.
_SHOWN = 20


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
        tell(self, result, dry_run=options["dry_run"], more=_more(result, options), dry_words="nothing was written")


def _more(result: Result, options: dict[str, Any]) -> Iterable[str]:
    if result.events and (result.is_written or options["dry_run"]):
        yield f"events made: {', '.join(result.events)}"
    yield from result.partial[:_SHOWN]
    if (more := len(result.partial) - _SHOWN) > 0:
        yield f"and {more} more days that were not written whole, each taken as the last it may be"
