"""A search from what was typed to what the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from coe_hub.home.search.disclosure import may_be_told
from coe_hub.home.search.hits import Found as Shown
from coe_hub.home.search.hits import Hit, marked, things
from coe_hub.home.search.looser import alike, how_often, partly
from coe_hub.home.search.matches import Matches, rounded
from coe_hub.home.search.matching import matches
from coe_hub.lib.findable import Findable, findables, known_kinds
from coe_hub.lib.search import Words
from coe_hub.lib.text import reader_language
from coe_hub.usage.unmet import note_unmet_search

if TYPE_CHECKING:
    from coe_hub.people.models import User

SHOWN = 5
PAGE_SIZE = 50
_LOOKED_AT = 10
_MOST_SUGGESTIONS = 6
_NOTHING = Words("")


@dataclass(frozen=True)
class Group:
    """Things of one kind that were found: `total` of them or, where `is_over`, more than that. `list_url` is the room's
    own list, which has more filters, if any."""

    kind: str
    label: str
    total: int
    hits: list[Hit]
    url: str
    list_url: str
    is_over: bool = False

    @property
    def has_more(self) -> bool:
        """Whether not all are shown."""
        return self.is_over or self.total > len(self.hits)


@dataclass(frozen=True)
class Chip:
    """A filter with what it would leave: `count` or, where `is_over`, more than that."""

    label: str
    count: int
    url: str
    is_chosen: bool
    is_over: bool = False


@dataclass(frozen=True)
class Found:
    """What a search found. `suggestions` stand where nothing was found, or nothing spelt so (`is_misspelt`).

    `full` is how many things have all the words, where others that have most of them follow; else None.
    """

    groups: list[Group]
    chips: list[Chip]
    is_misspelt: bool = False
    full: int | None = None
    suggestions: list[Hit] = field(default_factory=list)
    following_url: str = ""
    former_url: str = ""


@dataclass(frozen=True)
class Search:
    """What somebody asks: a few of each kind or, of one kind, a page of fifty."""

    user: "User"
    text: str
    words: Words
    kind: str
    page: int

    @property
    def start(self) -> int:
        """How many of the kind stand on the pages before."""
        return PAGE_SIZE * (self.page - 1) if self.kind else 0

    @property
    def slices(self) -> dict[str, slice]:
        """The part of each kind that is shown; where it is not, one row, which tells how many there are."""
        usual = {kind: slice(1 if self.kind else SHOWN) for kind in known_kinds()}
        return usual | ({self.kind: slice(self.start, self.start + PAGE_SIZE)} if self.kind else {})

    def url(self, kind: str, page: int = 1) -> str:
        """The address of this search, narrowed to a kind."""
        query = {"q": self.text} | ({"kind": kind} if kind else {}) | ({"page": page} if page > 1 else {})
        return f"{reverse('search')}?{urlencode(query)}"


def search_everything(*, user: "User", text: str, words: Words, kind: str, page: int) -> Found:
    """What `user` may see that matches: a few of each kind or, of one kind, fifty. Raises `Http404` past the last.

    Where little has all the words, what has most of them follows. What nobody finds is kept for the CoE.
    """
    search = Search(user, text, words, kind, page)
    found = matches(user=user, words=words, slices=search.slices)
    if search.start and kind not in found.rows:
        found = matches(user=user, words=words, slices=replace(search, page=1).slices)
        if found.count >= SHOWN:
            raise Http404
    if found.count >= SHOWN:
        return _told(search, found, words)
    return _told_little(search, found)


def _told_little(search: Search, found: Matches) -> Found:
    """What has all the words, if anything, and what may be meant instead or besides."""
    user, words = search.user, search.words.in_pieces()
    slips = {} if found.count else _slips(search)
    # Beside what has both of two words, what has one of them would only be in the way.
    has_more = len(search.words.terms) > 2 if found.count else len(words.terms) > 1
    counts = how_often(user=user, words=words) if has_more else {}
    if not found.count:
        _note(search, slips, counts)
    most = Matches({}, {})
    if counts and not slips:
        most = partly(user=user, words=words, counts=counts, slices=search.slices)
    if most.count > found.count:
        return _told(search, most, words, full=found.count)
    if found.count:
        return _told(search, found, search.words)
    if search.start:
        raise Http404
    return _told_misspelt(search, slips) if slips else Found([], [], suggestions=_suggestions(search))


def _told(search: Search, found: Matches, words: Words, *, full: int | None = None) -> Found:
    kind = search.kind
    if search.start and kind not in found.rows:
        raise Http404
    wanted = {one: rows for one, rows in found.rows.items() if kind in {"", one}}
    hits = marked(things(wanted, words), words)
    best = {one: rows[0].quality for one, rows in found.rows.items()}
    groups = _groups(search, hits, found, has_lists=full is None)
    end = search.start + len(hits.get(kind, ()))
    return Found(
        groups=sorted(groups, key=lambda group: best[group.kind]),
        chips=_chips(search, found),
        full=full,
        following_url=search.url(kind, search.page + 1) if kind and end < found.totals.get(kind, 0) else "",
        former_url=search.url(kind, search.page - 1) if search.start else "",
    )


def _slips(search: Search) -> dict[str, list[Shown]]:
    """By kind, what is a slip of the keys away."""
    near = _near(search)
    slips = {
        kind: [one for one in group if search.words.is_misspelling_of(one.thing.known_as)]
        for kind, group in near.items()
    }
    return {kind: group for kind, group in slips.items() if group}


def _near(search: Search) -> dict[str, list[Shown]]:
    return things(alike(user=search.user, words=search.words, most=_LOOKED_AT).rows, _NOTHING)


def _told_misspelt(search: Search, slips: Mapping[str, list[Shown]]) -> Found:
    found = Matches({kind: len(group) for kind, group in slips.items()}, {})
    shown = marked({kind: group for kind, group in slips.items() if search.kind in {"", kind}}, _NOTHING)
    groups = _groups(search, shown, found, has_lists=False)
    return Found(groups=groups, chips=_chips(search, found), is_misspelt=True)


def _suggestions(search: Search) -> list[Hit]:
    """What looks somewhat alike, one of each kind in turn."""
    in_turn = [one for row in zip_longest(*_near(search).values()) for one in row if one]
    return marked({"": in_turn[:_MOST_SUGGESTIONS]}, _NOTHING)[""]


def _note(search: Search, slips: Mapping[str, list[Shown]], counts: Mapping[str, list[int]]) -> None:
    """The CoE hears of a miss: that nothing has all the words, and that one of them is in nothing it publishes."""
    public = [one.kind for one in findables() if one.is_public]
    met = [sum(each) for each in zip(*(counts[kind] for kind in public if kind in counts), strict=True)]
    is_need = not any(kind in slips for kind in public) and not (met and all(met))
    if is_need and may_be_told(user=search.user, words=search.words):
        note_unmet_search(user=search.user, text=search.words.typed, language=reader_language())


def _groups(search: Search, hits: Mapping[str, list[Hit]], found: Matches, *, has_lists: bool) -> list[Group]:
    return [
        Group(
            kind=one.kind,
            label=str(one.label),
            total=found.totals[one.kind],
            hits=hits[one.kind],
            url=search.url(one.kind),
            list_url=_list_url(search, one) if has_lists else "",
            is_over=one.kind in found.over,
        )
        for one in findables()
        if hits.get(one.kind)
    ]


def _list_url(search: Search, kind: Findable) -> str:
    return f"{reverse(kind.list_url_name)}?{urlencode({'q': search.text})}" if kind.list_url_name else ""


def _chips(search: Search, found: Matches) -> list[Chip]:
    totals, is_over = found.totals, bool(found.over)
    everything = Chip(_("All"), rounded(found.count, is_over=is_over), search.url(""), not search.kind, is_over)
    kinds = [
        Chip(
            str(one.label),
            totals.get(one.kind, 0),
            search.url(one.kind),
            one.kind == search.kind,
            one.kind in found.over,
        )
        for one in findables()
        if one.kind in totals or one.kind == search.kind
    ]
    return [everything, *kinds]
