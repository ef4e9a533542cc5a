"""`manage.py remind`: one pass by hand, as at noon on a day."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from alliances.core.models import Alliance
from coe_hub.people.models import User
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.tasks import remind as remind_task
from tests.cast import Cast

DAY = date(2026, 5, 14)


def remind(*arguments: str) -> list[str]:
    """What it prints, line by line."""
    out = io.StringIO()
    call_command("remind", *arguments, stdout=out)
    return out.getvalue().splitlines()


def told() -> dict[str, tuple[int, str]]:
    """For whom: how many days before the due date it was told for, and where the mail stands."""
    rows = Reminder.objects.select_related("person__user", "delivery")
    return {row.person.user.email: ((DAY - row.told_for).days, row.delivery.state) for row in rows}


@pytest.fixture
def two_zones(due_on: Callable[..., Alliance], cast: Cast) -> None:
    """Somebody in Tokyo and somebody in New York, each with a review on the day."""
    for user, zone in ((cast.lead, "Asia/Tokyo"), (cast.team, "America/New_York")):
        User.objects.filter(pk=user.pk).update(time_zone=zone)
        due_on(DAY, user)


@pytest.mark.usefixtures("two_zones")
def test_it_does_the_pass_of_any_day_at_noon_in_each_zone(cast: Cast) -> None:
    assert remind("--on", "2026-05-14") == ["planned 2, sent 2"]
    assert remind("--on", "2026-05-14") == ["planned 0, sent 0"]
    assert remind("--on", "2026-05-15") == ["planned 2, sent 2"]
    assert sorted(message.to[0] for message in mail.outbox) == [cast.lead.email] * 2 + [cast.team.email] * 2
    told = Reminder.objects.order_by("told_for").values_list("told_for", flat=True)
    assert [(DAY - day).days for day in told] == [0, 0, -1, -1]


@pytest.mark.usefixtures("two_zones")
def test_without_a_day_it_is_today_in_each_zone_whatever_the_hour(cast: Cast) -> None:
    # 14 May, three in the morning in Tokyo; still 13 May in New York.
    with time_machine.travel("2026-05-13T18:00Z", tick=False):
        assert remind() == ["planned 2, sent 2"]
    assert told() == {cast.lead.email: (0, "sent"), cast.team.email: (1, "sent")}


@pytest.mark.usefixtures("two_zones")
def test_a_dry_run_says_what_would_be_and_writes_nothing(cast: Cast) -> None:
    ids = {alliance.lead_id: alliance.pk for alliance in Alliance.objects.all()}
    assert remind("--on", "2026-05-14", "--dry-run") == [
        f"{cast.lead.email}  alliance_review {ids[cast.lead.person_id]}, due 2026-05-14, single",
        f"{cast.team.email}  alliance_review {ids[cast.team.person_id]}, due 2026-05-14, single",
        "would plan 2",
    ]
    assert (Reminder.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "14.05.2026", "2026-05-14T12:00"])
def test_a_day_that_is_none_is_told_in_one_line(day: str, db: None) -> None:
    with pytest.raises(CommandError) as told:
        remind("--on", day)
    assert str(told.value) == f"{day!r} is not a day. Write it as 2026-11-23."


@pytest.mark.usefixtures("two_zones")
def test_the_task_keeps_to_the_clock_and_does_no_harm_twice(cast: Cast) -> None:
    for _ in range(2):
        with time_machine.travel("2026-05-14T00:30Z", tick=False):
            remind_task()
    # Half past nine in Tokyo; half past eight in the evening of the day before in New York, where one day is left.
    assert told() == {cast.lead.email: (0, "sent"), cast.team.email: (1, "sent")}
    assert len(mail.outbox) == 2
