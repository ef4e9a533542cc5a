"""`manage.py import_alliances`: alliances out of a CSV or XLSX file."""

from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliances.importing.fields import FIELDS, OWN_TO_EACH
from alliances.importing.run import import_alliances
from coe_hub.imports.commands import account_of, add_layout, file_given, layout_of, tell
from coe_hub.imports.options import parse_options
from coe_hub.imports.outcomes import Outcome
from coe_hub.lib.errors import DomainError

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
        parser.add_argument("file", metavar="FILE", nargs="?", help="a CSV file, or an XLSX workbook")
        parser.add_argument("--map", **lists, metavar="field=column", help="which column is which field")
        parser.add_argument("--values", **lists, metavar="field:THEIRS=ours,…", help="our words for theirs")
        parser.add_argument("--default", **lists, metavar="field=value", help="where no column or an empty cell says")
        parser.add_argument(
            "--partner-separator", default="|", metavar="TEXT", help="between two partners (default: |)"
        )
        add_layout(parser)
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen; change no alliance")
        parser.add_argument("--skip-invalid", action="store_true", help="leave rejected rows out, write the others")
        parser.add_argument(
            "--skip-cells", action="store_true", help="leave wrong cells out where a row can do without"
        )
        parser.add_argument("--by", metavar="EMAIL", help="the account in whose name alliances are written")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self._import(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing was written.") from error
        tell(self, result, dry_run=options["dry_run"], more=_more(result), dry_words="no alliance was written")

    def _import(self, options: dict[str, Any]) -> Outcome:
        path = file_given(options, lists=("map", "values", "default"), command="import_alliances")
        parsed = parse_options(
            columns=options["map"],
            values=options["values"],
            defaults=options["default"],
            separator=options["partner_separator"],
            fields=FIELDS,
            own_to_each=OWN_TO_EACH,
            skip_cells=options["skip_cells"],
        )
        return import_alliances(
            path,
            parsed,
            by=account_of(options["by"]),
            dry_run=options["dry_run"],
            skip_invalid=options["skip_invalid"],
            layout=layout_of(options),
            progress=self._progress,
        )

    def _progress(self, rows: int) -> None:
        if rows % _EVERY == 0 and self.stderr.isatty():
            self.stderr.write(f"{rows:,} rows read", self.style.NOTICE)


def _more(result: Outcome) -> Iterable[str]:
    if count := result.more.get("without_reference"):
        yield f"{count} rows have no reference: known again by name and partners"
    if count := result.more.get("open_before_signature"):
        yield (
            f"{count} new alliances before signature are open to every member; --default scope=restricted closes them"
        )
