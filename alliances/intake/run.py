"""An import of obligations as an operator starts it, with a file of what was rejected."""

from dataclasses import replace
from pathlib import Path

from alliances.intake.columns import FIELDS, fields_of
from alliances.intake.kind import OBLIGATIONS
from coe_hub.imports.files.lines import check_file
from coe_hub.imports.files.reading import Layout, read_file
from coe_hub.imports.headings import wanted_headings
from coe_hub.imports.options import Options
from coe_hub.imports.outcomes import Outcome
from coe_hub.imports.rejected import RejectedFile
from coe_hub.imports.run import Order, run_import
from coe_hub.people.models import User


def import_obligations(
    path: Path, options: Options, *, by: User | None, dry_run: bool, skip_invalid: bool, layout: Layout
) -> Outcome:
    """Bring the obligations of `path` in, all or nothing unless `skip_invalid`; write nothing at all on `dry_run`. What
    `by` does not see is not there.

    Raises `DomainError` where the file or the options cannot be used; then nothing was written.
    """
    check_file(path)
    wanted = wanted_headings(list(OBLIGATIONS.fields()), options)
    options = replace(options, columns=_columns(read_file(path, layout, wanted).headings, options.columns))
    with RejectedFile(path) as rejected:
        order = Order(
            OBLIGATIONS,
            path,
            layout,
            options,
            by=by,
            sight=by,
            dry_run=dry_run,
            skip_invalid=skip_invalid,
            keep=rejected.keep,
            set_headings=rejected.set_headings,
        )
        outcome = run_import(order)
        outcome.rejected_file = rejected.path
    return outcome


def _columns(headings: list[str], said: dict[str, str]) -> dict[str, str]:
    """What was said of the columns, and of the others what their headings say: by the usual one of several."""
    found = dict(said)
    taken = {heading for heading in said.values() if heading}
    for place, name in enumerate(fields_of(headings, [name for name in FIELDS if name not in said])):
        if name and not {headings[place], f"#{place + 1}"} & taken:
            found[name] = f"#{place + 1}"
    return found | {name: "" for name in FIELDS if name not in found}
