"""Which due dates want a mail, when, and to whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from alliances.actions.partnerships import archive_alliance
from alliances.models import Alliance
from coe_hub.people.models import User
from coe_hub.reminders import due
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.planning import plan, step_for
from coe_hub.vocabulary.models import Stage
from tests.factories import make_alliance, make_member, make_user

DAY = date(2026, 5, 14)
TOKYO, NEW_YORK, HERE = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"), ZoneInfo("UTC")


def test_who_is_told_how_long_before_and_after() -> None:
    steps = {
        31: None,
        400: None,
        **dict.fromkeys(range(8, 31), 30),
        **dict.fromkeys(range(2, 8), 7),
        1: 1,
        0: 0,
        **dict.fromkeys(range(-7, 0), -1),
        **dict.fromkeys(range(-14, -7), -2),
        **dict.fromkeys(range(-21, -14), -3),
        **dict.fromkeys(range(-28, -21), -4),
        -29: None,
        -400: None,
    }
    assert {days: step_for(days) for days in steps} == steps


def planned() -> list[tuple[str, date, int]]:
    rows = Reminder.objects.select_related("user").order_by("user__email", "due_date", "-step")
    return [(row.user.email, row.due_date, row.step) for row in rows]


def test_planning_twice_plans_once(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    alliance = due_on(DAY, cast.lead)
    first, second = plan(zone=HERE, on=DAY - timedelta(7)), plan(zone=HERE, on=DAY - timedelta(7))
    assert (len(first), len(second)) == (1, 0)
    assert planned() == [(cast.lead.email, DAY, 7)]
    row = Reminder.objects.get()
    assert (row.kind, row.object_id, row.state, row.subject) == ("alliance_review", alliance.pk, "planned", "")


def test_each_step_is_said_once_over_the_weeks(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    due_on(DAY, cast.lead)
    for days in range(-40, 60):
        plan(zone=HERE, on=DAY + timedelta(days))
    assert [step for _email, _day, step in planned()] == [30, 7, 1, 0, -1, -2, -3, -4]


def test_a_hub_that_was_off_says_the_present_thing_once(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    due_on(DAY, cast.lead)
    plan(zone=HERE, on=DAY - timedelta(5))
    plan(zone=HERE, on=DAY + timedelta(16))
    assert [step for _email, _day, step in planned()] == [7, -3]


def test_a_moved_date_is_told_anew(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    alliance = due_on(DAY, cast.lead)
    plan(zone=HERE, on=DAY)
    Alliance.objects.filter(pk=alliance.pk).update(last_reviewed_on=DAY)
    plan(zone=HERE, on=DAY)
    assert planned() == [(cast.lead.email, DAY, 0), (cast.lead.email, date(2026, 6, 14), 30)][:1]
    plan(zone=HERE, on=DAY + timedelta(1))
    assert planned() == [(cast.lead.email, DAY, 0), (cast.lead.email, date(2026, 6, 14), 30)]


@pytest.mark.parametrize(
    ("day", "zone", "morning"),
    [
        (date(2026, 5, 14), TOKYO, datetime(2026, 5, 13, 23, tzinfo=UTC)),
        (date(2026, 5, 14), NEW_YORK, datetime(2026, 5, 14, 12, tzinfo=UTC)),
        (date(2026, 3, 7), NEW_YORK, datetime(2026, 3, 7, 13, tzinfo=UTC)),  # the day before the clocks go forward
        (date(2026, 3, 8), NEW_YORK, datetime(2026, 3, 8, 12, tzinfo=UTC)),
        (date(2026, 10, 31), NEW_YORK, datetime(2026, 10, 31, 12, tzinfo=UTC)),
        (date(2026, 11, 1), NEW_YORK, datetime(2026, 11, 1, 13, tzinfo=UTC)),  # the day they go back
    ],
)
def test_it_is_eight_in_the_morning_where_the_reader_lives(
    day: date, zone: ZoneInfo, morning: datetime, due_on: Callable[..., Alliance], cast: SimpleNamespace
) -> None:
    User.objects.filter(pk=cast.lead.pk).update(time_zone=zone.key)
    due_on(day if day.day < 29 else day.replace(day=28), cast.lead)
    plan(zone=zone, on=day)
    assert Reminder.objects.get().send_after == morning


def test_only_people_of_that_zone_are_planned_for(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    tokyo = make_user("Aiko Abe", account={"time_zone": "Asia/Tokyo"})
    for user in (cast.lead, tokyo):
        due_on(DAY, user)
    plan(zone=TOKYO, on=DAY)
    assert planned() == [("aiko@hub.example", DAY, 0)]


# --- Who answers for a review ------------------------------------------------------------------------------------
def owners(alliance: Alliance) -> list[int]:
    return sorted(item.owner_id for item in due.items(until=date(2100, 1, 1)) if item.object_id == alliance.pk)


def test_the_lead_answers_for_the_review(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    alliance = due_on(DAY, cast.lead)
    make_member(alliance, cast.team.person, role="executive_sponsor")
    assert owners(alliance) == [cast.lead.person_id]


@pytest.mark.parametrize("why", ["nobody leads it", "the lead has no account", "the lead's account is off"])
def test_where_no_lead_can_sign_in_our_lead_and_sponsor_roles_answer(
    why: str, due_on: Callable[..., Alliance], cast: SimpleNamespace
) -> None:
    alliance = due_on(DAY, cast.lead)
    make_member(alliance, cast.team.person, role="executive_sponsor")
    make_member(alliance, cast.team.person, role="alliance_manager")
    make_member(alliance, cast.manager.person, role="alliance_lead")
    make_member(alliance, cast.viewer.person, role="team_member")
    make_member(alliance, cast.stranger.person, role="alliance_lead", side="theirs")
    if why == "nobody leads it":
        Alliance.objects.filter(pk=alliance.pk).update(lead=None)
    elif why == "the lead has no account":
        Alliance.objects.filter(pk=alliance.pk).update(lead=make_user("Gone Away").person)
        User.objects.filter(email="gone@hub.example").update(is_active=False)
    else:
        User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert owners(alliance) == sorted([cast.team.person_id, cast.manager.person_id])


@pytest.mark.parametrize("why", ["archived", "closed", "no rhythm"])
def test_nothing_is_due_of_what_rests(why: str, due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    alliance = due_on(DAY, cast.lead)
    before = owners(alliance)
    if why == "archived":
        archive_alliance(alliance=alliance)
    elif why == "closed":
        Alliance.objects.update(stage=Stage.objects.get(code="closed"))
    else:
        Alliance.objects.update(review_months=None)
    assert (before, owners(alliance)) == ([cast.lead.person_id], [])


def test_the_list_is_of_what_the_reader_may_see(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    secret = due_on(DAY, cast.lead, kind="restricted")
    known = due_on(DAY, cast.lead, name="Known")
    until = date(2100, 1, 1)
    seen = {
        role: [item.object_id for item in due.items(until=until, user=getattr(cast, role))]
        for role in ("lead", "admin")
    }
    assert seen == {"lead": [secret.pk, known.pk], "admin": [known.pk]}
    assert [due.count(until=until, user=user) for user in (cast.lead, cast.admin)] == [2, 0]


def test_soonest_comes_first_and_says_how_it_stood(due_on: Callable[..., Alliance], cast: SimpleNamespace) -> None:
    later = due_on(DAY + timedelta(3), cast.lead, name="Later")
    sooner = due_on(DAY, cast.lead, name="Sooner", code_name="Falcon")
    sooner.reviews.create(held_on=date(2026, 1, 1), outcome="at_risk")
    sooner.reviews.create(held_on=date(2026, 2, 1), outcome="watch")
    items = due.items(until=date(2100, 1, 1), owner_id=cast.lead.person_id)
    assert [(one.title, one.mail_title, one.detail, one.url, one.act_url) for one in items] == [
        ("Sooner", "Falcon", "watch", sooner.get_absolute_url(), f"{sooner.get_absolute_url()}review/"),
        ("Later", "Later", "", later.get_absolute_url(), f"{later.get_absolute_url()}review/"),
    ]
    assert make_alliance("No rhythm", by=cast.lead, review_months=None).pk not in {one.object_id for one in items}
