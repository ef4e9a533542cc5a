"""Who takes part in what a scope stands around, told to rooms that know nothing of it.

People without an account, at partners and on our side, are written to only as long as they take part. The room that
owns what a scope stands around registers, at start, how to find that out.
"""

from collections.abc import Callable, Collection, Iterable

from coe_hub.people.models import ScopeGrant

Pairs = Callable[[Collection[int], Collection[int]], Iterable[tuple[int, int]]]
_registered: list[Pairs] = []


def register(pairs: Pairs) -> None:
    """Add a function that returns, of people and scopes by id, the pairs (person, scope) that belong together."""
    _registered.append(pairs)


def taking_part(*, people: Collection[int], scopes: Collection[int]) -> set[tuple[int, int]]:
    """Those pairs (person, scope) in which the person was let in or takes part; a few queries."""
    granted = ScopeGrant.objects.filter(scope__in=scopes, person__in=people).values_list("person", "scope")
    return {*granted, *(pair for pairs in _registered for pair in pairs(people, scopes))}
