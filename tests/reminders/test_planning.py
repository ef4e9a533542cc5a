"""Which due dates want telling, when, to whom, and how."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.people.models import Person, User
from coe_hub.reminders.models import Delivery, Reminder
from coe_hub.reminders.planning import plan
from coe_hub.reminders.responses import disown, set_preferences, set_rule, snooze
from coe_hub.reminders.working_days import WorkCalendar
from coe_hub.vocabulary.models import Stage
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_site, make_user
from tests.reminders.registered import only

DAY = date(2026, 5, 14)  # a Thursday
REVIEW = "alliance_review"
LONG_BEFORE = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _few_kinds() -> Iterator[None]:
    """Only reviews can be due, on every day that these tests plan."""
    with only("alliance_review"):
        yield


def plan_on(day: date) -> int:
    """Plan as at noon of that day everywhere; how many reminders are new."""
    return plan(clock=lambda zone: datetime.combine(day, time(12), tzinfo=zone))


def told() -> list[tuple[str, str, int]]:
    """(who, how, days before the due date that it is told for) of every reminder; negative days are late."""
    rows = Reminder.objects.select_related("person__user").order_by("person__user__email", "due_date", "told_for")
    return [(row.person.user.email.split("@")[0], row.channel, (row.due_date - row.told_for).days) for row in rows]


def days_of_the_weeks(first: int, last: int) -> None:
    """Plan every day from so many days before `DAY` to so many after."""
    for days in range(first, last):
        plan_on(DAY + timedelta(days))


def test_planning_twice_plans_once(due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    assert [plan_on(DAY - timedelta(7)), plan_on(DAY - timedelta(7))] == [1, 0]
    assert told() == [("lena", "digest", 7)]
    row = Reminder.objects.get()
    assert (row.kind, row.object_id, row.due_date, row.is_backup) == (REVIEW, alliance.pk, DAY, False)
    mail = Delivery.objects.get()
    assert (mail.channel, mail.state, mail.subject, mail.on_day) == ("digest", "planned", "", DAY - timedelta(7))


def test_each_lead_time_and_each_late_week_is_told_once(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    days_of_the_weeks(-40, 60)
    assert [(how, days) for _who, how, days in told()] == [
        ("digest", 30),
        ("digest", 7),
        ("single", 1),
        ("single", 0),
        ("digest", -1),
        ("digest", -8),
        ("digest", -15),
        ("digest", -22),
    ]


def test_a_hub_that_was_off_says_the_present_thing_once(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    plan_on(DAY - timedelta(6))
    plan_on(DAY + timedelta(18))
    assert [days for _who, _how, days in told()] == [7, -15]


def test_a_clock_that_is_set_back_and_forward_tells_nothing_twice(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    planned = [plan_on(DAY - timedelta(left)) for left in (30, 37, 30, 7, 30, 7)]
    assert (planned, [days for _who, _how, days in told()]) == ([1, 0, 0, 1, 0, 0], [30, 7])


def test_a_moved_date_is_told_anew(due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    plan_on(DAY)
    Alliance.objects.filter(pk=alliance.pk).update(last_reviewed_on=DAY)
    plan_on(DAY + timedelta(1))
    rows = Reminder.objects.order_by("due_date").values_list("due_date", "told_for")
    assert list(rows) == [(DAY, DAY), (date(2026, 6, 14), date(2026, 5, 15))]


@pytest.mark.parametrize(
    ("day", "zone", "morning"),
    [
        (date(2026, 5, 14), "Asia/Tokyo", datetime(2026, 5, 13, 23, tzinfo=UTC)),
        (date(2026, 5, 14), "America/New_York", datetime(2026, 5, 14, 12, tzinfo=UTC)),
        (date(2026, 3, 6), "America/New_York", datetime(2026, 3, 6, 13, tzinfo=UTC)),  # before the clocks go forward
        (date(2026, 3, 9), "America/New_York", datetime(2026, 3, 9, 12, tzinfo=UTC)),
        (date(2026, 10, 28), "America/New_York", datetime(2026, 10, 28, 12, tzinfo=UTC)),  # before they go back
        (date(2026, 11, 2), "America/New_York", datetime(2026, 11, 2, 13, tzinfo=UTC)),
    ],
)
def test_it_is_eight_in_the_morning_where_the_reader_lives(
    day: date, zone: str, morning: datetime, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    User.objects.filter(pk=cast.lead.pk).update(time_zone=zone)
    due_on(day, cast.lead)
    plan_on(day)
    assert (Reminder.objects.get().send_after, Delivery.objects.get().send_after) == (morning, morning)


# --- Weekends and holidays ---------------------------------------------------------------------------------------
def at_site(user: User, country: str, subdivision: str = "", time_zone: str = "UTC") -> None:
    """Let the user work at a site of that country."""
    Person.objects.filter(pk=user.person_id).update(site=make_site(WorkCalendar(time_zone, country, subdivision)))
    User.objects.filter(pk=user.pk).update(time_zone=time_zone)


def planned_days(first: date, last: date) -> dict[date, int]:
    """The days from `first` to `last` on which something new was planned."""
    days = [first + timedelta(count) for count in range((last - first).days + 1)]
    planned = {day: plan_on(day) for day in days}
    return {day: count for day, count in planned.items() if count}


def test_what_is_due_on_a_weekend_is_told_on_friday(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(date(2026, 5, 16), cast.lead)  # Saturday
    days = planned_days(date(2026, 5, 14), date(2026, 5, 18))
    assert days == {date(2026, 5, 14): 1, date(2026, 5, 15): 1, date(2026, 5, 18): 1}
    assert [(how, days) for _who, how, days in told()] == [("digest", 7), ("single", 0), ("digest", -1)]


def test_nobody_gets_a_mail_in_golden_week(due_on: Callable[..., Alliance], cast: Cast) -> None:
    at_site(cast.lead, "JP", time_zone="Asia/Tokyo")
    due_on(date(2026, 5, 6), cast.lead)  # a holiday, as 29 April and 3 to 5 May
    days = planned_days(date(2026, 4, 28), date(2026, 5, 8))
    # InboxRow before the long weekend as the last word before it is due, then on the first working day after it.
    assert days == {date(2026, 4, 28): 1, date(2026, 5, 1): 1, date(2026, 5, 7): 1}
    assert [days for _who, _how, days in told()] == [7, 0, -1]
    assert [row.send_after.date() for row in Reminder.objects.order_by("send_after")] == [
        date(2026, 4, 27),  # eight in Tokyo is eleven in the evening before in UTC
        date(2026, 4, 30),
        date(2026, 5, 6),
    ]


def test_a_state_has_holidays_of_its_own(due_on: Callable[..., Alliance], cast: Cast) -> None:
    at_site(cast.lead, "DE", "BY", time_zone="Europe/Berlin")
    at_site(cast.team, "DE", "BE", time_zone="Europe/Berlin")
    epiphany = date(2026, 1, 6)  # a holiday in Bavaria, not in Berlin
    for user in (cast.lead, cast.team):
        due_on(epiphany, user)
    plan_on(epiphany)
    assert told() == [("tom", "single", 0)]


# --- Wishes and rules --------------------------------------------------------------------------------------------
def test_the_company_says_when_a_kind_is_told(due_on: Callable[..., Alliance], cast: Cast) -> None:
    values = {"lead_days": [14, 2], "weeks_late": 1, "backup_after_days": None, "single_within_days": None}
    with time_machine.travel(LONG_BEFORE, tick=False):
        set_rule(kind=REVIEW, **values)
    due_on(DAY, cast.lead)
    days_of_the_weeks(-40, 40)
    assert [(how, days) for _who, how, days in told()] == [("digest", 14), ("digest", 2), ("digest", -1)]


def test_a_person_says_it_for_themselves(due_on: Callable[..., Alliance], cast: Cast) -> None:
    for user in (cast.lead, cast.team):
        due_on(DAY, user)
    kinds = {REVIEW: {"lead_days": [60, 3], "is_muted": False}}
    with time_machine.travel(LONG_BEFORE, tick=False):
        set_preferences(person=cast.lead.person, rhythm="single", weekday=0, kinds=kinds)
    days_of_the_weeks(-70, 1)
    assert told() == [
        ("lena", "single", 60),
        ("lena", "single", 3),
        ("tom", "digest", 30),
        ("tom", "digest", 7),
        ("tom", "single", 1),
        ("tom", "single", 0),
    ]


def _wish(user: User, days: list[int] | None, *, on: date) -> None:
    with time_machine.travel(datetime.combine(on, time(15), tzinfo=UTC), tick=False):
        kinds = {REVIEW: {"lead_days": days, "is_muted": False}}
        set_preferences(person=user.person, rhythm="daily", weekday=0, kinds=kinds)


@pytest.mark.parametrize(
    ("days", "further"),
    # Days that were over when they were chosen are told no more; the very day of the choice is still to come.
    [([14, 3], [3]), ([14, 10, 3], [10, 3]), (None, [7, 1]), ([10], [10]), ([9, 3], [9, 3])],
)
def test_other_lead_times_tell_nothing_twice(
    days: list[int] | None, further: list[int], due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead)
    first = [20] if days is None else None
    if first:
        _wish(cast.lead, first, on=LONG_BEFORE.date())
    days_of_the_weeks(-31, -10)
    before = len(told())
    _wish(cast.lead, days, on=DAY - timedelta(10))
    days_of_the_weeks(-10, 0)
    assert (before, [left for _who, _how, left in told()][before:]) == (1, further)


def test_what_was_never_told_is_told_under_the_new_lead_times(due_on: Callable[..., Alliance], cast: Cast) -> None:
    _wish(cast.lead, [20], on=DAY - timedelta(10))
    due_on(DAY, cast.lead)
    days_of_the_weeks(-10, -9)
    assert [left for _who, _how, left in told()] == [20]


def test_another_rule_of_the_company_tells_nothing_twice_either(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    days_of_the_weeks(-31, -10)
    with time_machine.travel(datetime.combine(DAY - timedelta(10), time(15), tzinfo=UTC), tick=False):
        set_rule(kind=REVIEW, lead_days=[14, 3], weeks_late=1, backup_after_days=None, single_within_days=None)
    days_of_the_weeks(-10, 0)
    assert [left for _who, _how, left in told()] == [30, 3]


@pytest.mark.parametrize(("rhythm", "is_muted"), [("none", False), ("daily", True)])
def test_who_wants_no_mail_is_told_on_their_page_only(
    rhythm: str, is_muted: bool, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead)
    kinds = {REVIEW: {"lead_days": None, "is_muted": is_muted}}
    set_preferences(person=cast.lead.person, rhythm=rhythm, weekday=0, kinds=kinds)
    plan_on(DAY)
    assert (told(), Delivery.objects.count()) == ([("lena", "page", 0)], 0)


def test_a_weekly_digest_comes_on_the_chosen_day_and_moves_past_a_holiday(
    due_on: Callable[..., Alliance], cast: Cast
) -> None:
    at_site(cast.lead, "DE", "BY", time_zone="UTC")
    due_on(date(2026, 5, 28), cast.lead)
    set_preferences(person=cast.lead.person, rhythm="weekly", weekday=0, kinds={})
    plan_on(date(2026, 5, 21))
    # Monday 25 May 2026 is Whit Monday.
    assert list(Delivery.objects.values_list("channel", "on_day")) == [("digest", date(2026, 5, 26))]


def test_what_comes_after_todays_digest_was_written_goes_into_the_next(
    due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(date(2026, 5, 22), cast.lead)
    plan_on(date(2026, 5, 15))
    now = datetime(2026, 5, 15, 9, tzinfo=UTC)
    mail = Delivery.objects.get()
    Reminder.objects.update(delivery=mail)
    Delivery.objects.update(state="sent", prepared_at=now, ended_at=now)
    due_on(date(2026, 5, 21), cast.lead, name="Logged at ten", reference="ten")
    plan_on(date(2026, 5, 15))
    plan_on(date(2026, 5, 15))
    assert list(Delivery.objects.order_by("on_day").values_list("on_day", "state")) == [
        (date(2026, 5, 15), "sent"),
        (date(2026, 5, 18), "planned"),
    ]


# --- Who is told after a delay -----------------------------------------------------------------------------------
@pytest.fixture
def sponsored(due_on: Callable[..., Alliance], cast: Cast) -> Alliance:
    """Led by the lead, with the manager and then a sponsor behind."""
    alliance = due_on(DAY, cast.lead)
    make_member(alliance, cast.manager.person, role="alliance_manager")
    make_member(alliance, cast.team.person, role="executive_sponsor")
    return alliance


@pytest.mark.usefixtures("sponsored")
def test_the_sponsor_is_told_when_it_is_a_week_late(cast: Cast) -> None:
    days_of_the_weeks(0, 60)
    assert [row for row in told() if row[0] != "lena"] == [
        ("tom", "digest", -7),
        ("tom", "digest", -14),
        ("tom", "digest", -21),
        ("tom", "digest", -28),
    ]
    assert set(Reminder.objects.filter(is_backup=True).values_list("person", flat=True)) == {cast.team.person_id}


@pytest.mark.usefixtures("sponsored")
def test_the_sponsor_is_told_at_once_when_the_owner_says_not_mine(cast: Cast) -> None:
    plan_on(DAY - timedelta(7))
    Reminder.objects.update(planned_at=datetime(2026, 1, 1, tzinfo=UTC))
    with time_machine.travel(datetime.combine(DAY - timedelta(7), time(15), tzinfo=UTC), tick=False):
        disown(reminder=Reminder.objects.get())
    days_of_the_weeks(-6, 1)
    rows = Reminder.objects.order_by("pk").values_list("person", "is_backup", "channel")
    assert list(rows) == [
        (cast.lead.person_id, False, "digest"),
        (cast.team.person_id, True, "digest"),  # at once
        (cast.team.person_id, True, "single"),  # and from then on as an owner is: the day before, and on the day
        (cast.team.person_id, True, "single"),
    ]


def test_a_snooze_holds_everything_back_until_its_day(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    plan_on(DAY - timedelta(9))
    first = Reminder.objects.get()
    snooze(reminder=first, until=DAY + timedelta(4), today=DAY - timedelta(9))
    days_of_the_weeks(-8, 20)
    assert [(how, days) for _who, how, days in told()] == [
        ("digest", 30),
        ("digest", -4),
        ("digest", -8),
        ("digest", -15),
    ]


def test_a_closed_account_and_a_forgotten_address_plan_no_mail(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert (plan_on(DAY), Reminder.objects.count()) == (0, 0)


# --- Who answers for a review ------------------------------------------------------------------------------------
def owners(alliance: Alliance) -> list[int]:
    return sorted(item.owner_id for item in due.items(until=date(2100, 1, 1)) if item.object_id == alliance.pk)


def test_the_lead_answers_for_the_review(due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    make_member(alliance, cast.team.person, role="executive_sponsor")
    assert owners(alliance) == [cast.lead.person_id]


@pytest.mark.parametrize("why", ["nobody leads it", "the lead has no account", "the lead's account is off"])
def test_where_no_lead_can_sign_in_our_lead_and_sponsor_roles_answer(
    why: str, due_on: Callable[..., Alliance], cast: Cast
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
def test_nothing_is_due_of_what_rests(why: str, due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    before = owners(alliance)
    if why == "archived":
        archive_alliance(alliance=alliance)
    elif why == "closed":
        Alliance.objects.update(stage=Stage.objects.get(code="closed"))
    else:
        Alliance.objects.update(review_months=None)
    assert (before, owners(alliance)) == ([cast.lead.person_id], [])


def test_the_list_is_of_what_the_reader_may_see(due_on: Callable[..., Alliance], cast: Cast) -> None:
    secret = due_on(DAY, cast.lead, kind="restricted")
    known = due_on(DAY, cast.lead, name="Known")
    until = date(2100, 1, 1)
    seen = {
        role: [item.object_id for item in due.items(until=until, user=getattr(cast, role))]
        for role in ("lead", "admin")
    }
    assert seen == {"lead": [secret.pk, known.pk], "admin": [known.pk]}
    assert [due.count(until=until, user=user) for user in (cast.lead, cast.admin)] == [2, 0]


def test_soonest_comes_first_and_says_how_it_stood(due_on: Callable[..., Alliance], cast: Cast) -> None:
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
