"""A year of meetings planned at once; guests of the center's own committee; minutes in another language than theirs."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.models import Side
from coe_hub.reminders.working_days import WorkCalendar
from governance.committees.models import Committee
from governance.meetings.actions.minutes import PURPOSE, circulate_minutes
from governance.meetings.actions.running import record_action
from governance.meetings.document import minutes_file
from governance.meetings.models import Meeting
from governance.meetings.wording import written_in
from tests.cast import Cast
from tests.factories import make_member, make_person, make_site
from tests.governance.committees_data import called, charter, held, make_committee, plan, put, sit


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        yield


@pytest.fixture
def jsc(cast: Cast, alliance: Alliance) -> Committee:
    """A steering committee of Tokyo and Munich that meets every two months."""
    committee = make_committee(alliance, by=cast.lead)
    ours = make_person("Kenji Ours", site=make_site(WorkCalendar("Asia/Tokyo", "JP", "")))
    theirs = make_person(
        "Petra Theirs", at=alliance.parties.get(side="theirs").organisation,
        site=make_site(WorkCalendar("Europe/Berlin", "DE", "BY")),
    )  # fmt: skip
    make_member(alliance, theirs, role="committee_member", side=Side.THEIRS)
    for person in (ours, theirs):
        sit(committee, person, "co_chair")
    charter(committee, cadence=2)
    return committee


def test_a_year_is_shown_then_planned_on_days_on_which_both_sides_work(
    cast: Cast, jsc: Committee, sign_in: Callable[..., Client]
) -> None:
    plan(jsc, by=cast.lead, starts_at=datetime(2026, 9, 1, 0, tzinfo=UTC))
    lead, address = sign_in(cast.lead), reverse("meeting_plan", args=[jsc.public_id])
    assert address in lead.get(jsc.get_absolute_url()).text
    said = {"first": "2026-07-03", "starts": "09:00", "minutes_long": "90", "time_zone": "Asia/Tokyo", "place": ""}
    form = lead.post(address, said).context["form"]
    days = [day for day, _words in form.fields["days"].choices]
    # Free in Tokyo are 3 November, New Year and Golden Week; in Munich 1 January and Ascension Day, which is 6 May.
    assert days == ["2026-07-03", "2026-09-03", "2026-11-04", "2027-01-04", "2027-03-03", "2027-05-07"]
    ticked = [day for day in days if day != "2026-09-03"]
    assert form.data.getlist("days") == ticked  # it meets two days before already
    assert Meeting.objects.count() == 1
    refused = lead.post(address, {**said, "chosen": "1"}).context["form"]
    assert refused.errors["days"] == ["Choose at least one day."]
    chosen = ticked[:-1]
    answer = lead.post(address, {**said, "chosen": "1", "days": chosen})
    assert answer["Location"] == f"{jsc.get_absolute_url()}#meetings"
    made = Meeting.objects.order_by("starts_at")
    planned = sorted([*map(date.fromisoformat, chosen), date(2026, 9, 1)])
    assert [one.local_day for one in made] == planned
    assert ({one.state.value for one in made}, {one.local_time for one in made}) == ({"planned"}, {"09:00"})
    assert mail.outbox == []


def test_days_of_another_first_day_are_shown_before_they_are_planned(
    cast: Cast, jsc: Committee, sign_in: Callable[..., Client]
) -> None:
    lead, address = sign_in(cast.lead), reverse("meeting_plan", args=[jsc.public_id])
    said = {"starts": "09:00", "minutes_long": "90", "time_zone": "Asia/Tokyo", "chosen": "1", "days": ["2026-07-03"]}
    form = lead.post(address, {**said, "first": "2026-07-06"}).context["form"]
    assert (form.data.getlist("days")[0], Meeting.objects.count()) == ("2026-07-06", 0)


def test_a_guest_of_the_centers_own_committee_comes_in_by_a_link(cast: Cast, client: Client) -> None:
    own = make_committee(None, by=cast.committee, kind="coe_steering", label="SteerCo")
    guest = make_person("Gina Guest", email="gina@advisers.example")
    meeting = called(plan(own, by=cast.committee), cast.committee.person, guest)
    put(meeting, "Budget 2027")
    with time_machine.travel("2026-06-25T09:00Z", tick=False):
        Meeting.objects.filter(pk=meeting.pk).update(held_at=datetime(2026, 6, 24, 1, tzinfo=UTC))
        meeting.refresh_from_db()
        circulate_minutes(minutes=meeting.minutes, by=cast.committee, people=[guest])
        for person, opens in ((guest, True), (cast.stranger.person, False)):
            link = make_partner_link(purpose=PURPOSE, object_id=meeting.minutes.pk, scope=own.scope, person=person)
            client.get(f"/p/{link.rsplit('/p/')[1]}")
            assert ("Budget 2027" in client.get("/p/").text) is opens
        link = make_partner_link(purpose=PURPOSE, object_id=meeting.minutes.pk, scope=own.scope, person=guest)
        client.get(f"/p/{link.rsplit('/p/')[1]}")
        client.post("/p/", {"do": "confirm"})
        assert meeting.minutes.readers.get(person=guest).confirmed_at is not None


def test_a_line_below_a_list_is_none_of_it(cast: Cast, jsc: Committee) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    item = put(meeting, "Budget")
    item.said = "Two remarks:\n- Ours\n- Theirs\nAgreed."
    item.save()
    record_action(meeting=meeting, by=cast.lead, text="Send it", owner=cast.lead.person, side="ours", agenda_item=item)
    document = docx.Document(io.BytesIO(minutes_file(meeting, kind="docx", language="en").content))
    texts = [one.text for one in document.paragraphs]
    place = texts.index("Two remarks:")
    assert texts[place : place + 4] == ["Two remarks:", "Ours", "Theirs", "Agreed."]
    assert texts[place + 4].startswith("Send it")


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["We agree."], "en"), (["予算を承認した。"], "ja"), (["", "–"], ""),
        (["KVA-207 の Phase 2 を承認"], "ja"), (["Dr. 山田 agreed to the plan of the Tokyo team."], "en"),
    ],
)  # fmt: skip
def test_the_language_of_minutes_is_told_by_their_letters(texts: list[str], language: str) -> None:
    assert written_in(texts) == language


def test_whoever_reads_another_language_is_told(cast: Cast, jsc: Committee, sign_in: Callable[..., Client]) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    item = put(meeting, "予算")
    item.said = "来年度の予算を承認した。"
    item.save()
    note = "Written in Japanese. What was written stands here as it was written"
    assert note in sign_in(cast.lead).get(meeting.get_absolute_url()).text
    cast.lead.language = "ja"
    cast.lead.save(update_fields=["language"])
    assert "日本語で書かれています" not in sign_in(cast.lead).get(meeting.get_absolute_url()).text
