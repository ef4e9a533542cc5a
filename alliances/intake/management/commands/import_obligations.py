"""`manage.py import_obligations`: what is owed, out of a CSV or XLSX file."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliances.intake.columns import FIELDS
from alliances.intake.run import import_obligations
from coe_hub.imports.commands import account_of, add_layout, file_given, layout_of, tell
from coe_hub.imports.options import parse_options
from coe_hub.imports.outcomes import Outcome
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
        lists: dict[str, Any] = {"nargs": "+", "action": "extend", "default": []}
        # Optional for the parser: in `--map title=What FILE` the list before it would swallow it.
        parser.add_argument("file", metavar="FILE", nargs="?", help="a CSV file, or an XLSX workbook")
        parser.add_argument("--map", **lists, metavar="field=column", help="which column is which field")
        parser.add_argument("--values", **lists, metavar="field:THEIRS=ours,…", help="our words for theirs")
        add_layout(parser)
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen; change nothing")
        parser.add_argument("--skip-invalid", action="store_true", help="leave rejected rows out, write the others")
        parser.add_argument(
            "--skip-cells", action="store_true", help="leave wrong cells out where a row can do without"
        )
        parser.add_argument("--by", metavar="EMAIL", help="the account in whose name, and by whose rights, it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self._import(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing was written.") from error
        tell(self, result, dry_run=options["dry_run"], more=_more(result, options), dry_words="nothing was written")

    def _import(self, options: dict[str, Any]) -> Outcome:
        path = file_given(options, lists=("map", "values"), command="import_obligations")
        parsed = parse_options(
            columns=options["map"], values=options["values"], fields=FIELDS, skip_cells=options["skip_cells"]
        )
        return import_obligations(
            path,
            parsed,
            by=account_of(options["by"]),
            dry_run=options["dry_run"],
            skip_invalid=options["skip_invalid"],
            layout=layout_of(options),
        )


def _more(result: Outcome, options: dict[str, Any]) -> Iterable[str]:
    events, notes = result.more.get("events", []), result.more.get("notes", [])
    if events and (result.is_written or options["dry_run"]):
        yield f"events made: {', '.join(events)}"
    yield from notes[:_SHOWN]
    if (left := len(notes) - _SHOWN) > 0:
        yield f"and {left} more cells that were read in a way of their own"
