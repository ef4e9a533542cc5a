"""Which rows match what was typed, the best first: a query or two over all kinds.

Of what stands behind walls no more than a hundred a kind are counted and ranked: that many in whatever order they lie,
each looked at for whether the reader sees it. Where there are more, those with all words in their titles come first and
then the others, each in the order of their kind, so that an index may give the first few. Contents, which everybody
sees, are read whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import zip_longest
from operator import add, or_
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Value,
    When,
    Window,
)

from coe_hub.lib.asked import Asked, Look, ask
from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import BY_STEM, EXACT, EXACT_IN_TITLE, IN_TITLE, MISSPELT, Words, misspelt
from coe_hub.lib.sql import met
from coe_hub.people.accounts.readers import ForReader
from coe_hub.publishing.models import TITLE, EditionText

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

    @property
    def is_titled(self) -> bool:
        """Whether all words stand in its title as they are written."""
        return self.rank <= EXACT_IN_TITLE


@dataclass(frozen=True)
class Matches:
    """Of each kind, how many match, and those asked for, best first. Of the kinds in `over`, more than that match."""

    totals: Mapping[str, int]
    rows: Mapping[str, list[Match]]
    over: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many match, of all kinds."""
        return sum(self.totals.values())


# Slices by kind, and whatever else decides how a query looks.
_Slices = tuple[tuple[str, int, int], ...]
_Stops = tuple[tuple[str, int], ...]
MOST_TERMS = 3  # of more there are too many shapes to keep
MOST = 100
# Titles, and as many other texts, of contents that are read.
READ = 1_000


