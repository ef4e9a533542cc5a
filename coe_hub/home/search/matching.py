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

from coe_hub.lib.asked import Asked, Look, ask
from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.search import IN_TITLE, MISSPELT, Words, misspelt
from coe_hub.people.accounts.readers import ForReader

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


# Slices by kind, and whatever else decides how a query looks.
_Slices = tuple[tuple[str, int, int], ...]
MOST_TERMS = 3  # of more there are too many shapes to keep


def matches(*, user: "User", words: Words, slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds every word; of each kind the slice asked for, at least one row. Two
    queries."""
    return _told(_MATCHING, user, words, ask(words), _as_shape(slices))


def how_often(*, user: "User", words: Words) -> dict[str, list[int]]:
    """By kind, in how many things that `user` may see each word is found. Two queries."""
    return {kind: counts for kind, *counts in _asked_of(_COUNTING, user, words, ask(words))}


def partly(*, user: "User", words: Words, counts: Mapping[str, list[int]], slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds most of the words: first what misses fewest, then by rank, then what holds
    the word that fewest things hold. `counts` are those of `how_often`. Two queries."""
    together = [max(1, sum(each)) for each in zip(*counts.values(), strict=True)] or [1] * len(words.terms)
    # The smallest first: the same order for the same words, so that few shapes are written.
    weights = {f"weight_{at}": _WEIGHT // count for at, count in enumerate(together)}
    asked = ask(words, ranked_by_any=True)
    return _told(_PARTLY, user, words, asked, words.most, _as_shape(slices), **weights)


def alike(*, user: "User", words: Words, most: int) -> Matches:
    """What `user` may see whose title is spelt somewhat like what was typed, the most alike of each kind first."""
    if not words.may_be_misspelt:
        return Matches({}, {})
    with misspelt():
        return _told(_SPELT_ALIKE, user, words, ask(words), most)


def _as_shape(slices: Mapping[str, slice]) -> _Slices:
    return tuple((kind, part.start or 0, part.stop) for kind, part in slices.items())


def _told(prepared: ForReader, user: "User", words: Words, asked: Asked, *shape: Any, **more: int) -> Matches:
    totals: dict[str, int] = {}
    found: dict[str, list[Match]] = defaultdict(list)
    # Rows come part by part, each in its order.
    for kind, hit_id, rank, missing, total in _asked_of(prepared, user, words, asked, *shape, **more):
        totals[kind] = total
        found[kind].append(Match(kind, hit_id, rank, missing))
    return Matches(totals, found)


def _asked_of(
    prepared: ForReader, user: "User", words: Words, asked: Asked, *shape: Any, **more: int
) -> Iterable[tuple[Any, ...]]:
    """The rows, by a query that is written once where such a one may be asked again: not of many words, or of an
    address."""
    ask_for = prepared.rows if len(words.terms) <= MOST_TERMS and "@" not in words.typed else prepared.anew
    return ask_for(user, asked.shape, *shape, **asked.values, **more)


def all_of(parts: Iterable[Rows]) -> Rows:
    """The rows of these parts, one after the other, by one query."""
    first, *others = parts
    return first.union(*others, all=True)


def _totalled(rows: Rows, part: slice) -> Rows:
    return rows.annotate(total=Window(Count("*"))).values_list(*_SHOWN)[part]


def _matching(user: "User", looks: tuple[Look, ...], slices: _Slices, **values: Any) -> Rows:
    asked, parts = Asked(looks, values), {kind: slice(start, stop) for kind, start, stop in slices}
    return all_of(_totalled(_ranked(source, source.rows(user), asked), parts[source.kind]) for source in findables())


def _counting(user: "User", looks: tuple[Look, ...], **values: Any) -> Rows:
    asked = Asked(looks, values)
    places = [f"of_{place}" for place in range(len(asked.terms))]

    def counted(source: Findable) -> Rows:
        key = source.key
        having = [Count(key, filter=source.found(term), distinct=bool(source.of_thing)) for term in asked.terms]
        some = source.rows(user).filter(reduce(or_, map(source.found, asked.terms)))
        rows = some.order_by().annotate(of=Value(source.kind)).values("of")
        return rows.annotate(**dict(zip(places, having, strict=True))).values_list("of", *places)

    return all_of(map(counted, findables()))


def _some(user: "User", looks: tuple[Look, ...], most: int, slices: _Slices, **values: Any) -> Rows:
    asked, parts = Asked(looks, values), {kind: slice(start, stop) for kind, start, stop in slices}
    weights = [values[f"weight_{at}"] for at in range(len(looks))]
    return all_of(
        _totalled(_partly(source, source.rows(user), asked, most, weights), parts[source.kind])
        for source in findables()
    )


def _near(user: "User", looks: tuple[Look, ...], most: int, **values: Any) -> Rows:
    asked, titled = Asked(looks, values), (source for source in findables() if source.has_title)
    return all_of(_totalled(_spelt_alike(source, source.rows(user), asked), slice(most)) for source in titled)


_MATCHING, _COUNTING = ForReader(_matching), ForReader(_counting)
_PARTLY, _SPELT_ALIKE = ForReader(_some), ForReader(_near)


def _ranked(source: Findable, rows: Rows, words: Asked) -> Rows:
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


def _rank_of_texts(words: Asked) -> Any:
    """How good a content is, whose texts are several rows: as its best text or, where half of the terms stand in its
    title, as if all did. “Minutes and what to capture” is what “minutes template” asks for, rather than what speaks of
    both somewhere."""
    best = Min(words.rank())
    if len(words.terms) < 2:
        return best
    having = [Max(Case(When(words__matches=term.title, then=Value(1)), default=Value(0))) for term in words.terms]
    is_titled = GreaterThanOrEqual(reduce(add, having), Value((len(words.terms) + 1) // 2))
    return Case(When(is_titled, then=Least(best, Value(IN_TITLE))), default=best)


def _partly(source: Findable, rows: Rows, words: Asked, most: int, weights: Iterable[int]) -> Rows:
    conditions = [source.found(term) for term in words.terms]
    if source.of_thing:
        some = rows.filter(words.any_found()).values(source.of_thing)
        counts = {f"with_{place}": Count("key", filter=one) for place, one in enumerate(conditions)}
        found = some.annotate(rank=Min(words.rank()), texts=Count("*"), **_facts(source), **counts)
        conditions = [Q(**{f"{name}__gt": 0}) for name in counts]
    else:
        some = rows.filter(reduce(or_, conditions))
        found = _titled(source, some).annotate(rank=words.rank(), **_facts(source))
    found = found.annotate(
        missing=_sum(Q(~one) for one in conditions)(2**place for place in range(len(conditions))),
        has=_sum(conditions)(1 for _one in conditions),
        telling=_sum(conditions)(weights),
    )
    return found.filter(has__gte=most).order_by("-has", "rank", "-telling", *source.order())


def _sum(conditions: Iterable[Q]) -> Any:
    """A function of numbers: the sum of those whose condition is so, in the order of the conditions."""

    def of(numbers: Iterable[int]) -> Any:
        pairs = zip(conditions, numbers, strict=True)
        return reduce(add, [Case(When(one, then=Value(number)), default=Value(0)) for one, number in pairs])

    return of


def _spelt_alike(source: Findable, rows: Rows, words: Asked) -> Rows:
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
