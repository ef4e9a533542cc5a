"""Check constraints that Python can tell to hold, so that the database need not be asked.

Django asks it once for each check constraint of each record that is validated, in a savepoint of its own: three
statements for what is mostly `~Q(title="")`. What is told here to hold is left out; what does not hold, or is more than
is understood here, Django asks as ever, and says what is wrong. The database itself keeps every constraint.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q

# True, False or, of something that is not there, None: as SQL has it.
Truth = bool | None
# Of these, two values in Python are the same, and in the same order, as in the database.
_PLAIN = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.ForeignKey,
    models.IntegerField,
)
_TEXT = (models.CharField, models.TextField)
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "range": lambda value, ends: ends[0] <= value <= ends[1],
}
_SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "in": lambda value, values: value in values,
}


class _UnclearError(Exception):
    """More than is understood here."""


def holds(constraint: models.BaseConstraint, instance: models.Model) -> bool:
    """Whether the constraint is sure to hold for the record as it is; False also where that cannot be told."""
    if not isinstance(constraint, models.CheckConstraint):
        return False
    try:
        return _truth(constraint.condition, instance) is not False
    except (_UnclearError, TypeError):
        return False


def _truth(node: Any, instance: models.Model) -> Truth:
    if not isinstance(node, Q):
        raise _UnclearError
    found = [
        _truth(child, instance) if isinstance(child, Q) else _compared(*_pair(child), instance)
        for child in node.children
    ]
    if node.connector == Q.XOR:
        raise _UnclearError
    decides = node.connector == Q.OR
    whole: Truth = decides if decides in found else None if None in found else not decides
    return whole if not node.negated or whole is None else not whole


def _pair(child: Any) -> tuple[str, Any]:
    """The lookup and what is looked for; an expression stands alone."""
    if not isinstance(child, tuple):
        raise _UnclearError
    return child


def _compared(lookup: str, wanted: Any, instance: models.Model) -> Truth:
    name, _, rest = lookup.partition("__")
    how, field = rest or "exact", _field(instance, name)
    value = _value(instance, field)
    if how == "isnull":
        return (value is None) is wanted
    if isinstance(wanted, F):
        wanted = _value(instance, _field(instance, wanted.name))  # type: ignore[attr-defined]
    elif hasattr(wanted, "resolve_expression") or isinstance(wanted, models.Model):
        raise _UnclearError
    compare = _SAME.get(how) or (None if isinstance(field, _TEXT) else _COMPARED.get(how))
    if compare is None:
        raise _UnclearError
    return None if value is None or wanted is None else compare(value, wanted)


def _field(instance: models.Model, name: str) -> Any:
    meta = instance._meta
    field = meta.pk if name == "pk" else next((one for one in meta.concrete_fields if one.name == name), None)
    if not isinstance(field, (*_PLAIN, *_TEXT)) or field.generated:
        raise _UnclearError
    return field


def _value(instance: models.Model, field: Any) -> Any:
    """As it is, without asking the database for what was not read."""
    try:
        value = instance.__dict__[field.attname]
    except KeyError as error:
        raise _UnclearError from error
    if hasattr(value, "resolve_expression"):
        raise _UnclearError
    return value


class Checked(models.Model):
    """Base of records that are validated with as few questions to the database as need be."""

    class Meta:
        abstract = True

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        """Those that must be asked for."""
        return [(model, [one for one in all_of if not holds(one, self)]) for model, all_of in super().get_constraints()]

    def clean_fields(self, exclude: Any = None) -> None:
        """As ever, but that what was read from the database, or written to it, is not looked for there again."""
        super().clean_fields(exclude={*(exclude or ()), *_known_to_exist(self)})

    def validate_unique(self, exclude: Any = None) -> None:
        """As ever, but for the public address, which nobody chooses and nobody guesses."""
        super().validate_unique(exclude={*(exclude or ()), "public_id"})


def _known_to_exist(instance: models.Model) -> list[str]:
    known = []
    for field in instance._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.is_cached(instance):
            other = field.get_cached_value(instance)
            if other is not None and not other._state.adding and field.get_limit_choices_to() == {}:
                known.append(field.name)
    return known
