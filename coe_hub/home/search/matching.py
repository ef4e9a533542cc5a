"""Which rows match what was typed, the best first: one query over all kinds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, Value, When, Window
from django.db.models.functions import Least
from django.db.models.lookups import GreaterThanOrEqual

from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.search import IN_TITLE, MISSPELT, Words, misspelt, title_found

if TYPE_CHECKING:
    from coe_hub.people.models import User

_SHOWN = ("of", "hit_id", "rank", "missing", "total")
# Added up as whole numbers, a word that fewer things have weighs more.
_WEIGHT = 1_000_000


@dataclass(frozen=True)
class Match:
    """Something that matches, and how well: one of the ranks of `lib.search`. `missing` has a bit a missing word."""

    kind: str
    id: int
    rank: int
    missing: int = 0

    @property
    def quality(self) -> tuple[int, int]:
        """For ordering: fewer missing words, then the better rank."""
        return self.missing.bit_count(), self.rank


@dataclass(frozen=True)
class Matches:
    """Of each kind, how many match, and those asked for, best first."""

    totals: Mapping[str, int]
    rows: Mapping[str, list[Match]]

    @property
    def count(self) -> int:
        """How many match, of all kinds."""
        return sum(self.totals.values())


def matches(*, user: "User", words: Words, slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds every word; of each kind the slice asked for, at least one row. One query."""
    return _ask((_ranked(source, source.rows(user), words), slices[source.kind]) for source in findables())


def how_often(*, user: "User", words: Words) -> dict[str, list[int]]:
    """By kind, in how many things that `user` may see each word is found. One query."""
    places = [f"of_{place}" for place in range(len(words.terms))]

    def counted(source: Findable) -> Rows:
        key = source.key
        having = [Count(key, filter=source.found(term), distinct=bool(source.of_thing)) for term in words.terms]
        some = source.rows(user).filter(reduce(or_, map(source.found, words.terms)))
        rows = some.order_by().annotate(of=Value(source.kind)).values("of")
        return rows.annotate(**dict(zip(places, having, strict=True))).values_list("of", *places)

    first, *others = map(counted, findables())
    return {kind: counts for kind, *counts in first.union(*others, all=True)}


def partly(*, user: "User", words: Words, counts: Mapping[str, list[int]], slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds most of the words: first what misses fewest, then by rank, then what holds
    the word that fewest things hold. `counts` are those of `how_often`. One query."""
    together = [max(1, sum(each)) for each in zip(*counts.values(), strict=True)] or [1] * len(words.terms)
    weights = [_WEIGHT // count for count in together]
    return _ask((_partly(source, source.rows(user), words, weights), slices[source.kind]) for source in findables())


def alike(*, user: "User", words: Words, most: int) -> Matches:
    """What `user` may see whose title is spelt somewhat like what was typed, the most alike of each kind first."""
    if not words.may_be_misspelt:
        return Matches({}, {})
    with misspelt():
        titled = (source for source in findables() if source.has_title)
        return _ask((_spelt_alike(source, source.rows(user), words), slice(most)) for source in titled)


def _ask(parts: Iterable[tuple[Rows, slice]]) -> Matches:
    first, *others = [rows.annotate(total=Window(Count("*"))).values_list(*_SHOWN)[part] for rows, part in parts]
    totals: dict[str, int] = {}
    found: dict[str, list[Match]] = defaultdict(list)
    # Rows come part by part, each in its order.
    for kind, hit_id, rank, missing, total in first.union(*others, all=True):
        totals[kind] = total
        found[kind].append(Match(kind, hit_id, rank, missing))
    return Matches(totals, found)


def _ranked(source: Findable, rows: Rows, words: Words) -> Rows:
    if not source.of_thing:
        found = _titled(source, source.having(rows, words)).annotate(rank=words.rank(), **_facts(source))
        return found.order_by("rank", *source.order())
    texts = rows.filter(words.any_found()).values(source.of_thing)
    found = texts.annotate(rank=_rank_of_texts(words), texts=Count("*"), **_facts(source))
    for place, term in enumerate(words.terms if len(words.terms) > 1 else ()):
        found = found.annotate(**{f"with_{place}": Count("key", filter=source.found(term))}).filter(
            **{f"with_{place}__gt": 0}
        )
    return found.order_by("rank", *source.order())


def _rank_of_texts(words: Words) -> Any:
    """How good a content is, whose texts are several rows: as its best text or, where half of the terms stand in its
    title, as if all did. “Minutes and what to capture” is what “minutes template” asks for, rather than what speaks of
    both somewhere."""
    best = Min(words.rank())
    if len(words.terms) < 2:
        return best
    having = [Max(Case(When(title_found(term), then=Value(1)), default=Value(0))) for term in words.terms]
    is_titled = GreaterThanOrEqual(reduce(add, having), Value((len(words.terms) + 1) // 2))
    return Case(When(is_titled, then=Least(best, Value(IN_TITLE))), default=best)


def _partly(source: Findable, rows: Rows, words: Words, weights: Iterable[int]) -> Rows:
    conditions = [source.found(term) for term in words.terms]
    if source.of_thing:
        some = rows.filter(words.any_found()).values(source.of_thing)
        counts = {f"with_{place}": Count("key", filter=one) for place, one in enumerate(conditions)}
        found = some.annotate(rank=Min(words.rank_of_any()), texts=Count("*"), **_facts(source), **counts)
        conditions = [Q(**{f"{name}__gt": 0}) for name in counts]
    else:
        some = rows.filter(reduce(or_, conditions))
        found = _titled(source, some).annotate(rank=words.rank_of_any(), **_facts(source))
    found = found.annotate(
        missing=_sum(Q(~one) for one in conditions)(2**place for place in range(len(conditions))),
        has=_sum(conditions)(1 for _one in conditions),
        telling=_sum(conditions)(weights),
    )
    return found.filter(has__gte=words.most).order_by("-has", "rank", "-telling", *source.order())


def _sum(conditions: Iterable[Q]) -> Any:
    """A function of numbers: the sum of those whose condition is so, in the order of the conditions."""

    def of(numbers: Iterable[int]) -> Any:
        pairs = zip(conditions, numbers, strict=True)
        return reduce(add, [Case(When(one, then=Value(number)), default=Value(0)) for one, number in pairs])

    return of


def _spelt_alike(source: Findable, rows: Rows, words: Words) -> Rows:
    rank, likeness = Value(MISSPELT), words.likeness()
    if not source.of_thing:
        found = rows.filter(words.alike()).annotate(rank=rank, likeness=likeness, **_facts(source))
        return found.order_by("-likeness", *source.order())
    titles = rows.filter(words.alike()).values(source.of_thing)
    found = titles.annotate(rank=rank, likeness=Max(likeness), **_facts(source))
    return found.order_by("-likeness", "hit_id")


def _facts(source: Findable) -> dict[str, Any]:
    return {"of": Value(source.kind), "hit_id": F(source.key), "missing": Value(0, output_field=IntegerField())}


def _titled(source: Findable, rows: Rows) -> Rows:
    """The rows with `folded`, which what has no title lacks."""
    return rows if source.has_title else rows.annotate(folded=Value(""))
