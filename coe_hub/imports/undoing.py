"""What every kind of import needs to be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from coe_hub.imports.models import ImportRow, Result, State
from coe_hub.people.doubles.references import columns_to


@dataclass(frozen=True)
class Written:
    """A row that an import wrote: which record, whether it was made, what it is called, and what takes it back."""

    pk: int
    is_new: bool
    label: str
    undo: dict[str, Any]


def came_with(run: str, *, by: Any) -> "models.QuerySet[Any, Any]":
    """Ids of the records that an import of one's own made, by its id; of any other none."""
    made = ImportRow.objects.filter(run__public_id=run, run__by=by, run__state=State.DONE, result=Result.CREATED)
    return made.exclude(record_id=None).values("record_id")


def in_the_way(row: Written, why: str) -> str:
    """One sentence on a record that keeps an import from being undone."""
    return _("“%(name)s” %(why)s.") % {"name": row.label, "why": why}


def rows_that_hang_on(
    model: type[models.Model], made: Sequence[int], *, but: Collection[type[models.Model]] = ()
) -> dict[int, list[str]]:
    """Of records by id, what people put down about them since: nouns, by the record's id. Rows of tables without an
    audit trail, such as what was looked at, do not count."""
    found: dict[int, list[str]] = {}
    tracked = {one.pgh_tracked_model for one in apps.get_models() if issubclass(one, pghistory.models.Event)}
    for column in columns_to(model) if made else ():
        if column.model in but or column.model not in tracked:
            continue
        rows = column.model._base_manager.filter(**{f"{column.name}__in": made})
        for pk in set(rows.values_list(column.attname, flat=True)):
            found.setdefault(pk, []).append(str(column.model._meta.verbose_name))
    return found
