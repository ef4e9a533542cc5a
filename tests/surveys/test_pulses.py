"""The pulse: two questions after use, asked once, told from five people on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from coe_hub.people.models import User
from coe_hub.publishing.models import Content
from coe_hub.surveys.actions.answering import Answers
from coe_hub.surveys.actions.pulses import answer_pulse, settle_rounds
from coe_hub.surveys.models import Participant, PulseRound, PulseSkipped, Response, Wave
from coe_hub.surveys.pulses import Pulse, may_say, pulse_of, to_ask
from coe_hub.surveys.results import Score
from coe_hub.surveys.tasks import run_waves
from coe_hub.usage.models import UsageEvent
from tests.cast import Cast
from tests.factories import make_user
from tests.surveys.data import SCALE, make_questionnaire
from tests.toolkits.data import make_tool
from tests.training.data import make_course
from toolkits.models import Tool
from training.models import Enrolment

BLOCKS = [
    ("title", "line", "After use"),
    ("purpose", "line", "To know whether it helped."),
    ("use", "theme", "Your work"),
    ("easier", "asked", f"It made my work easier.\n\n{SCALE}"),
    ("time-saved", "asked", "How much time?\n\n( ) None\n( ) An hour\n( ) A day"),
]


@pytest.fixture
def tool(cast: Cast) -> Tool:
    make_questionnaire(cast.curator, use="pulse", slug="after-use", blocks=BLOCKS)
    return make_tool(author=cast.curator, approver=cast.admin, title="Kick-off guide")


def use(content: Content, user: User, *, days_ago: int = 2) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    UsageEvent.objects.create(user=user, kind="download", content_id=content.pk, at=at)


def say(content: Content, user: User, easier: str, saved: str) -> None:
    answer_pulse(content=content, given=Answers({"easier": easier, "time-saved": saved}, {}), by=user)


def people(count: int) -> list[User]:
    return [make_user(f"User{number} Asked") for number in range(count)]


def test_pulse_answer_is_offered_once_after_use(tool: Tool, cast: Cast, sign_in: Callable[..., Client]) -> None:
    browser, address = sign_in(cast.team), f"/questionnaires/after-use/tool/{tool.content.slug}/"
    asks = "Two questions, without your name."
    assert asks not in browser.get(tool.get_absolute_url()).content.decode()
    assert browser.get(address).url == tool.get_absolute_url()
    assert browser.get(tool.get_absolute_url() + "download/").status_code == 200
    assert asks in browser.get(tool.get_absolute_url()).content.decode()
    # Today waits a day, and forgets after a month.
    now = timezone.now()
    days = [to_ask(cast.team, now + timedelta(days=number)) for number in (0, 2, 40)]
    assert days == [None, tool.content, None]
    assert browser.post(address, {"question-easier": "4"}).context["form"].errors == {
        "question-time-saved": ["This question has no answer yet."]
    }
    assert browser.post(address, {"question-easier": "4", "question-time-saved": "b"}).url == tool.get_absolute_url()
    assert asks not in browser.get(tool.get_absolute_url()).content.decode()
    assert browser.post(address, {"question-easier": "1", "question-time-saved": "a"}).url == tool.get_absolute_url()
    assert Participant.objects.filter(person=cast.team.person).count() == 1


def test_pulse_skip_means_it_is_not_asked_again(tool: Tool, cast: Cast, sign_in: Callable[..., Client]) -> None:
    use(tool.content, cast.team)
    browser = sign_in(cast.team)
    assert "You used “Minutes and what to capture”. Did it help?" in browser.get("/").content.decode()
    for _time in "ab":
        browser.post(f"/questionnaires/after-use/tool/{tool.content.slug}/skip/")
    assert "Did it help?" not in browser.get("/").content.decode()
    assert PulseSkipped.objects.filter(user=cast.team).count() == 1


def test_it_is_told_from_five_people_on_and_nothing_less_can_be_subtracted(
    tool: Tool, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    asked = people(9)
    page = sign_in(cast.viewer)
    for user, easier, saved in zip(asked[:4], "5542", "bbca", strict=True):
        say(tool.content, user, easier, saved)
    run_waves()
    assert (pulse_of(tool.content), Response.objects.count()) == (None, 0)
    assert "Told once 5 people who used it have said how it went." in page.get(tool.get_absolute_url()).content.decode()
    say(tool.content, asked[4], "4", "b")
    assert pulse_of(tool.content) is None
    run_waves()
    told = Pulse(5, Score(5, 4.0, 80, pytest.approx(1.0954, abs=1e-4)), [("None", 20), ("An hour", 60), ("A day", 20)])
    assert pulse_of(tool.content) == told
    text = page.get(tool.get_absolute_url()).content.decode()
    assert "80% say it made their work easier." in text
    assert "5 people said so after using it, without their names." in text
    # Four more begin a round of their own; what is told moves only when that one has five.
    for user in asked[5:]:
        say(tool.content, user, "1", "a")
    run_waves()
    assert pulse_of(tool.content) == told


def test_a_round_with_too_few_goes_on_after_its_last_day(tool: Tool) -> None:
    first, second = people(2)
    say(tool.content, first, "5", "b")
    Wave.objects.update(opens_on=timezone.localdate() - timedelta(200), closes_on=timezone.localdate() - timedelta(1))
    assert settle_rounds() == 0
    run_waves()
    say(tool.content, second, "5", "b")
    assert [one.wave.is_counted for one in PulseRound.objects.all()] == [False]


def test_nothing_ties_an_answer_to_who_gave_it(tool: Tool) -> None:
    asked = people(5)
    for number, user in enumerate(asked, start=1):
        say(tool.content, user, str(number), "a")
    run_waves()
    assert sorted(Response.objects.values_list("answers__easier", flat=True)) == ["1", "2", "3", "4", "5"]
    assert {(one.participant_id, one.perspective) for one in Response.objects.all()} == {(None, "operational")}
    assert not any(may_say(user, tool.content) for user in asked)


def test_a_course_asks_once_it_is_finished(
    tool: Tool, cast: Cast, sign_in: Callable[..., Client], tmp_path: Path
) -> None:
    course = make_course(tmp_path, by=cast.curator)
    enrolment = Enrolment.objects.create(user=cast.team, course=course)
    assert not may_say(cast.team, course.content)
    Enrolment.objects.filter(pk=enrolment.pk).update(finished_at=timezone.now())
    assert may_say(cast.team, course.content)
    address = f"/questionnaires/after-use/course/{course.content.slug}/"
    assert [one.text for one in sign_in(cast.team).get(address).context["asking"].questions] == [
        "It made my work easier.",
        "How much time?",
    ]


def test_without_a_questionnaire_nobody_is_asked(cast: Cast) -> None:
    tool = make_tool(author=cast.curator, approver=cast.admin)
    use(tool.content, cast.team)
    assert to_ask(cast.team, timezone.now()) is None


def test_who_only_reads_is_not_asked(tool: Tool, cast: Cast) -> None:
    use(tool.content, cast.auditor)
    assert [to_ask(cast.auditor, timezone.now()), may_say(cast.auditor, tool.content)] == [None, False]
