"""The register of what is due: every room declares its own kind of thing, once, at start.

A source yields rows with the columns of `COLUMNS`, one for each person responsible. Nothing is stored here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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

_DONE = gettext_lazy("Done already")
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
        return source_of(self.kind)

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
    def done_label(self) -> "str | Promise":
        """What whoever closes it with one click says."""
        return self.source.done_label

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
    `act_url_name` is where it gets done. `finish(object_id, person)` does it in one step, where one step is enough,
    and `done_label` is what whoever takes it says; without it, a mail's button leads to the page. `partner_url(item,
    person)` is where somebody at a partner, who has no account, does it, and `hand_back(object_id)` is what follows
    where they say that it is not theirs; `sender(item)` is whoever asks for it of them, in whose company's name they
    are written to.
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
    done_label: "str | Promise" = _DONE
    partner_url: "Callable[[DueItem, Person], str] | None" = None
    hand_back: "Callable[[int], None] | None" = None
    sender: "Callable[[DueItem], Person | None] | None" = None
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


def source_of(kind: str) -> Source:
    """The kind of that code. Raises `KeyError` where no room declares it."""
    return _sources[kind]


def find_source(kind: str) -> Source | None:
    """The kind of that code, None where no room declares it (any more)."""
    return _sources.get(kind)
