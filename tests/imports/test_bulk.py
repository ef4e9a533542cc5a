"""Many alliances are changed at once: looked at first, by the rights of whoever does it, all or none."""

from collections.abc import Callable

import pytest
from django.test import Client

from alliances.core.models import Alliance
from coe_hub.people.models import ScopeGrant
from tests.cast import Cast
from tests.factories import make_alliance

EDIT = "/alliances/edit/?q=amber"


@pytest.fixture
def ambers(cast: Cast) -> list[Alliance]:
    """Three alliances of the manager, of which one is led."""
    made = [make_alliance(f"Amber {number}", by=cast.manager, lead=None) for number in range(3)]
    Alliance.objects.filter(pk=made[0].pk).update(lead=cast.team.person, tier="full")
    return made


@pytest.fixture
def manager(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.manager)


def _said() -> list[tuple[int | None, str, str]]:
    return list(Alliance.objects.order_by("pk").values_list("lead", "tier", "stage__code"))


def test_what_would_change_is_shown_and_then_done(cast: Cast, ambers: list[Alliance], manager: Client) -> None:
    form = {"which": "all", "lead": "Lena Lead", "tier": "full", "stage": "closed"}
    before = _said()
    page = manager.post(EDIT, form | {"do": "look"})
    assert (page.context["count"], page.context["preview"].unchanged) == (3, 0)
    assert [row.changes["Lead"] for row in page.context["told"]] == [
        ("Tom Team", "Lena Lead"),
        ("", "Lena Lead"),
        ("", "Lena Lead"),
    ]
    assert _said() == before
    assert manager.post(EDIT, form | {"do": "save"})["Location"] == "/alliances/?q=amber"
    assert _said() == [(cast.lead.person.pk, "full", "closed")] * 3
    leads = ScopeGrant.objects.filter(person=cast.lead.person, role="lead", scope__alliance__in=ambers)
    assert (leads.count(), ambers[0].stage_changes.count()) == (3, 2)


def test_only_those_that_were_ticked(cast: Cast, ambers: list[Alliance], manager: Client) -> None:
    form = {"which": "ticked", "tick": [ambers[1].public_id], "tier": "light", "do": "save"}
    manager.post(EDIT, form)
    assert [tier for _lead, tier, _stage in _said()] == ["full", "light", ""]
    empty = manager.post(EDIT, {"which": "ticked", "tier": "light", "do": "save"})
    assert empty.context["form"].errors == {"which": ["Choose at least one, and at most 5000."]}
    nothing = manager.post(EDIT, {"which": "all", "do": "save"})
    assert nothing.context["form"].errors == {"__all__": ["Say what is to change."]}


def test_nothing_that_is_not_ones_own_to_change(
    cast: Cast, ambers: list[Alliance], secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    stranger = sign_in(cast.stranger)
    page = stranger.get(EDIT)
    assert (page.context["count"], page.context["others"]) == (0, 3)
    stranger.post(EDIT, {"which": "all", "tier": "light", "do": "save"})
    sign_in(cast.manager).post("/alliances/edit/", {"which": "all", "tier": "light", "do": "save"})
    assert Alliance.objects.get(pk=secret.pk).tier == ""
    assert (
        list(Alliance.objects.filter(pk__in=[one.pk for one in ambers]).values_list("tier", flat=True)) == ["light"] * 3
    )
