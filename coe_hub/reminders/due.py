"""What is due: every room declares its own kind, and one query reads them all.

A source yields rows with the columns of `COLUMNS`, one for each person responsible. Today, the overdue figures and
the reminder mails read this one list, so they cannot disagree. Nothing is stored here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

if TYPE_CHECKING:
    from coe_hub.people.models import User

COLUMNS = ("kind", "object_id", "key", "scope_id", "owner_id", "title", "mail_title", "detail", "due_date")

Rows = Callable[["User | None"], "list[QuerySet[Any]]"]


@dataclass(frozen=True)
class Source:
    """One kind of due thing.

    `rows(user)` gives querysets of `values(*COLUMNS)`: what the user may see, or everything for None. `url_name`
    opens the thing (its argument is the row's `key`), `act_url_name` is where it gets done. Mails are rendered from
    `templates/emails/<kind>_*.{txt,html}`.
    """

    kind: str
    rows: Rows
    url_name: str
    act_url_name: str


@dataclass(frozen=True)
class DueItem:
    """A row of the due list."""

    kind: str
    object_id: int
    key: str
    scope_id: int
    owner_id: int
    title: str
    mail_title: str
    detail: str
    due_date: date

    @property
    def url(self) -> str:
        """Where the thing itself is read."""
        return reverse(_sources[self.kind].url_name, args=[self.key])

    @property
    def act_url(self) -> str:
        """Where it gets done."""
        return reverse(_sources[self.kind].act_url_name, args=[self.key])

    def days_left(self, on: date) -> int:
        """Days from `on` to the due date; negative when late."""
        return (self.due_date - on).days


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a kind of due thing; called once, at start, by the room that owns it."""
    _sources[source.kind] = source


def _union(parts: "list[QuerySet[Any]]") -> "QuerySet[Any]":
    head, *rest = parts
    return head.union(*rest, all=True) if rest else head


def items(*, until: date, user: "User | None" = None, owner_id: int | None = None) -> list[DueItem]:
    """Everything due up to `until`, soonest first: of one owner, or what `user` may see; everything with neither."""
    return list(iterate(until=until, user=user, owner_id=owner_id))


def iterate(
    *, until: date, user: "User | None" = None, owner_id: int | None = None, kind: str | None = None,
    object_id: int | None = None,
) -> Iterator[DueItem]:
    """As `items`, in one query with flat memory; `kind` and `object_id` narrow it to one thing."""
    narrow: dict[str, Any] = {"due_date__lte": until}
    if owner_id is not None:
        narrow["owner_id"] = owner_id
    if object_id is not None:
        narrow["object_id"] = object_id
    sources = [source for source in _sources.values() if kind in {None, source.kind}]
    parts = [part.filter(**narrow).values_list(*COLUMNS) for source in sources for part in source.rows(user)]
    if not parts:
        return
    for row in _union(parts).order_by("due_date", "object_id").iterator(chunk_size=2000):
        yield DueItem(*row)


def horizon(on: date) -> date:
    """The last day that Today calls soon."""
    return on + timedelta(days=30)
