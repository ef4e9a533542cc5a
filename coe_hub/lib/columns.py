"""What a column of a record is called and says, for whatever lists the columns of a model: pages, files, filters."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def heading(model: type[models.Model], name: str) -> str:
    """What people call the column, in the active language."""
    column: Any = model._meta.get_field(name)
    return capfirst(str(column.verbose_name))


def told(row: models.Model, name: str) -> str | int | date | None:
    """What the column says in words: a choice by its label, another row by its name, a flag by "Yes", the rest as it
    is; "" for none."""
    column: Any = row._meta.get_field(name)
    value = getattr(row, name)
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return _("Yes")
    if column.is_relation:
        return str(value)
    return str(dict(column.flatchoices).get(value, value)) if column.choices else value


def has_choices(model: type[models.Model], name: str) -> bool:
    """Whether it holds one of a few fixed choices."""
    column: Any = model._meta.get_field(name)
    return bool(column.choices)
