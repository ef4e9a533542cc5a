"""Planned mails go out: still true when sent, sent once, and nobody's trouble stops the others."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.reviews.actions.reviews import do_review
from coe_hub.people.models import User
from coe_hub.reminders.delivery import CLAIM, deliver, run_engine
from coe_hub.reminders.models import Delivery, RefusedAddress, Reminder, Run
from coe_hub.reminders.planning import Clock, plan
from coe_hub.reminders.responses import set_preferences, snooze
from coe_hub.reminders.writing import write
from tests.cast import Cast
from tests.factories import make_user
from tests.reminders.conftest import Postbox
from tests.reminders.registered import only

DAY = date(2026, 5, 14)
HERE = ZoneInfo("UTC")


@pytest.fixture(autouse=True)
def _few_kinds() -> Iterator[None]:
    """Only reviews can be due, on every day that these tests plan."""
    with only("alliance_review", "tool_review"):
        yield


def at(hour: int = 9, day: date = DAY) -> Clock:
    """That hour of the day in every zone."""
    return lambda zone: datetime(day.year, day.month, day.day, hour, tzinfo=zone)


def pass_at(hour: int = 9, day: date = DAY) -> int:
    """One pass, as at that hour of the day in every zone; how many mails were sent."""
    return run_engine(clock=at(hour, day)).sent


def states() -> dict[str, str]:
    return {row.person.user.email: row.state for row in Delivery.objects.select_related("person__user")}


def test_a_reminder_goes_out_once_though_the_pass_runs_again(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    assert [pass_at(), pass_at(), pass_at(hour=22)] == [1, 0, 0]
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.claimed_until, row.last_error) == ("sent", 1, None, "")
    assert (row.subject, row.text_body, row.html_body, row.headers) == ("", "", "", {})  # forgotten once it is out
    [message] = mail.outbox
    assert (message.to, message.extra_headers["Message-ID"]) == ([cast.lead.email], f"<{row.message_id}>")
    assert list(Run.objects.order_by("pk").values_list("planned", "sent", "failed")) == [
        (1, 1, 0),
        (0, 0, 0),
        (0, 0, 0),
    ]


def test_the_number_of_a_mail_says_what_it_is_about(due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    pass_at(day=DAY - timedelta(7))
    pass_at()
    person = cast.lead.person_id
    assert sorted(Delivery.objects.values_list("message_id", flat=True)) == [
        f"alliance_review.{alliance.pk}.20260514.20260514.{person}@localhost",
        f"digest.{person}.20260507@localhost",
    ]


def test_nobody_is_woken_before_eight(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    assert [pass_at(hour=0), pass_at(hour=7), pass_at(hour=8)] == [0, 0, 1]


def test_the_morning_comes_to_each_zone_in_its_own_time_across_a_clock_change(
    due_on: Callable[..., Alliance], db: None
) -> None:
    homes = (("Asia/Tokyo", "Aiko"), ("America/New_York", "Nick"))
    people = {zone: make_user(f"{name} Lead", account={"time_zone": zone}) for zone, name in homes}
    monday = date(2026, 3, 9)  # the clocks went forward in New York on Sunday
    for user in people.values():
        due_on(monday, user)
    sent = {}
    for hour in range(5 * 24):
        now = datetime(2026, 3, 6, tzinfo=HERE) + timedelta(hours=hour)
        before = len(mail.outbox)
        run_engine(clock=now.astimezone)
        if mail.outbox[before:]:
            sent[f"{now:%a %H}"] = [message.to[0] for message in mail.outbox[before:]]
    assert sent == {
        "Fri 00": ["aiko@hub.example"],  # nine in Tokyo, the last working day before it
        "Fri 13": ["nick@hub.example"],  # eight in New York, in winter
        "Sun 23": ["aiko@hub.example"],  # the day itself
        "Mon 12": ["nick@hub.example"],  # eight in New York, in summer
        "Mon 23": ["aiko@hub.example"],  # a day late
        "Tue 12": ["nick@hub.example"],
    }


def test_what_was_done_before_the_morning_is_not_said(due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    plan(clock=at())
    do_review(alliance=alliance, held_on=DAY, outcome="on_track", note="", by=cast.lead)
    assert (deliver(clock=at()), states(), mail.outbox) == ((0, 0), {cast.lead.email: "stopped"}, [])


def test_access_lost_before_the_morning_stops_the_mail(due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead, kind="restricted")
    plan(clock=at())
    alliance.scope.grants.all().delete()
    assert (deliver(clock=at()), states(), mail.outbox) == ((0, 0), {cast.lead.email: "stopped"}, [])


@pytest.mark.parametrize("why", ["archived", "another lead", "account off", "muted meanwhile"])
def test_what_is_no_longer_so_is_not_said(why: str, due_on: Callable[..., Alliance], cast: Cast) -> None:
    alliance = due_on(DAY, cast.lead)
    plan(clock=at())
    if why == "archived":
        archive_alliance(alliance=alliance)
    elif why == "another lead":
        Alliance.objects.update(lead=cast.team.person)
    elif why == "muted meanwhile":
        kinds = {"alliance_review": {"lead_days": None, "is_muted": True}}
        set_preferences(person=cast.lead.person, rhythm="daily", weekday=0, kinds=kinds)
    else:
        User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert (deliver(clock=at()), states(), mail.outbox) == ((0, 0), {cast.lead.email: "stopped"}, [])


def test_a_reminder_that_waited_for_weeks_is_silence(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    plan(clock=at())
    sent = deliver(clock=at(day=DAY + timedelta(29)))
    assert (sent, states(), mail.outbox) == ((0, 0), {cast.lead.email: "stopped"}, [])


def test_what_was_put_off_beyond_the_late_weeks_is_told_on_its_day(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    pass_at()
    until = DAY + timedelta(39)  # a Monday; told weekly for four weeks, it would be quiet by now
    with time_machine.travel(datetime(2026, 5, 20, tzinfo=HERE), tick=False):
        Reminder.objects.update(planned_at=datetime(2026, 5, 14, tzinfo=HERE))
        snooze(reminder=Reminder.objects.get(), until=until, today=DAY + timedelta(6))
    sent = [days for days in range(1, 60) if pass_at(day=DAY + timedelta(days))]
    assert sent == [39]
    assert "was due on 14 May 2026, 39 days ago" in mail.outbox[-1].body


def test_each_reader_is_written_to_in_their_language_under_the_code_name(
    due_on: Callable[..., Alliance], cast: Cast
) -> None:
    aiko = make_user(
        "Aiko Nakamura",
        family_name="中村",
        given_name="愛子",
        latin_name="Aiko Nakamura",
        account={"language": "ja", "time_zone": "Asia/Tokyo"},
    )
    due_on(DAY, aiko, name="Umbra acquisition", code_name="Falcon", kind="restricted")
    due_on(DAY, cast.lead, name="Plain")
    pass_at()
    by_reader = {message.to[0]: message for message in mail.outbox}
    japanese, english = by_reader[aiko.email], by_reader[cast.lead.email]
    assert english.subject == "Today: Review of Plain"
    assert ("Falcon" in japanese.subject, japanese.subject.isascii()) == (True, False)
    whole = japanese.subject + japanese.body + japanese.alternatives[0][0]
    assert ("中村 愛子" in whole, "Umbra" in whole) == (True, False)


# --- Digests -----------------------------------------------------------------------------------------------------
def test_one_digest_tells_everything_of_a_morning_soonest_first(due_on: Callable[..., Alliance], cast: Cast) -> None:
    friday = date(2026, 5, 15)
    due_on(date(2026, 6, 10), cast.lead, name="Far")
    due_on(date(2026, 5, 20), cast.lead, name="Near", reference="2")
    due_on(date(2026, 5, 8), cast.lead, name="Late", reference="3")
    assert pass_at(day=friday) == 1
    [message] = mail.outbox
    assert message.subject == "3 things for you: Review of Late and more"
    titles = re.findall(r"^\* (.*)$", message.body, re.MULTILINE)
    assert titles == ["Review of Late", "Review of Near", "Review of Far"]
    assert list(Reminder.objects.values_list("delivery__state", flat=True)) == ["sent"] * 3


def test_what_is_planned_while_a_digest_is_written_waits_for_the_next(
    due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(date(2026, 5, 21), cast.lead, name="First")
    plan(clock=at())
    first = Delivery.objects.select_related("person").get()
    write([first], clock=at())
    due_on(date(2026, 5, 20), cast.lead, name="Second", reference="2")
    plan(clock=at())
    assert deliver(clock=at()) == (1, 0)
    assert pass_at(day=DAY + timedelta(1)) == 1
    assert [message.subject for message in mail.outbox] == [
        "1 thing for you: Review of First",
        "1 thing for you: Review of Second",
    ]


def test_a_fuller_digest_and_more_readers_ask_no_more_of_the_due_list(
    due_on: Callable[..., Alliance], cast: Cast
) -> None:
    def asked() -> int:
        plan(clock=at())
        with CaptureQueriesContext(connection) as queries:
            deliver(clock=at())
        Delivery.objects.all().delete()
        Reminder.objects.all().delete()
        mail.outbox.clear()
        return sum("UNION ALL" in query["sql"] for query in queries)

    due_on(DAY + timedelta(7), cast.lead)
    one = asked()
    for place in range(6):
        for user in (cast.lead, cast.team):
            due_on(DAY + timedelta(7), user, name=f"More {place} {user.pk}")
    assert (one, asked()) == (1, 1)


def test_a_changed_rhythm_counts_for_what_waits(due_on: Callable[..., Alliance], cast: Cast) -> None:
    person, kinds = cast.lead.person, {}
    set_preferences(person=person, rhythm="weekly", weekday=0, kinds=kinds)
    due_on(DAY + timedelta(7), cast.lead)
    tuesday = date(2026, 5, 12)
    assert pass_at(day=tuesday) == 0  # for next Monday
    set_preferences(person=person, rhythm="daily", weekday=0, kinds=kinds)
    assert pass_at(day=tuesday + timedelta(1)) == 1
    due_on(DAY + timedelta(8), cast.lead, name="Another", reference="2")
    plan(clock=at(day=tuesday + timedelta(3)))
    set_preferences(person=person, rhythm="none", weekday=0, kinds=kinds)
    assert deliver(clock=at(day=tuesday + timedelta(3))) == (0, 0)


# --- What breaks for one ------------------------------------------------------------------------------------------
def test_a_mail_that_cannot_be_written_stops_no_other_and_is_tried_again(
    due_on: Callable[..., Alliance], cast: Cast, breaks_for: set[int]
) -> None:
    due_on(DAY, cast.lead)
    due_on(DAY, cast.team)
    breaks_for.add(cast.lead.person_id)
    assert pass_at() == 1
    row = Delivery.objects.get(person=cast.lead.person)
    assert (row.state, row.attempts, row.last_error) == ("planned", 1, "RuntimeError: no words for it")
    assert [message.to for message in mail.outbox] == [[cast.team.email]]
    breaks_for.clear()
    Delivery.objects.update(claimed_until=None)
    assert (pass_at(), states()[cast.lead.email]) == (1, "sent")


def test_what_cannot_be_planned_keeps_nothing_that_was_planned_from_going_out(
    due_on: Callable[..., Alliance], cast: Cast, rows_break: Callable[[], None]
) -> None:
    due_on(DAY, cast.lead)
    plan(clock=at())
    rows_break()
    with pytest.raises(ProgrammingError):
        pass_at()
    run = Run.objects.get()
    assert (states(), run.sent, run.ended_at) == ({cast.lead.email: "sent"}, 1, None)


# --- Over a real mail server -------------------------------------------------------------------------------------
@pytest.fixture
def three_readers(due_on: Callable[..., Alliance], cast: Cast) -> list[str]:
    for user in (cast.lead, cast.team, cast.viewer):
        due_on(DAY, user)
    return [cast.lead.email, cast.team.email, cast.viewer.email]


def test_a_refused_address_does_not_stop_the_others(by_smtp: Postbox, three_readers: list[str]) -> None:
    lead, team, viewer = three_readers
    by_smtp.answers = {team: "550 5.1.1 no such user"}
    assert pass_at() == 2
    assert by_smtp.readers == [lead, viewer]
    assert states() == {lead: "sent", team: "failed", viewer: "sent"}
    assert "no such user" in Delivery.objects.get(state="failed").last_error
    assert (pass_at(), by_smtp.readers) == (0, [lead, viewer])


def test_a_busy_mailbox_is_tried_again_later_with_the_very_same_mail(
    by_smtp: Postbox, three_readers: list[str], cast: Cast
) -> None:
    team = three_readers[1]
    by_smtp.answers = {team: "450 4.2.1 mailbox busy"}
    pass_at()
    kept = Delivery.objects.get(state="planned")
    assert (kept.person.user.email, kept.attempts, "mailbox busy" in kept.last_error) == (team, 1, True)
    assert timezone.now() < kept.claimed_until < timezone.now() + CLAIM
    by_smtp.answers = {}
    assert pass_at() == 0
    Alliance.objects.filter(lead=cast.team.person).update(name="Renamed meanwhile")
    Delivery.objects.update(claimed_until=None)
    assert pass_at() == 1
    address, message = by_smtp.mails[-1]
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert (address, message["Message-ID"], message["Subject"], text.strip()) == (
        team,
        f"<{kept.message_id}>",
        kept.subject,
        kept.text_body.strip(),
    )
    assert states() == dict.fromkeys(three_readers, "sent")


def test_a_mail_server_that_is_away_loses_nothing(by_smtp: Postbox, three_readers: list[str], settings: object) -> None:
    settings.EMAIL_PORT = 1
    assert pass_at() == 0
    assert states() == dict.fromkeys(three_readers, "planned")
    settings.EMAIL_PORT = by_smtp.port
    Delivery.objects.update(claimed_until=None)
    assert (pass_at(), by_smtp.readers) == (3, three_readers)


def test_a_mail_server_that_says_nothing_is_waited_for_once_and_loses_nothing(
    by_smtp: Postbox, three_readers: list[str], settings: object
) -> None:
    """It takes the connection, and no more: the run ends after one time-out, and not after one for each mail."""
    settings.EMAIL_TIMEOUT = 1
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        assert pass_at() == 0
    assert (states(), time.monotonic() - began < 2.5) == (dict.fromkeys(three_readers, "planned"), True)
    settings.EMAIL_PORT = by_smtp.port
    assert (pass_at(), by_smtp.readers) == (3, three_readers)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 5.1.1 no such user", "failed"),
        ("550 no such user here", "failed"),
        ("554 5.7.1 relay access denied", "planned"),
        ("552 5.2.2 mailbox full", "planned"),
        ("554 we do not like you", "planned"),
    ],
)
def test_only_what_is_said_of_the_address_counts_against_it(
    answer: str, state: str, by_smtp: Postbox, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead)
    by_smtp.answers = {cast.lead.email: answer}
    assert pass_at() == 0
    assert (states(), RefusedAddress.objects.count()) == ({cast.lead.email: state}, int(state == "failed"))


@pytest.mark.parametrize("why", ["one is done", "both are done", "account off", "another day"])
def test_a_mail_that_nobody_has_yet_is_not_sent_as_it_was_once_it_is_no_longer_so(
    why: str, by_smtp: Postbox, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    both = [due_on(DAY + timedelta(7), cast.lead, name=name, reference=name) for name in ("One", "Two")]
    by_smtp.answers = {cast.lead.email: "450 4.2.1 mailbox busy"}
    assert pass_at() == 0
    kept = Delivery.objects.get()
    assert kept.subject == "2 things for you: Review of One and more"
    by_smtp.answers = {}
    Delivery.objects.update(claimed_until=None)
    if why == "account off":
        User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    elif why == "another day":
        Delivery.objects.update(prepared_at=timezone.now() - timedelta(1))
    else:
        for alliance in both[: 1 if why == "one is done" else 2]:
            archive_alliance(alliance=alliance)
    pass_at()
    subjects = {"one is done": ["1 thing for you: Review of Two"], "another day": [kept.subject]}
    assert [message["Subject"] for _address, message in by_smtp.mails] == subjects.get(why, [])
    assert states() == {cast.lead.email: "sent" if why in subjects else "stopped"}
    assert Delivery.objects.get().prepared_at.date() == timezone.now().date()


def test_an_address_that_never_answers_is_given_up_after_ten_tries(by_smtp: Postbox, three_readers: list[str]) -> None:
    team = three_readers[1]
    by_smtp.answers = {team: "450 4.2.1 mailbox busy"}
    for _ in range(10):
        pass_at()
        Delivery.objects.update(claimed_until=None)
    row = Delivery.objects.get(person__user__email=team)
    assert (row.state, row.attempts) == ("failed", 10)


def test_what_another_worker_has_claimed_is_left_to_it(due_on: Callable[..., Alliance], cast: Cast) -> None:
    due_on(DAY, cast.lead)
    plan(clock=at())
    Delivery.objects.update(claimed_until=timezone.now() + CLAIM)
    claimed = pass_at()
    Delivery.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert (claimed, pass_at()) == (0, 1)


def test_a_mail_server_that_falls_silent_in_the_middle_is_counted_and_gets_the_same_mail_again(
    by_smtp: Postbox, due_on: Callable[..., Alliance], cast: Cast
) -> None:
    due_on(DAY, cast.lead)
    by_smtp.falls_silent = True
    assert pass_at() == 0
    row = Delivery.objects.get()
    assert (row.state, row.unclear, row.attempts) == ("planned", 1, 1)
    by_smtp.falls_silent = False
    Delivery.objects.update(claimed_until=None)
    assert pass_at() == 1
    first, second = (message for _address, message in by_smtp.mails)
    for name in ("Message-ID", "Date", "Subject", "To", "List-Unsubscribe"):
        assert first[name] == second[name]
    for part in ("plain", "html"):
        assert first.get_body((part,)).get_content() == second.get_body((part,)).get_content()