def matches(*, user: "User", words: Words, slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds every word; of each kind the slice asked for, at least one row. Three queries,
    and one or two more where there is too much to count."""
    asked = ask(words)
    scoped = [one.kind for one in findables() if not one.of_thing]
    found = _told(_MATCHING, user, words, asked, tuple((kind, slices[kind].stop) for kind in scoped))
    read = _in_contents(words, asked, {one.kind: slices[one.kind].stop for one in findables() if one.of_thing})
    counted = {kind: counted_to(part.stop) for kind, part in slices.items()}
    over = frozenset(kind for kind, total in found.totals.items() if total > counted[kind])
    totals = {kind: min(total, counted[kind]) for kind, total in found.totals.items()} | read.totals
    rows = {**found.rows, **read.rows}
    if over:
        wanted = {kind: slices[kind].stop for kind in sorted(over)}
        rows |= _first_of_many(user, words, asked, {kind: rows[kind] for kind in wanted}, wanted)
    shown = {kind: some[slices[kind]] for kind, some in rows.items()}
    return Matches(totals, {kind: some for kind, some in shown.items() if some}, over | read.over)


def _in_contents(words: Words, asked: Asked, stops: Mapping[str, int]) -> Matches:
    """Contents by their texts: one is as good as its best text or, where half of the words stand in its title, as if
    all did. “Minutes and what to capture” is what “minutes template” asks for, rather than what speaks of both
    somewhere."""
    contents: dict[tuple[str, int], _Content] = {}
    others = 0
    ask_for = _TEXTS.rows if _is_kept(words) else _TEXTS.anew
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


def rounded(count: int, *, is_over: bool) -> int:
    """What is over 742 is over 700 too, and reads as what it is: not counted."""
    return count - count % MOST if is_over and count > MOST else count


def counted_to(stop: int) -> int:
    """How far a kind is counted, of which so many are shown: as far as a page more, and to a hundred."""
    return max(MOST, stop + MOST // 2)


def _first_of_many(
    user: "User", words: Words, asked: Asked, some: Mapping[str, list[Match]], stops: Mapping[str, int]
) -> dict[str, list[Match]]:
    """Of kinds of which very many match: those with all words in their titles, then the others.

    `some` are the best of a hundred. Where they have them in their titles, many do, and the first of these are soon
    met; else few do, so that to look for the first would be to read all, and those few come first.
    """
    first = {kind: [one for one in some[kind] if one.is_titled] for kind in stops}
    titled = {kind: stop for kind, stop in stops.items() if len(first[kind]) == len(some[kind])}
    first |= _planned(user, words, asked, titled, is_titled=True)
    left = {kind: stop for kind, stop in stops.items() if len(first[kind]) < stop}
    rest = _planned(user, words, asked, left, is_titled=False)
    together = {kind: [*first[kind], *rest.get(kind, ())][:stop] for kind, stop in stops.items()}
    return {kind: sorted(rows, key=lambda one: one.rank) for kind, rows in together.items()}


def _planned(
    user: "User", words: Words, asked: Asked, stops: Mapping[str, int], *, is_titled: bool
) -> dict[str, list[Match]]:
    """By a plan made for these words: which index is quicker depends on how frequent they are. One query."""
    found: dict[str, list[Match]] = defaultdict(list)
    shapes = [(user, asked.shape, kind, is_titled, stop) for kind, stop in stops.items()]
    if not _is_kept(words):
        rows = [row for shape in shapes for row in _MANY.anew(*shape, **asked.values)]
    elif shapes:
        parts = [_MANY.sql(*shape, **asked.values) for shape in shapes]
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(f"({sql})" for sql, _given in parts), [one for _, some in parts for one in some]
            )
            rows = cursor.fetchall()
    else:
        rows = []
    for kind, hit_id, rank in rows:
        found[kind].append(Match(kind, hit_id, rank))
    return found


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
    ask_for = prepared.rows if _is_kept(words) else prepared.anew
    return ask_for(user, asked.shape, *shape, **asked.values, **more)


def _is_kept(words: Words) -> bool:
    return len(words.terms) <= MOST_TERMS and "@" not in words.typed


def all_of(parts: Iterable[Rows]) -> Rows:
    """The rows of these parts, one after the other, by one query."""
    first, *others = parts
    return first.union(*others, all=True)


def _totalled(rows: Rows, part: slice) -> Rows:
    return rows.annotate(total=Window(Count("*"))).values_list(*_SHOWN)[part]


def _matching(user: "User", looks: tuple[Look, ...], stops: _Stops, **values: Any) -> Rows:
    asked, kinds = Asked(looks, values), {one.kind: one for one in findables()}

    def part(kind: str, stop: int) -> Rows:
        source = kinds[kind]
        some = _seen_of(source, user, source.having(source.rows(None), asked))
        some = some.values("pk")[: counted_to(stop) + 1]
        rows = source.rows(None).filter(pk__any=ArraySubquery(some))
        return _totalled(_ranked(source, rows, asked), slice(stop))

    return all_of(part(*one) for one in stops)


def _seen_of(source: Findable, user: "User", rows: Rows) -> Rows:
    """Those of the rows that the reader sees, looked up for each of them: rows are found by their words first."""
    return rows.filter(met(source.rows(user).filter(pk=OuterRef("pk")))).order_by()


def _many(user: "User", looks: tuple[Look, ...], kind: str, is_titled: bool, count: int, **values: Any) -> Rows:
    asked, source = Asked(looks, values), next(one for one in findables() if one.kind == kind)
    rows = source.rows(None)
    if is_titled:
        rows = rows.filter(asked.in_title())
    else:
        rows = source.having(rows.exclude(asked.in_title()) if source.has_title else rows, asked)
    found = _titled(source, _seen_of(source, user, rows)).annotate(rank=asked.rank(), **_facts(source))
    return found.order_by(*source.order()).values_list("of", "hit_id", "rank")[:count]


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
    asked, titled = Asked(looks, values), (one for one in findables() if one.has_title and one.is_named)
    return all_of(_totalled(_spelt_alike(source, source.rows(user), asked), slice(most)) for source in titled)


_MATCHING, _TEXTS, _MANY = ForReader(_matching), Prepared(_texts), ForReader(_many)
_COUNTING = ForReader(_counting)
_PARTLY, _SPELT_ALIKE = ForReader(_some), ForReader(_near)


def _ranked(source: Findable, rows: Rows, words: Asked) -> Rows:
    found = _titled(source, rows).annotate(rank=words.rank(), **_facts(source))
    return found.order_by("rank", *source.order())


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
