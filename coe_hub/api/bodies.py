"""Between JSON and the forms of the hub's pages: what a form is opened with, and what was sent as a form takes it.

Words of the company and records are named by their code or public id, never by a number of the database.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from coe_hub.api.problems import Problem
from coe_hub.lib.forms import as_posted

# What only pages need.
FOR_PAGES = frozenset({"version", "base", "next"})


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; an empty body is an empty one. Raises `Problem`."""
    if not request.body:
        return {}
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Problem("malformed", _("The body is not JSON in UTF-8.")) from error
    if not isinstance(body, dict):
        raise Problem("malformed", _("The body must be one JSON object."))
    return body


def is_many(field: forms.Field) -> bool:
    """Whether the field takes a list."""
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField) or hasattr(field, "one")


def opened(form: forms.BaseForm) -> dict[str, Any]:
    """What the form holds when it is opened: what to send back with the changes in it."""
    posted = as_posted(form)
    values: dict[str, Any] = {}
    for name, field in form.fields.items():
        if name in FOR_PAGES:
            continue
        texts: list[Any] = posted[name]
        if isinstance(field, forms.ModelChoiceField):
            texts = _named(field, texts)
        if isinstance(field, forms.BooleanField):
            values[name] = bool(texts)
        elif is_many(field):
            values[name] = texts
        else:
            values[name] = texts[0] if texts else None
    return values


def _named(field: Any, keys: list[str]) -> list[str]:
    """The rows that these values of the field stand for, by their code or public id."""
    if not keys:
        return []
    rows = {str(field.prepare_value(row)): row for row in field.queryset.filter(**{f"{_key(field)}__in": keys})}
    return [_name_of(rows[key]) if key in rows else key for key in keys]


def _key(field: Any) -> str:
    return field.to_field_name or "pk"


def _name_column(model: Any) -> str:
    names = {one.name for one in model._meta.fields}
    return next((name for name in ("code", "public_id") if name in names), "")


def _name_of(row: Any) -> str:
    column = _name_column(type(row))
    return str(getattr(row, column) if column else row.pk)


def posted(form: forms.BaseForm, body: Mapping[str, Any]) -> QueryDict:
    """The form as it would be sent: as it was opened, with what the body says in its place. Raises `Problem` naming
    what the form does not have, and values of a kind that no form takes."""
    errors: dict[str, list[str]] = {}
    data = QueryDict(mutable=True)
    for name, texts in as_posted(form).items():
        data.setlist(name, texts)
    for name, value in body.items():
        if name not in form.fields or name in FOR_PAGES:
            errors[name] = [_("There is no such field. What there is: %(names)s.") % {"names": _names(form)}]
            continue
        try:
            data.setlist(name, _texts(form.fields[name], value))
        except ValueError:
            errors[name] = [_("A text, a number, true, false or null is needed, or a list of them.")]
    if errors:
        raise Problem("refused", errors=errors)
    return data


def _names(form: forms.BaseForm) -> str:
    return ", ".join(name for name in form.fields if name not in FOR_PAGES)


def _texts(field: forms.Field, value: Any) -> list[str]:
    """What the field would be sent as; raises `ValueError` for what is no plain value."""
    values = value if isinstance(value, list) else [value]
    if isinstance(value, list) and not is_many(field):
        raise ValueError
    texts = [_text(one) for one in values if one is not None and one is not False]
    if isinstance(field, forms.ModelChoiceField):
        return [_value_of(field, text) for text in texts]
    return texts


def _text(value: Any) -> str:
    if value is True:
        return "on"
    if isinstance(value, str | int | float):
        text = str(value)
        text.encode()  # half a sign is none
        return text
    raise ValueError


def _value_of(field: Any, text: str) -> str:
    """The value by which the form knows the row of that code or public id; as it is where there is none, which the form
    refuses."""
    column = _name_column(field.queryset.model)
    row = field.queryset.filter(**{column: text}).first() if column and text else None
    return str(field.prepare_value(row)) if row else (text if not column else f"“{text}”")


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)
