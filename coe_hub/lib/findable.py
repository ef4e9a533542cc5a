"""What the search finds: a register that each room fills, at start, with the kinds of things it has.

A room that registers a `Findable` is searched from then on, with its chip, its page of fifty and its place in what is
kept back from those who may not know of it. Nothing of the search itself is edited.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from coe_hub.lib.asked import Asked
from coe_hub.lib.search import Term, Words, anywhere

Rows = QuerySet[Any, Any]
# A reader, an account of the people room above.
Reader = Any


@dataclass(frozen=True)
class Text:
    """A text of something found, and the language it is in."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Thing:
    """Something found, before its words are marked. `known_as` holds all its names.

    A passage is taken from `body`: always where it is a summary, else where a word stands in it.
    """

    title: Text
    line: str
    url: str
    known_as: str = ""
    body: Text | None = None
    is_summary: bool = False


@dataclass(frozen=True)
class Findable:
    """One kind of things that can be found: rows with `words` and, where they have a title, `folded`.

    `rows(user)` gives those a user sees; of None all there are, put away or not. `things(ids, words)` shows some of
    them, whose reader was asked for before. `place` orders kinds among equally good hits, `order()` rows of this kind.
    `found(term)` are the rows that have a term; `word_found` where there is no title. `list_url_name` is the room's own
    list, which takes the text as `q`. What everybody may read `is_public`: it can tell nobody of anything hidden. Texts
    of contents, several rows a thing, name the thing in `of_thing`; they are read once for all kinds, and `of_kind()`
    are those of this one. `is_named`: its titles are names, in which a slip of the keys is looked for, and no whole
    sentences.
    """

    kind: str
    label: Promise
    place: int
    rows: Callable[[Reader | None], Rows]
    things: Callable[[Collection[int], Words], Mapping[int, Thing]]
    order: Callable[[], tuple[str, ...]]
    found: Callable[[Term], Q] = anywhere
    list_url_name: str = ""
    has_title: bool = True
    is_public: bool = False
    is_named: bool = True
    of_thing: str = ""
    of_kind: Callable[[], Q] = Q

    def having(self, rows: Rows, words: Words | Asked) -> Rows:
        """Those of the rows that have every word; none where there is no word."""
        return rows.filter(reduce(and_, map(self.found, words.terms))) if words.terms else rows.none()

    @property
    def key(self) -> str:
        """The column that says which thing a row is of."""
        return self.of_thing or "pk"


_kinds: dict[str, Findable] = {}


def register(findable: Findable) -> None:
    """Add a kind of things; called once, at start, by the room that owns it."""
    _kinds[findable.kind] = findable


def findables() -> list[Findable]:
    """Every kind, in the order in which equally good hits are shown."""
    return sorted(_kinds.values(), key=lambda one: (one.place, one.kind))


def known_kinds() -> list[str]:
    """Their names in addresses."""
    return [one.kind for one in findables()]


def in_use(model: Any) -> Callable[[Reader | None], Rows]:
    """The rows of a model of records as `Findable` asks for them: in use and visible, or of None all."""

    def rows(user: Reader | None) -> Rows:
        everything = model._default_manager.all()
        return everything if user is None else everything.visible_to(user).active()

    return rows
