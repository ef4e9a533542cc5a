"""Adding a kind of due thing is one function and its texts; and what the kinds there are hold due."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.db.models import F, Value
from django.test import Client
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.due import COLUMNS, DueText, Source
from coe_hub.people.models import User
from coe_hub.reminders.delivery import run_engine
from tests.cast import Cast
from tests.factories import make_alliance, make_organisation, make_person
from tests.reminders.items import make_item
from tests.reminders.registered import only
from tests.training.data import make_course
from training.actions import enrol

DAY = date(2026, 5, 14)


@pytest.fixture
def birthdays() -> Iterator[None]:
    """A new kind, as a later room would add it: everybody's birthday is DAY."""

    def rows(user: User | None) -> list:
        people = User.objects.active() if user is None else User.objects.filter(pk=user.pk)
        facts = {"kind": Value("birthday"), "object_id": F("pk"), "key": F("person__public_id"), "due_date": Value(DAY)}
        facts |= {"scope_id": due.NOBODY, "owner_id": F("person_id"), "backup_id": due.NOBODY}
        words = {"title": F("person__given_name"), "mail_title": F("person__given_name"), "detail": Value("")}
        return [people.annotate(**facts, **words).values(*COLUMNS)]

    def text(item: due.DueItem, name: str) -> DueText:
        return DueText(f"Birthday of {name}", "Once a year.", "Bake a cake.", "Because you exist.", "Bake")

    due.register(Source("birthday", "Birthdays", rows, text, "person_detail", "person_detail"))
    yield
    due.forget("birthday")


@pytest.mark.usefixtures("birthdays")
def test_a_new_kind_is_on_today_on_the_rail_and_in_the_mails(cast: Cast, client: Client) -> None:
    client.force_login(cast.lead)
    with time_machine.travel("2026-05-14T09:00Z", tick=False):
        page = client.get("/").content.decode()
        sent = run_engine(clock=lambda zone: datetime(2026, 5, 14, 9, tzinfo=zone)).sent
    assert (page.count("Birthday of Lena"), page.count('<span class="rail-count">1')) == (2, 1)
    assert sent == User.objects.count()
    assert "Today: Birthday of Lena" in [message.subject for message in mail.outbox]


# --- Courses that were left --------------------------------------------------------------------------------------
@pytest.fixture
def learner(cast: Cast, tmp_path: Path) -> User:
    """Began a course on 1 April and opened no lesson since."""
    course = make_course(tmp_path, by=cast.curator)
    with time_machine.travel("2026-04-01T09:00Z", tick=False):
        enrol(course=course, by=cast.stranger)
    return cast.stranger


def left(user: User | None, day: int) -> list[tuple[int, date]]:
    """(whose, due date) of courses left, as the list says so many days after 1 April."""
    with time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=timezone.get_default_timezone()) + timedelta(day)):
        found = due.iterate(until=date(2100, 1, 1), user=user, kind="course_left")
        return [(item.owner_id, item.due_date) for item in found]


def test_a_course_counts_as_left_after_two_weeks_and_is_forgotten_after_two_months(learner: User) -> None:
    expected = [(learner.person_id, date(2026, 4, 22))]
    assert {day: left(learner, day) for day in (0, 13, 15, 59, 61)} == {
        0: [],
        13: [],
        15: expected,
        59: expected,
        61: [],
    }


def test_nobody_else_sees_it(learner: User, cast: Cast) -> None:
    assert [left(user, 20) for user in (cast.admin, cast.curator, cast.manager)] == [[], [], []]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_when_a_course_is_due_does_not_depend_on_who_asks(zone: str, cast: Cast, tmp_path: Path) -> None:
    with time_machine.travel("2026-04-01T20:00Z", tick=False):  # the second of April in Tokyo
        enrol(course=make_course(tmp_path, by=cast.curator), by=cast.stranger)
    with timezone.override(zone):
        assert left(cast.stranger, 20) == [(cast.stranger.person_id, date(2026, 4, 22))]


