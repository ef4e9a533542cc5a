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
    scope_id: int | None
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
    def row_template(self) -> str:
        """How Today tells of it."""
        return f"due/{self.kind}.html"

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


def _narrowed(user: "User | None", kind: str | None, conditions: dict[str, Any]) -> "QuerySet[Any] | None":
    sources = [source for source in _sources.values() if kind in {None, source.kind}]
    parts = [part.filter(**conditions).values_list(*COLUMNS) for source in sources for part in source.rows(user)]
    if not parts:
        return None
    head, *rest = parts
    return head.union(*rest, all=True) if rest else head


def items(*, until: date, user: "User | None" = None, owner_id: int | None = None) -> list[DueItem]:
    """Everything due up to `until`, soonest first: of one owner, or what `user` may see; everything with neither."""
    return list(iterate(until=until, user=user, owner_id=owner_id))


def count(*, until: date, user: "User") -> int:
    """How many things wait for the user up to `until`; one query."""
    rows = _narrowed(user, None, {"due_date__lte": until, "owner_id": user.person_id})
    return rows.count() if rows is not None else 0


def iterate(
    *,
    until: date,
    user: "User | None" = None,
    owner_id: int | None = None,
    kind: str | None = None,
    object_id: int | None = None,
) -> Iterator[DueItem]:
    """As `items`, in one query with flat memory; `kind` and `object_id` narrow it to one thing."""
    conditions: dict[str, Any] = {"due_date__lte": until}
    if owner_id is not None:
        conditions["owner_id"] = owner_id
    if object_id is not None:
        conditions["object_id"] = object_id
    rows = _narrowed(user, kind, conditions)
    if rows is None:
        return
    for row in rows.order_by("due_date", "object_id").iterator(chunk_size=2000):
        yield DueItem(*row)


def week(on: date) -> date:
    """The last day that Today's heading counts."""
    return on + timedelta(days=7)


def horizon(on: date) -> date:
    """The last day that Today shows."""
    return on + timedelta(days=30)
