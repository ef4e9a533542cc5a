"""Who may read what stands in a scope, asked for one reader and for many."""

from itertools import product

from alliances.core.models import Alliance
from coe_hub.lib.access import GlobalRole
from coe_hub.people.models import Sight
from tests.cast import Cast


def test_many_readers_see_together_what_each_sees_alone(cast: Cast, alliance: Alliance, secret: Alliance) -> None:
    users = list(vars(cast).values())
    scopes = [alliance.scope_id, secret.scope_id]
    sight = Sight.of(people=[user.person_id for user in users], scopes=scopes)
    together = {(user, scope): sight.reaches(user.person_id, scope) for user, scope in product(users, scopes)}
    assert together == {
        (user, scope): Alliance.objects.visible_to(user).filter(scope=scope).exists()
        for user, scope in product(users, scopes)
    }
    assert sorted(user.person.display_name for user in users if together[user, secret.scope_id]) == [
        "Lena Lead",
        "Tom Team",
        "Vera Viewer",
    ]


def test_an_auditor_changes_nothing_even_where_they_are_on_the_team(cast: Cast, alliance: Alliance) -> None:
    cast.team.roles = [GlobalRole.AUDITOR, GlobalRole.ALLIANCE_MANAGER]
    seen = Alliance.objects.visible_to(cast.team).filter(pk=alliance.pk)
    assert (seen.exists(), seen.editable_by(cast.team).exists(), seen.editable_by(cast.lead).exists()) == (
        True, False, True,
    )  # fmt: skip
