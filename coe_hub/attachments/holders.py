"""Which records take files and links, told by the rooms that own them; this room knows none of them.

A record that takes them has a `folder` (`models.folder_column`), a `scope`, a page of its own (`get_absolute_url`), a
text (`str`), and is read by a `ScopedQuerySet`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from coe_hub.attachments.models import Folder


@dataclass(frozen=True)
class Holder:
    """A kind of record that takes files and links: its code, as in addresses, its model, and what one is called."""

    code: str
    model: type[models.Model]
    label: Promise


_holders: dict[str, Holder] = {}


def register(code: str, model: type[models.Model], label: Promise) -> None:
    """Add a kind of record; called once, at start, by the room that owns it."""
    _holders[code] = Holder(code, model, label)


def find(code: str) -> Holder | None:
    """The kind of that code."""
    return _holders.get(code)


def code_of(record: models.Model) -> str:
    """The code of the record's kind. Raises `KeyError` where nobody registered it."""
    return {holder.model: code for code, holder in _holders.items()}[type(record)]


def records_of(folders: Iterable[Folder | int]) -> dict[int, tuple[Holder, Any]]:
    """For each folder, by id, what it belongs to; one query for each kind."""
    ids = [getattr(folder, "pk", folder) for folder in folders]
    return {
        record.folder_id: (holder, record)
        for holder in _holders.values()
        for record in holder.model._default_manager.filter(folder__in=ids)  # type: ignore[misc]
    }
