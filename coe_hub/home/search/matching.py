"""Which rows match what was typed, the best first: a query or two over all kinds.

Of what stands behind walls no more than a hundred a kind are counted and ranked: the first that an index of words gives
and the reader sees, which is looked up for each. Where there are more, those with all words in their titles come first
and then the others, each in the order of their kind, so that only as many are looked at as are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q

from coe_hub.home.search.contents import in_contents
from coe_hub.home.search.matches import MOST, Match, Matches, all_of, facts_of, is_kept, titled_rows, told, totalled
from coe_hub.lib.asked import Asked, Look, ask
from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.search import Words
from coe_hub.lib.sql import met
from coe_hub.people.accounts.readers import ForReader

if TYPE_CHECKING:
    from coe_hub.people.models import User


# Kinds, and how many of each.
_Stops = tuple[tuple[str, int], ...]


def matches(*, user: "User", words: Words, slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds every word; of each kind the slice asked for, at least one row. Three queries,
    and one or two more where there is too much to count."""
    asked = ask(words)
    scoped = [one.kind for one in findables() if not one.of_thing]
    found = told(_MATCHING, user, words, asked, tuple((kind, slices[kind].stop) for kind in scoped))
    read = in_contents(words, asked, {one.kind: slices[one.kind].stop for one in findables() if one.of_thing})
    counted = {kind: counted_to(part.stop) for kind, part in slices.items()}
    over = frozenset(kind for kind, total in found.totals.items() if total > counted[kind])
    totals = {kind: min(total, counted[kind]) for kind, total in found.totals.items()} | {**read.totals}
    rows = {**found.rows, **read.rows}
    if over:
        wanted = {kind: slices[kind].stop for kind in sorted(over)}
        rows |= _first_of_many(user, words, asked, {kind: rows[kind] for kind in wanted}, wanted)
    shown = {kind: some[slices[kind]] for kind, some in rows.items()}
    return Matches(totals, {kind: some for kind, some in shown.items() if some}, over | read.over)


def counted_to(stop: int) -> int:
    """How far a kind is counted, of which so many are shown: as far as a page more, and to a hundred."""
    return max(MOST, stop + MOST // 2)


def _first_of_many(
    user: "User", words: Words, asked: Asked, some: Mapping[str, list[Match]], stops: Mapping[str, int]
) -> dict[str, list[Match]]:
    """Of kinds of which very many match: those with all words in their titles, then the others.

    `some` are the best of a hundred. Where all that are wanted have them in their titles, many do, and the first of
    these are soon met. Where few do, an index of the letters of names finds them; for what is written in signs, or is a
    whole sentence, there is none, and those among the hundred are all that come first.
    """
    kinds = {one.kind: one for one in findables()}
    first = {kind: [one for one in some[kind] if one.is_titled] for kind in stops}
    has_letters = all(one.part for one in asked.terms)
    titled = {
        kind: stop
        for kind, stop in stops.items()
        if len(first[kind]) == len(some[kind]) or (has_letters and kinds[kind].has_title and kinds[kind].is_named)
    }
    first |= _planned(user, words, asked, titled, is_titled=True)
    left = {kind: stop for kind, stop in stops.items() if len(first.get(kind, ())) < stop}
    rest = _planned(user, words, asked, left, is_titled=False)
    return {kind: _merged(first.get(kind, ()), rest.get(kind, ()), stop) for kind, stop in stops.items()}


def _merged(first: Iterable[Match], rest: Iterable[Match], stop: int) -> list[Match]:
    """So many, each once; sorted by rank, which keeps the order of equals."""
    once: dict[int, Match] = {}
    for one in (*first, *rest):
        once.setdefault(one.id, one)
    return sorted(list(once.values())[:stop], key=lambda one: one.rank)


def _planned(
    user: "User", words: Words, asked: Asked, stops: Mapping[str, int], *, is_titled: bool
) -> dict[str, list[Match]]:
    """By a plan made for these words: which index is quicker depends on how frequent they are. One query."""
    found: dict[str, list[Match]] = defaultdict(list)
    shapes = [(user, asked.shape, kind, is_titled, stop) for kind, stop in stops.items()]
    if not is_kept(words):
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


def _matching(user: "User", looks: tuple[Look, ...], stops: _Stops, **values: Any) -> Rows:
    asked, kinds = Asked(looks, values), {one.kind: one for one in findables()}

    def part(kind: str, stop: int) -> Rows:
        source = kinds[kind]
        some = _seen_of(source, user, source.having(source.rows(None), asked))
        some = some.values("pk")[: counted_to(stop) + 1]
        rows = source.rows(None).filter(pk__any=ArraySubquery(some))
        return totalled(_ranked(source, rows, asked), slice(stop))

    return all_of(part(*one) for one in stops)


def _ranked(source: Findable, rows: Rows, words: Asked) -> Rows:
    found = titled_rows(source, rows).annotate(rank=words.rank(), **facts_of(source))
    return found.order_by("rank", *source.order())


def _seen_of(source: Findable, user: "User", rows: Rows) -> Rows:
    """Those of the rows that the reader sees, looked up for each of them: rows are found by their words first."""
    return rows.filter(met(source.rows(user).filter(pk=OuterRef("pk")))).order_by()


def _many(user: "User", looks: tuple[Look, ...], kind: str, is_titled: bool, count: int, **values: Any) -> Rows:
    asked, source = Asked(looks, values), next(one for one in findables() if one.kind == kind)
    rows = source.rows(None)
    if not is_titled:
        rows = source.having(rows, asked)
    elif source.is_named:
        rows = rows.filter(asked.in_title(), *(Q(folded__like=term.part) for term in asked.terms if term.part))
    else:
        rows = rows.filter(asked.in_title())
    found = titled_rows(source, _seen_of(source, user, rows)).annotate(rank=asked.rank(), **facts_of(source))
    return found.order_by(*source.order()).values_list("of", "hit_id", "rank")[:count]


_MATCHING, _MANY = ForReader(_matching), ForReader(_many)
