"""What other programs read and write of the hub, by a register that rooms fill: `/api/v1/` shows all of it.

A room says here of each kind of record which rows a reader sees and what its list shows of them, and by which form and
action one is made or changed. These are the ones its pages use, so that no rule can differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models

from coe_hub.lib.access import WRITER, SignedInRequest
from coe_hub.lib.tables import Column


@dataclass(frozen=True)
class Draft:
    """A form, and the action that it fills. `save` is called once the form is valid and gives the record; `record` is
    what is changed, None where something is made."""

    form: forms.BaseForm
    save: Callable[[], Any]
    record: Any = None


# From the request, the id of what is changed (or of what something new hangs on) and what was typed, None for a form
# as it is opened. Raises `Http404` for what the reader does not see, `PermissionDenied` where it is not theirs to do.
Begin = Callable[[SignedInRequest, str, Any], Draft]


@dataclass(frozen=True)
class Way:
    """One way of writing: what it does in a few English words, its form, and how it begins.

    `guard` is what its page says by `requires`.
    """

    does: str
    form: type[forms.BaseForm] | None
    begin: Begin
    guard: tuple[str, ...] = (WRITER,)


@dataclass(frozen=True)
class Named:
    """How records without a column for it are named: `of` gives the name of a row, `where` the condition that finds it,
    None for what can be no name."""

    of: Callable[[Any], str]
    where: Callable[[str], models.Q | None]


@dataclass(frozen=True)
class Resource:
    """One kind of record.

    `rows` are what a reader's list has, `with_archived` those and what lists leave out since an alliance was put away;
    `read` adds what its columns need. `record` leads from a row to the record,
    where a list has rows of another model; `key` is the column by which one is named, `moved` what says when it changed
    last. `named` is for records that have no name of their own: how one is named by others' names, and which are meant.
    `also` are columns of the record that nobody edits and programs want. `parent` and `above` are what one hangs
    on: its name, and the way to its public id. `steps` are what is done with one beside changing it.
    """

    code: str
    about: str
    model: type[models.Model]
    rows: Callable[[Any], "models.QuerySet[Any]"]
    columns: Callable[[], Sequence[Column]]
    with_archived: Callable[[Any], "models.QuerySet[Any]"] | None = None
    read: Callable[[Any], Iterable[Any]] = lambda rows: rows
    also: Sequence[str] = ()
    filters: Any = None
    filter_words: Callable[[SignedInRequest], Mapping[str, Any]] = lambda _request: {}
    record: str = ""
    key: str = "public_id"
    named: Named | None = None
    moved: Any = "updated_at"
    parent: str = ""
    above: str = ""
    make: Way | None = None
    change: Way | None = None
    steps: Mapping[str, Way] = field(default_factory=dict)

    def all_rows(self, user: Any) -> "models.QuerySet[Any]":
        """All that the user may see, in alliances that were put away as well."""
        return (self.with_archived or self.rows)(user)

    def path(self, name: str) -> str:
        """The way from a row to a column of the record."""
        return f"{self.record}__{name}" if self.record else name

    def name_of(self, record: Any) -> str:
        """What the record is named by; empty where it has no name."""
        if self.named:
            return self.named.of(record)
        for name in self.key.split("__") if self.key else ():
            record = getattr(record, name)
        return str(record) if self.key else ""

    def where(self, name: str) -> models.Q | None:
        """What finds the row of that name; None where nothing can be found by it."""
        if self.named:
            return self.named.where(name)
        return models.Q(**{self.path(self.key): name}) if self.key else None

    def record_of(self, row: Any) -> Any:
        """The record that a row is about."""
        return getattr(row, self.record) if self.record else row


_resources: dict[str, Resource] = {}


def register(resource: Resource) -> None:
    """Let other programs have it. Raises `ValueError` for a code that is taken."""
    if resource.code in _resources:
        raise ValueError(f"There is a resource {resource.code} already.")
    _resources[resource.code] = resource


def resources() -> list[Resource]:
    """All of them, by code."""
    return [_resources[code] for code in sorted(_resources)]
