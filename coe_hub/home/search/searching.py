"""A search from what was typed to what the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from coe_hub.home.search.disclosure import may_be_told
from coe_hub.home.search.hits import Hit, marked, things
from coe_hub.home.search.kinds import Kind
from coe_hub.home.search.matching import alike, matches
from coe_hub.lib.search import MISSPELT, Words
from coe_hub.lib.text import reader_language
from coe_hub.usage.unmet import note_unmet_search

if TYPE_CHECKING:
    from coe_hub.people.models import User

SHOWN = 5
PAGE_SIZE = 50
_LOOKED_AT = 10
_MOST_SUGGESTIONS = 6
_LISTS = {Kind.ALLIANCES: "alliance_list", Kind.ORGANISATIONS: "organisation_list", Kind.PEOPLE: "person_list"}


@dataclass(frozen=True)
class Group:
    """Things of one kind that were found. `list_url` is the room's own list, which has more filters, if any."""

    kind: Kind
    total: int
    hits: list[Hit]
    url: str
    list_url: str

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.kind.label)

    @property
    def has_more(self) -> bool:
        """Whether not all are shown."""
        return self.total > len(self.hits)


@dataclass(frozen=True)
class Chip:
    """A filter with what it would leave."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Found:
    """What a search found. `suggestions` stand where nothing was found, or nothing spelt so (`is_misspelt`)."""

    groups: list[Group]
    chips: list[Chip]
    is_misspelt: bool = False
    suggestions: list[Hit] = field(default_factory=list)
    following_url: str = ""
    former_url: str = ""


def search_everything(*, user: "User", text: str, words: Words, kind: str, page: int) -> Found:
    """What `user` may see that matches: a few of each kind or, of one kind, fifty. Raises `Http404` past the last.

    What nobody finds is kept for the CoE.
    """
    start = PAGE_SIZE * (page - 1) if kind else 0
    slices = {one: slice(1 if kind else SHOWN) for one in Kind.values}
    if kind:
        slices[kind] = slice(start, start + PAGE_SIZE)
    found = matches(user=user, words=words, slices=slices)
    if start and kind not in found.rows:
        raise Http404
    if not found.totals:
        return _misspelt(user=user, text=text, words=words, kind=kind)
    wanted = {one: rows for one, rows in found.rows.items() if kind in {"", one}}
    hits = marked(things(wanted, words), words)
    best = {one: min((match.rank for match in rows), default=MISSPELT) for one, rows in found.rows.items()}
    groups = sorted(_groups(hits, found.totals, text), key=lambda group: (best[group.kind], _place(group.kind)))
    end = start + len(hits.get(kind, ()))
    return Found(
        groups=groups,
        chips=_chips(found.totals, text, kind),
        following_url=_url(text, kind, page + 1) if kind and end < found.totals.get(kind, 0) else "",
        former_url=_url(text, kind, page - 1) if page > 1 and kind else "",
    )


def _misspelt(*, user: "User", text: str, words: Words, kind: str) -> Found:
    """What is a slip of the keys away and, where nothing is, what looks somewhat alike. The CoE hears of the miss."""
    near = things(alike(user=user, words=words, most=_LOOKED_AT).rows, words)
    slips = {one: [thing for thing in group if words.is_misspelling_of(thing.known_as)] for one, group in near.items()}
    slips = {one: group for one, group in slips.items() if group}
    if not {Kind.TOOLS, Kind.COURSES} & slips.keys() and may_be_told(user=user, words=words):
        note_unmet_search(user=user, text=words.typed, language=reader_language())
    nothing = Words("", ())
    if not slips:
        in_turn = [thing for row in zip_longest(*near.values()) for thing in row if thing]
        hits = marked({"": in_turn[:_MOST_SUGGESTIONS]}, nothing)[""]
        return Found(groups=[], chips=[], suggestions=hits)
    totals = {one: len(group) for one, group in slips.items()}
    shown = marked({one: group for one, group in slips.items() if kind in {"", one}}, nothing)
    return Found(groups=_groups(shown, totals, text), chips=_chips(totals, text, kind), is_misspelt=True)


def _groups(hits: Mapping[str, list[Hit]], totals: Mapping[str, int], text: str) -> list[Group]:
    return [
        Group(
            kind=kind,
            total=totals[kind],
            hits=hits[kind],
            url=_url(text, kind),
            list_url=f"{reverse(_LISTS[kind])}?{urlencode({'q': text})}" if kind in _LISTS else "",
        )
        for kind in Kind
        if hits.get(kind)
    ]


def _chips(totals: Mapping[str, int], text: str, chosen: str) -> list[Chip]:
    everything = Chip(_("All"), sum(totals.values()), _url(text, ""), is_chosen=not chosen)
    kinds = [
        Chip(str(kind.label), totals.get(kind, 0), _url(text, kind), is_chosen=kind == chosen)
        for kind in Kind
        if kind in totals or kind == chosen
    ]
    return [everything, *kinds]


def _url(text: str, kind: str, page: int = 1) -> str:
    query = {"q": text} | ({"kind": kind} if kind else {}) | ({"page": page} if page > 1 else {})
    return f"{reverse('search')}?{urlencode(query)}"


def _place(kind: Kind) -> int:
    return list(Kind).index(kind)
