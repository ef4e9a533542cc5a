"""An import of alliances as an operator starts it: of all there is to see, with a file of what was rejected."""

from collections.abc import Callable
from pathlib import Path

from django.db import IntegrityError
from django.utils.translation import gettext as _

from alliances.importing.kind import ALLIANCES
from coe_hub.imports.files.reading import Layout
from coe_hub.imports.options import Options
from coe_hub.imports.outcomes import Outcome
from coe_hub.imports.rejected import RejectedFile
from coe_hub.imports.run import Order, run_import
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User


def import_alliances(
    path: Path,
    options: Options,
    *,
    by: User | None,
    dry_run: bool,
    skip_invalid: bool,
    layout: Layout | None = None,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Outcome:
    """Bring the alliances of `path` in, all or nothing unless `skip_invalid`; write nothing at all on `dry_run`.

    Raises `DomainError` where the file or the options cannot be used; then nothing was written.
    """
    with RejectedFile(path) as rejected:
        order = Order(
            ALLIANCES,
            path,
            layout or Layout(),
            options,
            by=by,
            dry_run=dry_run,
            skip_invalid=skip_invalid,
            progress=progress,
            keep=rejected.keep,
            set_headings=rejected.set_headings,
        )
        try:
            outcome = run_import(order)
        except IntegrityError as error:
            if not is_taken_reference(error):
                raise
            raise DomainError(
                _("Somebody changed the same alliances meanwhile. Nothing was written; start again.")
            ) from error
        outcome.rejected_file = rejected.path
    return outcome


def is_taken_reference(error: IntegrityError) -> bool:
    """Whether somebody gave an alliance a reference of the file while the import ran.

    Nothing else can be broken by others: rows on record are locked, and no second import runs. All else is our own
    mistake, and says so.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == "alliance_reference_once"
