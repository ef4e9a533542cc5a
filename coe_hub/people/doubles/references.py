"""What hangs on a person or an organisation, in whatever room: found by walking the models, so nothing is forgotten.

A column moves from the double to the record that is kept. Where both have a row of which there may be one, the room
that owns it says, by `register`, what becomes of the second; `tests/architecture/test_merging.py` asks for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pghistory.models
from django.db import models
from django.db.models import QuerySet

if TYPE_CHECKING:
    from coe_hub.people.models import User

Column = "models.ForeignKey[Any, Any]"


class Clash(StrEnum):
    """What becomes of a double's row where the kept record has such a row already."""

    DROPPED = "dropped", "two rows say the same: one is enough"
    STAYS = "stays", "it is a note of what was, and stays with the double"
    MERGED = "merged", "the two rows are doubles themselves"

    def __new__(cls, value: str, _why: str) -> "Clash":
        member = str.__new__(cls, value)
        member._value_ = value
        return member


@dataclass(frozen=True)
class Rule:
    """How a column is moved. `better` gives, of the kept row and the double's, values that the kept one is to have;
    `seen` the rows that a user may see, for the preview, and `label` what they are."""

    clash: Clash | None = None
    better: Callable[[Any, Any], dict[str, Any]] | None = None
    label: Any = ""
    seen: "Callable[[User], QuerySet[Any]] | None" = None


_rules: dict[tuple[type[models.Model], str], Rule] = {}


def register(model: type[models.Model], column: str, rule: Rule) -> None:
    """Say how a column that names a person, an organisation or a site is moved."""
    _rules[model, column] = rule


def rule_of(column: Any) -> Rule:
    """How this column is moved: where nobody said anything, it just is."""
    return _rules.get((column.model, column.name), Rule())


def columns_to(model: type[models.Model]) -> Iterator[Any]:
    """Every column of every room that names a row of `model`; the trail of events is left as it is."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        column = relation.field
        if column.concrete and not issubclass(column.model, pghistory.models.Event):
            yield column


def is_once(column: Any) -> bool:
    """Whether there may be one such row for each person or organisation, alone or with other columns."""
    constraints = (one for one in column.model._meta.constraints if isinstance(one, models.UniqueConstraint))
    return column.unique or any(column.name in one.fields for one in constraints)
