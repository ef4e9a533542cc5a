"""When somebody was here last, so that a page can show what is new to them."""

from datetime import UTC, datetime

import time_machine

from coe_hub.people.models import User
from coe_hub.usage.models import LastSeen, note_visit
from tests.cast import Cast


def visit(user: User, moment: str, page: str = "today") -> datetime | None:
    with time_machine.travel(f"2026-05-{moment}Z", tick=False):
        return note_visit(user=user, page=page)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


def test_a_visit_is_told_when_the_one_before_it_ended(cast: Cast) -> None:
    moments = ("01T09:00", "01T09:20", "01T09:50", "03T10:00", "03T10:29", "07T08:00")
    told = {moment: visit(cast.lead, moment) for moment in moments}
    assert told == {
        "01T09:00": None,
        "01T09:20": None,  # the same visit goes on
        "01T09:50": None,  # thirty minutes after the last look, still the same
        "03T10:00": on(1, 9, 50),
        "03T10:29": on(1, 9, 50),
        "07T08:00": on(3, 10, 29),
    }


def test_people_and_pages_are_kept_apart(cast: Cast) -> None:
    visit(cast.lead, "01T09:00")
    assert [visit(cast.team, "02T09:00"), visit(cast.lead, "02T09:00", page="alliance:1")] == [None, None]
    assert visit(cast.lead, "02T09:00") == on(1, 9)
    assert LastSeen.objects.count() == 3
