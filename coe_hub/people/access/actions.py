"""What can be done to a scope: who is let in."""

from collections.abc import Iterable, Mapping

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


@transaction.atomic
def set_grants(wanted: Mapping[tuple[int, int], Iterable[str]]) -> None:
    """As `set_grant`, of many at once: ids of a scope and a person → roles. Four queries at most."""
    best = {key: strongest(roles) for key, roles in wanted.items()}
    scopes, people = {scope for scope, _person in best}, {person for _scope, person in best}
    held = {
        (grant.scope_id, grant.person_id): grant
        for grant in ScopeGrant.objects.filter(scope__in=scopes, person__in=people)
    }
    gone = [held[key].pk for key, role in best.items() if role is None and key in held]
    moved = [held[key] for key, role in best.items() if role and key in held and held[key].role != role]
    for grant in moved:
        grant.role = best[grant.scope_id, grant.person_id] or ""
    ScopeGrant.objects.filter(pk__in=gone).delete()
    ScopeGrant.objects.bulk_update(moved, ["role"])
    ScopeGrant.objects.bulk_create(
        ScopeGrant(scope_id=scope, person_id=person, role=role)
        for (scope, person), role in best.items()
        if role and (scope, person) not in held
    )
