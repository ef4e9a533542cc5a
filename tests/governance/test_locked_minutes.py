"""No page changes what stands in final minutes: every form of the meeting is sent again, and nothing moves."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from governance.decisions.models import Decision
from governance.meetings.actions.minutes import circulate_minutes, confirm_minutes, readers_for
from governance.meetings.actions.running import record_action
from governance.meetings.models import AgendaItem, Attendance, Meeting, MeetingAction, Minutes, MinutesComment
from tests.cast import Cast
from tests.factories import make_member, make_person
from tests.governance.committees_data import charter, held, make_committee, put, sit

MODELS = (Meeting, AgendaItem, Attendance, Minutes, MinutesComment, MeetingAction, Decision, ActionItem)


def stored() -> dict[str, list[dict[str, Any]]]:
    """All rows of what minutes are made of."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def final(cast: Cast, alliance: Alliance) -> Meeting:
    """A meeting with an item and an action, whose minutes both sides confirmed."""
    committee = make_committee(alliance, by=cast.lead)
    petra = make_person(
        "Petra Theirs", at=alliance.parties.get(side="theirs").organisation, email="petra@north.example"
    )
    make_member(alliance, petra, role="committee_member", side="theirs")
    for person in (cast.lead.person, petra):
        sit(committee, person, "co_chair")
    charter(committee)
    meeting = held(committee, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    item = put(meeting)
    record_action(meeting=meeting, agenda_item=item, by=cast.lead, text="Send it", owner=petra, side="theirs")
    circulate_minutes(minutes=meeting.minutes, by=cast.lead, people=readers_for(meeting))
    minutes = meeting.minutes
    for reader in minutes.readers.all():
        confirm_minutes(minutes=minutes, person=reader.person)
    return Meeting.objects.get(pk=meeting.pk)


def test_no_form_of_the_meeting_changes_what_is_final(
    cast: Cast, final: Meeting, sign_in: Callable[..., Client]
) -> None:
    browser, item = sign_in(cast.lead), AgendaItem.objects.get()
    one, place = final.get_absolute_url(), item.public_id
    hour = {"on_date": "2026-06-24", "starts": "10:00", "minutes_long": "60", "time_zone": "UTC", "version": "99"}
    line = {"kind": "action", "place": place, f"action-{place}-text": "More", f"action-{place}-owner": "Petra Theirs"}
    decided = {"kind": "decision", "place": place, f"decision-{place}-text": "Other"}
    forms = {
        "edit/": hour | {"version": str(final.version)}, "cancel/": {"reason": "No"}, "hold/": {}, "call/": {},
        "agenda/new/": {"title": "Late", "kind": "decide"}, "agenda/send/": {}, "agenda/propose/": {},
        f"agenda/{place}/edit/": {"title": "Else", "kind": "inform", "version": str(item.version)},
        f"agenda/{place}/move/": {"by": "1"}, f"agenda/{place}/drop/": {},
        f"agenda/{place}/write/": {"text": "Else", "base": "", "version": str(item.version)},
        f"agenda/{place}/settle/": {"outcome": "done"}, "opening/": {"text": "Else", "base": "", "version": "1"},
        "attendance/": {f"presence-{row.pk}": "absent" for row in final.attendance.all()}, "lines/": line,
        "minutes/send/": {"people": [row.person.public_id for row in final.attendance.all()]},
        "minutes/take-back/": {}, "minutes/confirm/": {}, "minutes/comment/": {"text": "Wrong"},
    }  # fmt: skip
    before = stored()
    assert (len(before["Minutes"]) == 1, final.minutes.approved_on) == (True, date(2026, 11, 23))
    for address, data in [*forms.items(), ("lines/", decided)]:
        assert browser.post(f"{one}{address}", data).status_code < 500, address
        assert {name for name, rows in stored().items() if rows != before[name]} == set(), address
