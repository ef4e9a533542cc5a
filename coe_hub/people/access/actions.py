"""What can be done to a scope: who is let in."""

from collections.abc import Iterable

from django.db import transaction

from coe_hub.people.models import Person, Scope, ScopeGrant
from coe_hub.vocabulary.models import Access

# From most to least: the role a person keeps where several would open the same scope.
_STRENGTH = [Access.LEAD, Access.SPONSOR, Access.TEAM, Access.VIEWER]


def strongest(roles: Iterable[str]) -> str | None:
    """The role that opens most; None of none."""
    return min(roles, key=_STRENGTH.index, default=None)  # type: ignore[arg-type]


@transaction.atomic
def set_grant(*, scope: Scope, person: Person, roles: Iterable[str]) -> None:
    """Give the person the strongest of `roles` on the scope; with no roles, close it to them."""
    best = strongest(roles)
    if best is None:
        ScopeGrant.objects.filter(scope=scope, person=person).delete()
    else:
        ScopeGrant.objects.update_or_create(scope=scope, person=person, defaults={"role": best})
