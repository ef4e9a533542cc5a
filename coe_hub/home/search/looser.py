"""What matches less well: what has most of the words, and what is spelt somewhat like them."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Max, Min, Q, Value, When

from coe_hub.home.search.matches import Matches, all_of, facts_of, rows_of, titled_rows, told, totalled
from coe_hub.lib.asked import Asked, Look, ask
from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.search import MISSPELT, Words, misspelt
from coe_hub.people.accounts.readers import ForReader

if TYPE_CHECKING:
    from coe_hub.people.models import User


# Added up as whole numbers, a word that fewer things have weighs more.
_WEIGHT = 1_000_000
# _Slices by kind, as they decide how a query looks.
_Slices = tuple[tuple[str, int, int], ...]


def how_often(*, user: "User", words: Words) -> dict[str, list[int]]:
    """By kind, in how many things that `user` may see each word is found. Two queries."""
    return {kind: counts for kind, *counts in rows_of(_COUNTING, user, words, ask(words))}


def partly(*, user: "User", words: Words, counts: Mapping[str, list[int]], slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds most of the words: first what misses fewest, then by rank, then what holds
    the word that fewest things hold. `counts` are those of `how_often`. Two queries."""
    together = [max(1, sum(each)) for each in zip(*counts.values(), strict=True)] or [1] * len(words.terms)
    # The smallest first: the same order for the same words, so that few shapes are written.
    weights = {f"weight_{at}": _WEIGHT // count for at, count in enumerate(together)}
    asked = ask(words, ranked_by_any=True)
    return told(_PARTLY, user, words, asked, words.most, _as_shape(slices), **weights)


def alike(*, user: "User", words: Words, most: int) -> Matches:
    """What `user` may see whose title is spelt somewhat like what was typed, the most alike of each kind first."""
    if not words.may_be_misspelt:
        return Matches({}, {})
    with misspelt():
        return told(_SPELT_ALIKE, user, words, ask(words), most)


def _as_shape(slices: Mapping[str, slice]) -> _Slices:
    return tuple((kind, part.start or 0, part.stop) for kind, part in slices.items())


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
        totalled(_partly(source, source.rows(user), asked, most, weights), parts[source.kind]) for source in findables()
    )


def _near(user: "User", looks: tuple[Look, ...], most: int, **values: Any) -> Rows:
    asked, titled = Asked(looks, values), (one for one in findables() if one.has_title and one.is_named)
    return all_of(totalled(_spelt_alike(source, source.rows(user), asked), slice(most)) for source in titled)


_COUNTING, _PARTLY, _SPELT_ALIKE = ForReader(_counting), ForReader(_some), ForReader(_near)


def _partly(source: Findable, rows: Rows, words: Asked, most: int, weights: Iterable[int]) -> Rows:
    conditions = [source.found(term) for term in words.terms]
    if source.of_thing:
        some = rows.filter(words.any_found()).values(source.of_thing)
        counts = {f"with_{place}": Count("key", filter=one) for place, one in enumerate(conditions)}
        found = some.annotate(rank=Min(words.rank()), texts=Count("*"), **facts_of(source), **counts)
        conditions = [Q(**{f"{name}__gt": 0}) for name in counts]
    else:
        some = rows.filter(reduce(or_, conditions))
        found = titled_rows(source, some).annotate(rank=words.rank(), **facts_of(source))
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
        found = rows.filter(words.alike()).annotate(rank=rank, likeness=likeness, **facts_of(source))
        return found.order_by("-likeness", *source.order())
    titles = rows.filter(words.alike()).values(source.of_thing)
    found = titles.annotate(rank=rank, likeness=Max(likeness), **facts_of(source))
    return found.order_by("-likeness", "hit_id")
