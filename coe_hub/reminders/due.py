"""What is due: every room declares its own kind, and one query reads them all.

A source yields rows with the columns of `COLUMNS`, one for each person responsible. Today, the calendar feed, the
overdue figures and the reminder mails read this one list, so they cannot disagree. Nothing is stored here.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

if TYPE_CHECKING:
    from coe_hub.people.models import Person, User

COLUMNS = (
    "kind",
    "object_id",
    "key",
    "scope_id",
    "owner_id",
    "backup_id",
    "title",
    "mail_title",
    "detail",
    "due_date",
)

# In a row's place for a scope or a person, where there is none.
NOBODY = Cast(Value(None), BigIntegerField())


@dataclass(frozen=True)
class DueText:
    """How a due thing is told, in the active language. `title` holds its name; the others are sentences."""

    title: str
    why: str
    ask: str
    because: str
    act: str


@dataclass(frozen=True)
class DueItem:
    """A row of the due list.

    `owner_id` is the person who is told first, `backup_id` who is told as well once it is late for some time. Both
    are ids of people. `mail_title` is what may leave the hub: the code name, where there is one.
    """

    kind: str
    object_id: int
    key: str
    scope_id: int | None
    owner_id: int
    backup_id: int | None
    title: str
    mail_title: str
    detail: str
    due_date: date

    @property
    def source(self) -> "Source":
        """The kind of thing it is."""
        return _sources[self.kind]

    @property
    def url(self) -> str:
        """Where the thing itself is read."""
        return reverse(self.source.url_name, args=[self.key])

    @property
    def act_url(self) -> str:
        """Where it gets done."""
        return reverse(self.source.act_url_name, args=[self.key])

    @property
    def closes_in_one_step(self) -> bool:
        """Whether a click closes it; else its page asks for more. (A template would call `source.finish` itself.)"""
        return self.source.finish is not None

    @property
    def row_template(self) -> str:
        """How Today shows it."""
        return self.source.row_template

    @property
    def text(self) -> DueText:
        """How pages tell it."""
        return self.source.text(self, self.title)

    @property
    def mail_text(self) -> DueText:
        """How what leaves the hub tells it."""
        return self.source.text(self, self.mail_title)

    def days_left(self, on: date) -> int:
        """Days from `on` to the due date; negative when late."""
        return (self.due_date - on).days


Rows = Callable[["User | None"], "list[QuerySet[Any]]"]
Titles = Callable[[Collection[str], str], Mapping[str, str]]


@dataclass(frozen=True)
class Source:
    """One kind of due thing.

    `rows(user)` gives querysets of `values(*COLUMNS)`: what the user may see, or everything for None. `text(item,
    name)` tells one of them under that name. `url_name` opens the thing (its argument is the row's `key`),
    `act_url_name` is where it gets done. `finish(object_id, person)` does it in one step, where one step is enough;
    without it, a mail's button leads to the page. `partner_url(item, person)` is where somebody at a partner, who has
    no account, does it, and `hand_back(object_id)` is what follows where they say that it is not theirs.
    `titles(keys, language)` are the names that were translated, by key, where a kind has such.
    `usual` are lead times and the like, where this kind wants others than `KindRule` has.
    """

    kind: str
    label: "str | Promise"
    rows: Rows
    text: Callable[[DueItem, str], DueText]
    url_name: str
    act_url_name: str
    finish: "Callable[[int, Person], None] | None" = None
    partner_url: "Callable[[DueItem, Person], str] | None" = None
    hand_back: "Callable[[int], None] | None" = None
    titles: "Titles | None" = None
    usual: Mapping[str, Any] = field(default_factory=dict)
    row_template: str = "due/_row.html"


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a kind of due thing; called once, at start, by the room that owns it."""
    _sources[source.kind] = source


def forget(kind: str) -> None:
    """Take a kind away again, as tests do with theirs."""
    del _sources[kind]


def sources() -> list[Source]:
    """Every kind of due thing, in the order in which rooms registered them."""
    return list(_sources.values())


def find_source(kind: str) -> Source | None:
    """The kind of that code, None where no room declares it (any more)."""
    return _sources.get(kind)


def rows(user: "User | None" = None, kind: str | None = None, **conditions: Any) -> "QuerySet[Any] | None":
    """All sources as one query of tuples of `COLUMNS`, each part narrowed by `conditions`; None without sources."""
    wanted = [source for source in _sources.values() if kind in {None, source.kind}]
    parts = [part.filter(**conditions).values_list(*COLUMNS) for source in wanted for part in source.rows(user)]
    if not parts:
        return None
    head, *rest = parts
    return head.union(*rest, all=True) if rest else head


def listed(
    *, until: date, user: "User | None" = None, owner_id: int | None = None, kind: str | None = None, **narrow: Any
) -> "QuerySet[Any] | None":
    """The due list as `items` has it, as a query of tuples of `COLUMNS`; None where no room declares anything."""
    owner = {} if owner_id is None else {"owner_id": owner_id}
    found = rows(user, kind, due_date__lte=until, **owner, **narrow)
    return None if found is None else found.order_by("due_date", "object_id")


def items(
    *, until: date, user: "User | None" = None, owner_id: int | None = None, most: int | None = None
) -> list[DueItem]:
    """Due up to `until`, soonest first: of one owner, or what `user` may see; everything with neither. `most` of it.

    Named in the active language, as far as the names are translated.
    """
    found = listed(until=until, user=user, owner_id=owner_id)
    return named(found[:most] if found is not None else (), get_language())


def named(rows: Iterable[tuple[Any, ...]], language: str) -> list[DueItem]:
    """Tuples of `COLUMNS` as items with their names in that language; a query for each kind whose names have some."""
    return in_language([DueItem(*row) for row in rows], language)


def in_language(items: Sequence[DueItem], language: str) -> list[DueItem]:
    """The items in their order, under the names they have in that language."""
    if language == settings.LANGUAGE_CODE:
        return list(items)
    found: dict[tuple[str, str], str] = {}
    for kind in {item.kind for item in items}:
        if titles := _sources[kind].titles:
            names = titles({item.key for item in items if item.kind == kind}, language)
            found |= {(kind, key): name for key, name in names.items()}
    return [_renamed(item, found.get((item.kind, item.key))) for item in items]


def _renamed(item: DueItem, name: str | None) -> DueItem:
    return item if name is None else replace(item, title=name, mail_title=name)


def count(*, until: date, user: "User") -> int:
    """How many things wait for the user up to `until`; one query."""
    (found,) = counts(until=[until], user=user)
    return found


def counts(*, until: Sequence[date], user: "User") -> list[int]:
    """How many things wait for the user up to each of these days; one query."""
    found = rows(user, due_date__lte=max(until), owner_id=user.person_id)
    if found is None:
        return [0 for _day in until]
    sql, parameters = found.query.sql_with_params()
    columns = ", ".join(["count(*) FILTER (WHERE due_date <= %s)"] * len(until))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM ({sql}) AS due", [*until, *parameters])  # noqa: S608  CONFIG: SQL of ours
        return list(cursor.fetchone())


def iterate(*, until: date, user: "User | None" = None, **narrow: Any) -> Iterator[DueItem]:
    """As `items`, with flat memory; `kind` and conditions on `COLUMNS` narrow it further."""
    found = listed(until=until, user=user, **narrow)
    if found is not None:
        for row in found.iterator(chunk_size=2000):
            yield DueItem(*row)


def week(on: date) -> date:
    """The last day that Today's heading counts."""
    return on + timedelta(days=7)


def horizon(on: date) -> date:
    """The last day that Today shows."""
    return on + timedelta(days=30)
