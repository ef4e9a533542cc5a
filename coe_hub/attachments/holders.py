"""Which records take files and links, told by the rooms that own them; this room knows none of them.

A record that takes them has a `folder` (`models.folder_column`), a `scope`, a page of its own (`get_absolute_url`), a
text (`str`), and is read by a `ScopedQuerySet`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise

from coe_hub.people.models import ScopedQuerySet


@dataclass(frozen=True)
class Holder:
    """A kind of record that takes files and links: its code, as in addresses, its model, what one is called and, where
    its files stand on another page than its own, the name of that page, which takes its public id."""

    code: str
    model: type[models.Model]
    label: Promise
    page: str = ""


_holders: dict[str, Holder] = {}


def register(code: str, model: type[models.Model], label: Promise, *, page: str = "") -> None:
    """Add a kind of record; called once, at start, by the room that owns it."""
    _holders[code] = Holder(code, model, label, page)


def find(code: str) -> Holder | None:
    """The kind of that code."""
    return _holders.get(code)


def every() -> list[Holder]:
    """All kinds of record that take files and links."""
    return list(_holders.values())


def rows_of(holder: Holder) -> ScopedQuerySet:
    """All records of the kind, with what they hang on."""
    rows = cast("ScopedQuerySet", holder.model._default_manager.all())
    return rows.select_related(rows.SCOPE)


def holder_of(record: models.Model) -> Holder:
    """The record's kind. Raises `KeyError` where nobody registered it."""
    return {holder.model: holder for holder in _holders.values()}[type(record)]


def url_of(record: Any) -> str:
    """The page on which the record's files stand."""
    page = holder_of(record).page
    return reverse(page, args=[record.public_id]) if page else record.get_absolute_url()


def records_of(folders: Iterable[int]) -> dict[int, Any]:
    """For each folder, by id, the record it belongs to; one query for each kind."""
    ids = list(folders)
    return {
        record.folder_id: record for holder in _holders.values() for record in rows_of(holder).filter(folder__in=ids)
    }


def place_of(record: Any) -> dict[str, Any]:
    """What the record is, its text and the page on which its files stand; nothing of None."""
    if record is None:
        return {}
    return {"label": holder_of(record).label, "title": str(record), "url": url_of(record)}
