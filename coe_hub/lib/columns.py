"""What a column of a record is called and says, for whatever lists the columns of a model: pages, files, filters."""

from collections.abc import Callable
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
    return teller(type(row), name)(row)


def teller(model: type[models.Model], name: str) -> Callable[[Any], str | int | date | None]:
    """`told` of many rows: what the column is, is looked up once, its choices in the language active now, and what
    another row is called, once for all that refer to it."""
    column: Any = model._meta.get_field(name)
    if column.is_relation:
        return _names_of(name, column.attname)
    if isinstance(column, models.BooleanField):
        return lambda row: _("Yes") if getattr(row, name) else ""
    choices = {value: str(label) for value, label in column.flatchoices} if column.choices else {}

    def tell(row: Any) -> str | int | date | None:
        value = getattr(row, name)
        if value is None:
            return ""
        return choices.get(value, value) if value and choices else value

    return tell


def _names_of(name: str, attribute: str) -> Callable[[Any], str]:
    known: dict[Any, str] = {None: ""}

    def tell(row: Any) -> str:
        key = getattr(row, attribute)
        if key not in known:
            known[key] = str(getattr(row, name))
        return known[key]

    return tell


def has_choices(model: type[models.Model], name: str) -> bool:
    """Whether it holds one of a few fixed choices."""
    column: Any = model._meta.get_field(name)
    return bool(column.choices)
