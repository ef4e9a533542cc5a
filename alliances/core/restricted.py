"""Restricted alliances, for readers who know of them only as a number: that it is so, and whom they can ask."""

from coe_hub.lib.access import GlobalRole
from coe_hub.people.models import Person, User

NAMED = 3
# The filters that figures of the dashboard lead to.
_COUNTED_BY = ("finding", "review", "phase", "toolkit", "living_on")


def counts_restricted(user: User) -> bool:
    """Whether the reader's figures hold restricted alliances that they may not open."""
    return user.has_role(GlobalRole.COMMITTEE)


def people_to_ask(user: User, filters: dict[str, object]) -> list[Person]:
    """Who looks after all alliances, where the reader came to a list from a figure that may hold more than it; the
    admins where nobody does. Nobody for other readers and lists. One query, or two."""
    if not counts_restricted(user) or not any(filters.get(name) for name in _COUNTED_BY):
        return []
    for role in (GlobalRole.ALLIANCE_MANAGER, GlobalRole.ADMIN):
        holders = User.objects.active().filter(roles__contains=[role]).exclude(pk=user.pk).values("person")
        found = Person.objects.visible_to(user).filter(pk__in=holders).order_by("sort_key", "pk")[:NAMED]
        if people := list(found):
            return people
    return []
