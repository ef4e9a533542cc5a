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


def _save(client: Client, address: str = EDIT, **sent: object) -> object:
    """Look, then save what was looked at."""
    seen = client.post(address, {**sent, "do": "look"}).context.get("seen", "")
    return client.post(address, {**sent, "do": "save", "seen": seen})


def _said() -> list[tuple[int | None, str, str]]:
    return list(Alliance.objects.order_by("pk").values_list("lead", "tier", "stage__code"))


def test_what_would_change_is_shown_and_then_done(cast: Cast, ambers: list[Alliance], manager: Client) -> None:
    form = {"which": "all", "lead": "Lena Lead", "tier": "full", "stage": "closed"}
    before = _said()
    page = manager.post(EDIT, form | {"do": "look"})
    outcome = page.context["outcome"]
    assert (page.context["count"], outcome.unchanged) == (3, 0)
    assert [next(one for one in row.changes if one[0] == "Lead") for row in outcome.rows] == [
        ("Lead", "Tom Team", "Lena Lead"),
        ("Lead", "", "Lena Lead"),
        ("Lead", "", "Lena Lead"),
    ]
    assert _said() == before
    # What somebody changed in between is not changed unseen.
    Alliance.objects.filter(pk=ambers[1].pk).update(version=9)
    refused = manager.post(EDIT, form | {"do": "save", "seen": page.context["seen"]}).context["told"]["refused_shown"]
    assert (refused, _said()) == ([["Amber 1", "Somebody changed it meanwhile. Look again."]], before)
    assert _save(manager, **form)["Location"] == "/alliances/?q=amber"
    assert _said() == [(cast.lead.person.pk, "full", "closed")] * 3
    leads = ScopeGrant.objects.filter(person=cast.lead.person, role="lead", scope__alliance__in=ambers)
    assert (leads.count(), ambers[0].stage_changes.count()) == (3, 2)


def test_only_those_that_were_ticked(cast: Cast, ambers: list[Alliance], manager: Client) -> None:
    _save(manager, which="ticked", tick=[ambers[1].public_id], tier="light")
    assert [tier for _lead, tier, _stage in _said()] == ["full", "light", ""]
    empty = manager.post(EDIT, {"which": "ticked", "tier": "light", "do": "look"})
    assert empty.context["form"].errors == {"which": ["Choose at least one, and at most 5000."]}
    nothing = manager.post(EDIT, {"which": "all", "do": "save"})
    assert nothing.context["form"].errors == {"__all__": ["Say what is to change."]}


def test_nothing_that_is_not_ones_own_to_change(
    cast: Cast, ambers: list[Alliance], secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    stranger = sign_in(cast.stranger)
    page = stranger.get(EDIT)
    assert (page.context["count"], page.context["others"]) == (0, 3)
    page = stranger.post(EDIT, {"which": "all", "tier": "light", "do": "look"})
    assert page.context["form"].errors == {"which": ["Choose at least one, and at most 5000."]}
    seen = sign_in(cast.manager).post(EDIT, {"which": "all", "tier": "light", "do": "look"}).context["seen"]
    stranger.post(EDIT, {"which": "all", "tier": "light", "do": "save", "seen": seen})
    assert [tier for _lead, tier, _stage in _said()] == ["full", "", "", ""]
    _save(sign_in(cast.manager), "/alliances/edit/", which="all", tier="light")
    assert Alliance.objects.get(pk=secret.pk).tier == ""
    assert (
        list(Alliance.objects.filter(pk__in=[one.pk for one in ambers]).values_list("tier", flat=True)) == ["light"] * 3
    )
