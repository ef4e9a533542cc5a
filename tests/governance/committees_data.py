"""Committees and meetings for tests, made through their actions."""

from datetime import UTC, date, datetime
from typing import Any

from alliances.core.models import Alliance
from coe_hub.people.models import Person, User
from coe_hub.vocabulary.models import CommitteeKind
from governance.committees.actions.charters import set_charter
from governance.committees.actions.committees import add_committee
from governance.committees.actions.seats import add_seat
from governance.committees.models import Charter, Committee, Seat
from governance.meetings.actions.agenda import add_item
from governance.meetings.actions.meetings import call_meeting, hold_meeting, plan_meeting
from governance.meetings.models import AgendaItem, Meeting

FORMED = date(2025, 9, 1)


def make_committee(
    alliance: Alliance | None, *, by: User, kind: str = "joint_steering", label: str = "JSC", **values: Any
) -> Committee:
    """A committee formed on `FORMED`; of the Center of Excellence where no alliance is given."""
    values = {"expansion": "Joint Steering Committee", "formed_on": FORMED} | values
    return add_committee(alliance=alliance, by=by, kind=CommitteeKind.objects.get(code=kind), label=label, **values)


def sit(committee: Committee, person: Person, role: str = "member", **values: Any) -> Seat:
    """Let the person sit on it."""
    return add_seat(committee=committee, person=person, role=role, **values)


def charter(committee: Committee, *, by: User | None = None, basis: str = "contracted", **said: Any) -> Charter:
    """Every quarter, ten days of notice, minutes in five days, silence of five days; one member of each side."""
    usual: dict[str, Any] = {
        "cadence": 3, "cadence_unit": "months", "notice_days": 10, "pre_read_days": 5, "minutes_days": 5,
        "approval": "silence", "approval_days": 5, "quorum_ours": 1, "quorum_theirs": 1, "voting": "party",
        "valid_from": FORMED, "reason": "As signed",
    }  # fmt: skip
    return set_charter(committee=committee, by=by, basis=basis, **usual | said)


def plan(committee: Committee, *, by: User, starts_at: datetime | None = None, **values: Any) -> Meeting:
    """A meeting of an hour and a half in Tokyo."""
    values = {"minutes_long": 90, "time_zone": "Asia/Tokyo", "place": "Room 4"} | values
    return plan_meeting(
        committee=committee, by=by, starts_at=starts_at or datetime(2026, 6, 24, 0, tzinfo=UTC), **values
    )


def held(committee: Committee, *, by: User, starts_at: datetime, **values: Any) -> Meeting:
    """A meeting that took place; its day must have come."""
    return hold_meeting(meeting=plan(committee, by=by, starts_at=starts_at, **values))


def called(meeting: Meeting, *people: Person) -> Meeting:
    """The meeting, with these people invited."""
    call_meeting(meeting=meeting, people=people)
    return Meeting.objects.get(pk=meeting.pk)


def put(meeting: Meeting, title: str = "Budget 2027", **values: Any) -> AgendaItem:
    """An item on its agenda."""
    return add_item(meeting=meeting, title=title, **values)
