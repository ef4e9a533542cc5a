"""What obligations tell elsewhere: the record, its timeline, search, the calendar, and whoever takes them over."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from alliances.agreements.actions.programmes import lift_wall, raise_wall
from alliances.core.models import Alliance
from alliances.obligations.models import Obligation
from coe_hub.calendars.actions import make_feed
from coe_hub.lib.errors import DomainError
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from governance.meetings.actions.meetings import cancel_meeting
from tests.alliances.agreements.data import make_programme
from tests.alliances.obligations.data import event, only, owe
from tests.cast import Cast
from tests.governance.committees_data import make_committee, plan

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def test_the_record_says_what_is_owed_now(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    owe(alliance, "Late", fixed_on=date(2026, 6, 1))
    owe(alliance, "Begin", fixed_on=date(2026, 7, 1), days_needed=30)
    owe(alliance, "Far", fixed_on=date(2026, 12, 1))
    owe(alliance, "Only expected", event=event(alliance, expected_on=date(2026, 6, 1)))
    matters = sign_in(cast.viewer).get(alliance.get_absolute_url()).context["matters"]
    titles = [matter.title for matter in matters]
    assert [title for title in titles if title in {"Late", "Begin", "Far", "Only expected"}] == ["Late", "Begin"]


def test_the_page_of_agreements_has_what_is_owed_next(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    owe(alliance, "Milestone", fixed_on=date(2026, 8, 1), flow="in", amount=Decimal(7), currency="EUR")
    event(alliance, "Readout", expected_on=date(2026, 9, 1))
    context = sign_in(cast.lead).get(f"/alliances/{alliance.public_id}/agreements/").context
    assert [str(row) for row in context["owed"]] == ["Milestone"]
    assert [(one.currency, one.flow_in) for one in context["money"]] == [("EUR", Decimal(7))]
    assert [one.name for one in context["events"]] == ["Readout"]


def test_alliance_timeline_has_all_days_in_sight(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    owe(alliance, "Ours", fixed_on=date(2026, 8, 1))
    owe(alliance, "Theirs", fixed_on=date(2026, 7, 1), responsible="partner")
    owe(alliance, "Beyond", fixed_on=date(2030, 7, 1))
    event(alliance, "Readout", expected_on=date(2026, 9, 1))
    # Half past midnight of the 24th in Tokyo, on the evening before in UTC.
    jsc = make_committee(alliance, by=cast.lead)
    plan(jsc, by=cast.lead, starts_at=datetime(2026, 6, 23, 15, 30, tzinfo=UTC))
    cancel_meeting(meeting=plan(jsc, by=cast.lead, starts_at=datetime(2026, 6, 25, 15, 30, tzinfo=UTC)))
    response = sign_in(cast.viewer).get(f"/alliances/{alliance.public_id}/timeline/")
    marks = [(one.day, one.lane, one.title, one.state) for one in response.context["marks"] if one.title != "Review"]
    assert marks == [
        (date(2026, 6, 24), "meeting", "JSC", "Planned"),
        (date(2026, 7, 1), "partner", "Theirs", "Upcoming"),
        (date(2026, 8, 1), "ours", "Ours", "Upcoming"),
        (date(2026, 9, 1), "event", "Readout", "Expected"),
    ]
    assert response.content.decode().count("<circle") == len(response.context["marks"])


def test_obligations_are_found(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    one = owe(alliance, "Diligence report", clause="6.1")
    (group,) = sign_in(cast.stranger).get("/search/?q=diligence+reports&kind=obligations").context["groups"]
    assert [hit.url for hit in group.hits] == [one.get_absolute_url()]


def test_the_calendar_has_them(alliance: Alliance, cast: Cast) -> None:
    owe(alliance, "Diligence report", fixed_on=date(2026, 6, 30), owner=cast.team.person)
    feed = make_feed(user=cast.team).partition(":8000")[2]
    assert "Diligence report" in Client().get(feed).content.decode()


def test_they_are_handed_over(alliance: Alliance, cast: Cast) -> None:
    one = owe(alliance, owner=cast.team.person)
    held = [row for row in holdings(cast.team.person, user=cast.admin).shown if row.kind == "obligation"]
    assert [row.title for row in held] == ["Royalty report"]
    hand_over(giver=cast.team.person, takers={held[0].key: cast.viewer.person}, by=cast.admin)
    assert Obligation.objects.get(pk=one.pk).owner == cast.viewer.person


# --- Walls ------------------------------------------------------------------------------------------------------------
def test_they_follow_their_programme_behind_its_wall_and_back(alliance: Alliance, cast: Cast) -> None:
    programme = make_programme(alliance, by=cast.team)
    readout = event(alliance, "Readout", programme=programme)
    one = owe(alliance, event=readout, programme=programme)
    raise_wall(programme=programme, by=cast.team)
    programme.refresh_from_db()
    for record in (one, readout):
        record.refresh_from_db()
        assert record.scope_id == programme.scope_id
    assert not Obligation.objects.visible_to(cast.lead).exists()
    lift_wall(programme=programme)
    one.refresh_from_db()
    assert one.scope_id == alliance.scope_id


def test_no_wall_goes_up_between_a_day_and_what_it_is_counted_from(alliance: Alliance, cast: Cast) -> None:
    programme = make_programme(alliance, by=cast.team)
    owe(alliance, event=event(alliance, "Readout", programme=programme))
    with pytest.raises(DomainError, match="“Readout” belongs to another programme"):
        raise_wall(programme=programme, by=cast.team)


def test_its_proof_is_read_by_who_sees_it(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    row = only(owe(alliance))
    page = f"/files/to/fulfilment/{row.public_id}/link/"
    data = {"title": "Signed report", "address": "https://vault.example/7"}
    response = sign_in(cast.team).post(page, data)
    assert response["Location"] == row.get_absolute_url()
    assert "Signed report" in sign_in(cast.viewer).get(row.get_absolute_url()).content.decode()
