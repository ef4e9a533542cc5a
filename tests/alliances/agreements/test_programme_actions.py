"""What somebody takes on within a programme, and how it keeps to those behind its wall."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.agreements.actions.programmes import let_in, lift_wall, raise_wall
from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from coe_hub.reminders.delivery import run_engine
from tests.alliances.agreements.data import make_programme
from tests.cast import Cast
from tests.factories import make_member, make_organisation, make_person

SignIn = Callable[..., Client]
SAID = {"text": "Review the protocol", "owner": "Tom Team", "due_on": "2026-06-16"}


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def walled(alliance: Alliance, cast: Cast) -> Programme:
    """A programme behind a wall, which manager and team see, and the alliance's lead does not."""
    programme = make_programme(alliance, by=cast.manager, name="Heron", is_firewalled=True)
    let_in(programme=programme, person=cast.team.person, access="team")
    return programme


def give(client: Client, programme: Programme, **changes: str) -> Any:
    """Give somebody something to do within the programme."""
    return client.post(reverse("programme_action_create", args=[programme.public_id]), SAID | changes, follow=True)


def test_programme_action_create_keeps_to_the_wall(
    walled: Programme, alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    team, lead = sign_in(cast.team), sign_in(cast.lead)
    page = give(team, walled)
    item = ActionItem.objects.get()
    assert (item.scope, item.source_label, [one.text for one in page.context["items"]]) == (
        walled.scope, "Heron", ["Review the protocol"],
    )  # fmt: skip
    actions = reverse("alliance_actions", args=[alliance.public_id])
    assert [len(one.get(actions).context["page"].object_list) for one in (team, lead)] == [0, 0]
    assert (team.get(item.get_absolute_url()).status_code, lead.get(item.get_absolute_url()).status_code) == (200, 404)
    found = [len(one.get("/search/?q=protocol").context["groups"]) for one in (team, lead)]
    assert found == [1, 0]


def test_whoever_does_not_see_the_programme_is_given_nothing(walled: Programme, cast: Cast, sign_in: SignIn) -> None:
    team = sign_in(cast.team)
    page = give(team, walled, owner="Lena Lead")
    assert page.context["form"].errors == {"owner": ["Lena Lead does not see this programme. Let them in first."]}
    assert sign_in(cast.lead).get(reverse("programme_action_create", args=[walled.public_id])).status_code == 404


def mails_of(day: date) -> dict[str, str]:
    """The mails of that morning, by reader."""
    mail.outbox.clear()
    run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone))
    return {sent.to[0]: sent.subject + sent.body for sent in mail.outbox}


def readers(sent: dict[str, str]) -> set[str]:
    """Who is told of what stands behind the wall."""
    return {reader for reader, whole in sent.items() if "Heron" in whole}


def test_mails_of_what_is_behind_a_wall_go_to_its_owner_and_to_whoever_leads_there(
    walled: Programme, cast: Cast, sign_in: SignIn
) -> None:
    give(sign_in(cast.team), walled)
    sent = mails_of(date(2026, 6, 15))
    assert readers(sent) == {cast.team.email}
    assert readers(mails_of(date(2026, 7, 1))) == {cast.team.email, cast.manager.email}


def test_somebody_at_the_partner_is_told_of_what_was_given_to_them_behind_the_wall(
    walled: Programme, alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    nora = make_person("Nora Contact", at=make_organisation("Northwind Biotech"), email="nora@northwind.example")
    make_member(alliance, nora, role="alliance_lead", side="theirs")
    page = give(sign_in(cast.team), walled, owner="Nora Contact", reminds_by_mail="on")
    assert "form" not in page.context or page.context["form"].errors == {}
    sent = mails_of(date(2026, 6, 15))
    assert (readers(sent), "/p/" in sent[nora.email]) == ({nora.email}, True)


def test_programme_action_edit(walled: Programme, cast: Cast, sign_in: SignIn) -> None:
    team = sign_in(cast.team)
    give(team, walled)
    item = ActionItem.objects.with_titles().get()
    assert item.edit_url == reverse("programme_action_edit", args=[walled.public_id, item.public_id])
    assert team.get(item.edit_url).context["form"].initial["text"] == "Review the protocol"
    team.post(item.edit_url, SAID | {"text": "Review the plan", "version": item.version})
    item.refresh_from_db()
    assert item.text == "Review the plan"


def test_what_was_given_within_a_programme_goes_behind_its_wall_and_out_again(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    programme, client = make_programme(alliance, by=cast.lead, name="Heron"), sign_in(cast.lead)
    give(client, programme)
    client.post(reverse("alliance_action_create", args=[alliance.public_id]), SAID | {"text": "Of the alliance"})
    inside, outside = ActionItem.objects.order_by("pk")
    assert [one.text for one in client.get(programme.get_absolute_url()).context["items"]] == ["Review the protocol"]
    raise_wall(programme=programme, by=cast.lead)
    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.scope, outside.scope) == (programme.scope, alliance.scope)
    lift_wall(programme=programme)
    inside.refresh_from_db()
    assert inside.scope == alliance.scope
