"""One row of a list as JSON: what the list shows of it in words, and its own values in codes of no language."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from coe_hub.api.bodies import plain
from coe_hub.lib.resources import Resource
from coe_hub.lib.tables import Column


class Codes:
    """Codes of the company's words by id, each vocabulary read once."""

    def __init__(self) -> None:
        self._known: dict[Any, dict[int, str]] = {}

    def of(self, model: Any, pk: int | None) -> str | None:
        """The word's code; None where there is none."""
        if pk is None:
            return None
        if model not in self._known:
            self._known[model] = dict(model.objects.values_list("pk", "code"))
        return self._known[model].get(pk)


def key_of(resource: Resource, row: Any) -> str:
    """What the record is named by. One that has no name of its own gets one that tells nothing."""
    record = resource.record_of(row)
    return resource.name_of(record) or salted_hmac(f"api {resource.code}", str(record.pk)).hexdigest()[:16]


def told(resource: Resource, row: Any, columns: Sequence[Column], codes: Codes) -> dict[str, Any]:
    """The row: its id, version and times; its `fields` in codes; its `columns` in words, as files of the list."""
    record = resource.record_of(row)
    body: dict[str, Any] = {"id": key_of(resource, row)}
    if hasattr(record, "version"):
        body |= {"version": record.version, "etag": etag(record)}
    for name in ("created_at", "updated_at", "archived_at"):
        if hasattr(record, name):
            body[name] = plain(getattr(record, name))
    if hasattr(record, "get_absolute_url"):
        body["url"] = f"{settings.HUB_URL}{record.get_absolute_url()}"
    if resource.above:
        body[resource.parent] = _along(row, resource.above)
    body["fields"] = fields_of(resource, record, codes)
    words = {column.code: plain(column.read(row)) for column in columns}
    body["columns"] = {code: None if value == "" else value for code, value in words.items()}
    return body


def _along(row: Any, path: str) -> Any:
    value = row
    for name in path.split("__"):
        value = getattr(value, name, None)  # what stands in no alliance has none
    return value


def fields_of(resource: Resource, record: models.Model, codes: Codes) -> dict[str, Any]:
    """What people edit of the record, as it is stored: choices and words by code. Which other records it names stands
    in the columns, as far as lists show them."""
    values: dict[str, Any] = {}
    for name in field_names(resource):
        column: Any = record._meta.get_field(name)
        value = getattr(record, column.attname)
        values[name] = codes.of(column.related_model, value) if column.is_relation else plain(value)
    return values


def field_names(resource: Resource) -> list[str]:
    """The columns of the record that its `fields` have."""
    found = []
    for name in (*getattr(resource.model, "EDITABLE", ()), *resource.also):
        column: Any = resource.model._meta.get_field(name)
        if not column.is_relation or any(one.name == "code" for one in column.related_model._meta.fields):
            found.append(name)
    return found


def etag(record: Any) -> str:
    """The version of the record as `ETag` and `If-Match` have it."""
    return f'"{record.version}"'
