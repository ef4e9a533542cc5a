"""What people edit of a record, named once: `EDITABLE`, a tuple of columns beside the model.

It is read by the form and its initial values, the action, the merge page and the history;
`tests/architecture/test_fields.py` walks every record. What each column holds is said by a `TypedDict` of the same
names, so that a misspelt one is found before anything runs.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from coe_hub.lib.records import Record, save_record


def refuse_unknown(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Raise `TypeError` naming those of `values` that nobody edits: they would be dropped, or written unasked."""
    editable: tuple[str, ...] = getattr(model, "EDITABLE", ())
    if unknown := [name for name in values if name not in editable]:
        raise TypeError(f"Nobody edits {', '.join(unknown)} of {model.__name__}: not in its EDITABLE.")


def set_values(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set what was edited and return its names; the caller saves. Raises `TypeError` where one of them is unknown."""
    refuse_unknown(type(row), values)
    for name, value in values.items():
        setattr(row, name, value)
    return list(values)


def edit_record(record: Record, values: Mapping[str, Any], *, version: int) -> None:
    """Write `values` to the record. Raises `LostUpdateError` where it was saved since `version`, `ValidationError`
    where a value is refused."""
    fields = set_values(record, values)
    record.full_clean()
    save_record(record, fields=fields, version=version)