def test_who_left_a_course_is_told_twice_and_then_no_more(learner: User) -> None:
    told = []
    with only("course_left"):
        for day in range(10, 80):
            on = date(2026, 4, 1) + timedelta(day)
            with time_machine.travel(datetime(on.year, on.month, on.day, 9, tzinfo=timezone.get_default_timezone())):
                if run_engine(clock=lambda zone, on=on: datetime(on.year, on.month, on.day, 9, tzinfo=zone)).sent:
                    told.append(on)
    assert told == [date(2026, 4, 15), date(2026, 4, 22)]
    assert {message.subject for message in mail.outbox} == {
        "1 thing for you: Go on with the course “Course basics (en)”"
    }


def test_everything_that_tells_of_it_calls_it_by_its_name_in_the_reader_s_language(
    learner: User, sign_in: Callable[..., Client]
) -> None:
    User.objects.filter(pk=learner.pk).update(language="ja")
    learner.refresh_from_db()
    day = date(2026, 4, 22)
    with time_machine.travel(datetime(2026, 4, 22, 9, tzinfo=timezone.get_default_timezone())):
        run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone))
        client = sign_in(learner)
        today = [item.title for item in client.get("/").context["items"]]
        listed = [item.title for item in client.get("/due/").context["items"]]
        told = [one.item.title for one in client.get("/reminders/").context["rows"]]
    name = "Course basics (ja)"
    assert (today, listed, told) == ([name], [name], [name])
    [message] = mail.outbox
    assert [(name in part, "(en)" in part) for part in (message.subject, message.body, message.alternatives[0][0])] == [
        (True, False)
    ] * 3


# --- Action items ------------------------------------------------------------------------------------------------
@pytest.fixture
def larch(cast: Cast) -> Alliance:
    """A restricted deal with a code name, its lead, and somebody at the partner."""
    return make_alliance(
        "Kestrel buys Umbra",
        by=cast.lead,
        kind="restricted",
        stage="negotiating",
        code_name="Project Larch",
        review_months=None,
    )


def mails_of(day: date) -> dict[str, str]:
    """Subject, text and HTML of the mails of that morning, by reader."""
    mail.outbox.clear()
    run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone))
    whole = {sent.to[0]: sent.subject + sent.body + sent.alternatives[0][0] for sent in mail.outbox}
    assert len(whole) == len(mail.outbox)
    return whole


@pytest.mark.parametrize("due_on", [DAY, DAY + timedelta(7)])
def test_an_action_is_told_under_the_code_name_and_can_be_closed_from_the_mail(
    due_on: date, larch: Alliance, cast: Cast
) -> None:
    make_item(larch, cast.lead.person, by=cast.lead, text="Ask for the data room", due_on=due_on)
    [(reader, whole)] = mails_of(DAY).items()
    assert (reader, "Ask for the data room (Project Larch)" in whole) == (cast.lead.email, True)
    assert ("Umbra" in whole, "?do=done" in whole) == (False, True)


def test_a_partner_is_told_by_a_link_of_their_own_where_we_said_so_and_else_our_lead_is(
    larch: Alliance, cast: Cast
) -> None:
    partner = make_person("Nora Contact", at=make_organisation("Northwind Biotech"), email="nora@northwind.example")
    facts = {"by": cast.lead, "side": "theirs", "due_on": DAY}
    make_item(larch, partner, text="Send the package", reminds_by_mail=True, **facts)
    make_item(larch, partner, text="Name a chair", **facts)
    whole = mails_of(DAY)
    assert set(whole) == {"nora@northwind.example", cast.lead.email}
    theirs, ours = whole["nora@northwind.example"], whole[cast.lead.email]
    assert ("Send the package" in theirs, "/p/" in theirs, "Name a chair" in theirs) == (True, True, False)
    assert ("/actions/" in theirs, "/reminders/settings/" in theirs) == (False, False)
    assert ("Ask about: Name a chair (Project Larch)" in ours, "Send the package" in ours) == (True, False)
