"""Links in mails: done, later, not mine, no more mails. They work once, without an account; opening changes nothing."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from alliances.core.models import Alliance
from alliances.reviews.actions.reviews import do_review
from coe_hub import due
from coe_hub.reminders.delivery import run_engine
from coe_hub.reminders.models import KindPreference, Reminder, Response
from tests.cast import Cast
from tests.factories import make_member

DAY = date(2026, 5, 14)
NINE = datetime(2026, 5, 14, 9, tzinfo=UTC)


def morning(day: date = DAY) -> int:
    """One pass at nine that day; how many mails went out."""
    return run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone)).sent


def links() -> dict[str, str]:
    """The links of the last mail by what they do."""
    found = re.findall(r"http://[^/]+(/reminders/(answer|mute)/\S+)", mail.outbox[-1].body)
    by_end = {path.rpartition("?do=")[2]: path for path, kind in found if kind == "answer"}
    return by_end | {kind: path for path, kind in found if kind == "mute"}


@pytest.fixture
def told(due_on: Callable[..., Alliance], cast: Cast) -> Alliance:
    """An alliance of the lead's whose review is due on DAY, and was told of that morning."""
    with time_machine.travel(NINE, tick=False):
        alliance = due_on(DAY, cast.lead)
        morning()
    return alliance


@pytest.fixture
def visitor() -> Client:
    """Somebody who is not signed in, whose browser checks forms as browsers do."""
    return Client(enforce_csrf_checks=True)


def post(visitor: Client, path: str, **data: str) -> str:
    """Open the page, then press its button; the heading of the answer."""
    page = visitor.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    data |= {"csrfmiddlewaretoken": token.group(1)} if token else {}
    return heading(visitor.post(path.split("?")[0], data))


def heading(response: object) -> str:
    [found] = re.findall(r"<h1>\s*(.*?)\s*</h1>", response.content.decode(), re.DOTALL)
    return found


@pytest.mark.parametrize("do", ["snooze", "not_mine"])
def test_opening_a_link_changes_nothing(do: str, told: Alliance, visitor: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        for method in (visitor.get, visitor.head, visitor.get):
            assert method(links()[do]).status_code == 200
    assert (Response.objects.count(), KindPreference.objects.count()) == (0, 0)


def test_later_holds_the_reminder_back_and_works_once(told: Alliance, visitor: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        path = links()["snooze"]
        assert post(visitor, path, answer="snoozed", until="2026-05-20") == "Thank you"
        assert post(visitor, path, answer="not_mine") == "You answered this already"
    answer = Response.objects.get()
    assert (answer.answer, answer.until, answer.due_date) == ("snoozed", date(2026, 5, 20), DAY)
    assert [morning(DAY + timedelta(days)) for days in range(1, 7)] == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("until", ["2026-05-14", "2026-05-01", "", "soon", "9999-99-99"])
def test_a_day_that_is_not_ahead_is_refused_and_can_be_mended(until: str, told: Alliance, visitor: Client) -> None:
    with time_machine.travel(NINE, tick=False):
        path = links()["snooze"]
        page = visitor.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode()).group(1)
        answer = visitor.post(
            path.split("?")[0], {"answer": "snoozed", "until": until, "csrfmiddlewaretoken": token}
        ).content.decode()
        assert "Choose a day that is still ahead." in answer
        assert Response.objects.count() == 0
        assert post(visitor, path, answer="snoozed", until="2026-05-15") == "Thank you"


def test_not_mine_ends_it_for_its_reader_and_leaves_it_on_today(told: Alliance, visitor: Client, cast: Cast) -> None:
    with time_machine.travel(NINE, tick=False):
        assert post(visitor, links()["not_mine"], answer="not_mine") == "Thank you"
    assert [morning(DAY + timedelta(days)) for days in range(1, 8)] == [0] * 7
    waiting = due.items(until=DAY, user=cast.lead, owner_id=cast.lead.person_id)
    assert [item.object_id for item in waiting] == [told.pk]


@pytest.mark.parametrize("sponsored", [True, False])
def test_not_mine_promises_only_what_happens(sponsored: bool, told: Alliance, visitor: Client, cast: Cast) -> None:
    if sponsored:
        make_member(told, cast.team.person, role="executive_sponsor")
    with time_machine.travel(NINE, tick=False):
        path = links()["not_mine"]
        page = visitor.get(path).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        answer = visitor.post(path.split("?")[0], {"answer": "not_mine", "csrfmiddlewaretoken": token})
    told_of_it = "Who stands behind it is told" in page, "Who stands behind it is told" in answer.content.decode()
    assert told_of_it == (sponsored, sponsored)
    assert morning(DAY + timedelta(1)) == int(sponsored)


def test_what_was_done_meanwhile_asks_for_nothing(told: Alliance, visitor: Client, cast: Cast) -> None:
    do_review(alliance=told, held_on=DAY, outcome="on_track", note="", by=cast.lead)
    with time_machine.travel(NINE, tick=False):
        assert heading(visitor.get(links()["snooze"])) == "Nothing is left to do here"


def test_who_lost_access_reads_nothing(told: Alliance, visitor: Client) -> None:
    told.scope.kind = "restricted"
    told.scope.save()
    told.scope.grants.all().delete()
    with time_machine.travel(NINE, tick=False):
        page = visitor.get(links()["snooze"]).content.decode()
    assert ("Nothing is left to do here" in page, told.name in page) == (True, False)


@pytest.mark.parametrize("change", ["forged", "of another kind", "three months later"])
def test_a_link_that_is_not_ours_or_old_ends(change: str, told: Alliance, visitor: Client) -> None:
    path, now = links()["snooze"], NINE
    if change == "forged":
        number = Reminder.objects.get().pk
        path = path.replace(f"/{number}:", f"/{number + 1}:")
    elif change == "of another kind":
        path = path.replace("/answer/", "/mute/")
    else:
        now += timedelta(91)
    with time_machine.travel(now, tick=False):
        answer = visitor.get(path)
    assert (answer.status_code, heading(answer)) == (404, "This link has ended")


def test_no_more_mails_of_a_kind(told: Alliance, visitor: Client, cast: Cast) -> None:
    with time_machine.travel(NINE, tick=False):
        path = links()["mute"]
        assert heading(visitor.get(path)) == "No more mails like this one"
        assert KindPreference.objects.count() == 0
        assert post(visitor, path, kinds="alliance_review") == "No more mails of this kind"
    preference = KindPreference.objects.get()
    assert (preference.person, preference.kind, preference.is_muted) == (cast.lead.person, "alliance_review", True)
    assert morning(DAY + timedelta(1)) == 0
    assert list(Reminder.objects.order_by("told_for").values_list("channel", flat=True)) == ["single", "page"]


def test_the_button_of_a_mail_program_works_with_one_post(told: Alliance, cast: Cast) -> None:
    header = mail.outbox[-1].extra_headers["List-Unsubscribe"]
    path = re.fullmatch(r"<http://[^/]+(/.*)>", header).group(1)
    program = Client(enforce_csrf_checks=True)
    with time_machine.travel(NINE, tick=False):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert KindPreference.objects.get().is_muted


def test_done_closes_what_one_step_closes(visitor: Client, cast: Cast, one_step: list[int]) -> None:
    with time_machine.travel(NINE, tick=False):
        morning()
        path = links()["done"]
        assert visitor.get(path).status_code == 200
        assert one_step == []
        assert post(visitor, path, answer="done") == "Thank you"
    assert one_step == [cast.lead.person_id]
