"""Contents that match, by one reading of the texts of all kinds of them. Everybody sees them."""

from collections import defaultdict
from collections.abc import Mapping
from functools import reduce
from itertools import zip_longest
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Q, Value, When

from coe_hub.home.search.matches import Match, Matches, all_of, is_kept, rounded
from coe_hub.lib.asked import Asked, Look
from coe_hub.lib.findable import Rows, findables
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import BY_STEM, EXACT, IN_TITLE, Words
from coe_hub.publishing.models import TITLE, EditionText

# Titles, and as many other texts, that are read.
READ = 600


def in_contents(words: Words, asked: Asked, stops: Mapping[str, int]) -> Matches:
    """Contents by their texts: one is as good as its best text or, where half of the words stand in its title, as if
    all did. “Minutes and what to capture” is what “minutes template” asks for, rather than what speaks of both
    somewhere."""
    contents: dict[tuple[str, int], _Content] = {}
    others = 0
    ask_for = _TEXTS.rows if is_kept(words) else _TEXTS.anew
    for kind, content, is_title, rank, *having in ask_for(asked.shape, **asked.values):
        others += not is_title
        if kind:
            contents.setdefault((kind, content), _Content()).add(rank, is_title=is_title, having=having)
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for (kind, content), one in contents.items():
        if one.has_all:
            found[kind].append((one.rank, -one.texts, content))
    rows = {
        kind: [Match(kind, of, rank) for rank, _texts, of in sorted(some)[: stops[kind]]]
        for kind, some in found.items()
    }
    is_over = others == READ and len(asked.shape) == 1
    totals = {kind: rounded(len(some), is_over=is_over) for kind, some in found.items()}
    return Matches(totals, rows, frozenset(found) if is_over else frozenset())


class _Content:
    """What is known of a content by its texts."""

    def __init__(self) -> None:
        self.best, self.texts = BY_STEM, 0
        self.having: list[bool] = []
        self.titled: list[bool] = []

    def add(self, rank: int, *, is_title: bool, having: list[bool]) -> None:
        """One more text of it."""
        self.best, self.texts = min(rank, self.best), self.texts + 1
        self.having = [one or other for one, other in zip_longest(self.having, having, fillvalue=False)]
        if is_title:
            self.titled = [one or other for one, other in zip_longest(self.titled, having, fillvalue=False)]

    @property
    def has_all(self) -> bool:
        """Whether every word is somewhere in it."""
        return all(self.having)

    @property
    def rank(self) -> int:
        """The best of its texts, or that of its title."""
        is_titled = len(self.titled) > 1 and sum(self.titled) >= (len(self.titled) + 1) // 2
        return min(self.best, IN_TITLE) if is_titled else self.best


def _texts(looks: tuple[Look, ...], **values: Any) -> Rows:
    """Texts of contents of all kinds in which one of the words is found: titles and others. Of those that have the only
    word, the first; of several, the first might have but one."""
    asked, kinds = Asked(looks, values), [one for one in findables() if one.of_thing]
    of = Case(*(When(one.of_kind(), then=Value(one.kind)) for one in kinds), output_field=CharField())
    found = reduce(or_, map(kinds[0].found, asked.terms))
    texts = (
        EditionText.objects.live().filter(found).annotate(of=of, is_title=_is(Q(key=TITLE)), rank=_rank_of_text(asked))
    )
    shown = ["of", kinds[0].of_thing, "is_title", "rank"]
    for place, term in enumerate(asked.terms):
        shown.append(f"with_{place}")
        texts = texts.annotate(**{f"with_{place}": _is(kinds[0].found(term))})
    most = READ if len(looks) == 1 else None
    return all_of(rows.values_list(*shown)[:most] for rows in (texts.filter(key=TITLE), texts.exclude(key=TITLE)))


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _rank_of_text(words: Asked) -> Case:
    """Of a title as of all names; of another text, whether the words stand there as they are written."""
    return Case(When(key=TITLE, then=words.rank()), When(words.exactly(), then=EXACT), default=BY_STEM)


_TEXTS = Prepared(_texts)
