"""What curators and learners are refused; courses in the wrong form are in `test_load_courses.py`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.refusals import LOST, Said, refused
from tests.training.data import make_course
from training.actions import create_course, create_lesson, edit_facts, enrol, publish_edition, start_attempt
from training.models import Course, QuizAttempt
from training.models.questions import check_texts

FACTS: dict[str, Any] = {"toolkit": "research", "minutes": 10, "audiences": ["scientist"]}
TAKEN = {"__all__": ["Content with this Kind and Address already exists."]}
NO_MINUTES = {"minutes": ["Ensure this value is greater than or equal to 1."]}


def begun(cast: Cast, **changes: Any) -> Course:
    return create_course(**{"title": "Begun", "purpose": "To begin.", "by": cast.curator} | FACTS | changes)


def edited(course: Course, *, version: int | None = None, **changes: Any) -> None:
    care = {"owner": None, "co_owner": None, "review_months": 3}
    edit_facts(course=course, care=care, version=version or course.content.version, **FACTS | changes)


REFUSALS: dict[str, tuple[Callable[[Cast, Course], object], Said]] = {
    "create_course: a title that is taken": (lambda w, _course: begun(w, title="Basics"), TAKEN),
    "create_course: in no time": (lambda w, _course: begun(w, minutes=0), NO_MINUTES),
    "create_lesson: a title that is taken": (
        lambda w, course: create_lesson(course=course, title="Basics lesson 1", minutes=3, by=w.curator),
        TAKEN,
    ),
    "create_lesson: in no time": (
        lambda w, course: create_lesson(course=course, title="Another", minutes=0, by=w.curator),
        NO_MINUTES,
    ),
    "edit_facts: saved meanwhile": (lambda _w, course: edited(course, version=99), LOST),
    "edit_facts: in no time": (lambda _w, course: edited(course, minutes=0), NO_MINUTES),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, cast: Cast, course: Course) -> None:
    act, said = REFUSALS[name]
    course.content.refresh_from_db()
    with refused(said):
        act(cast, course)


def test_publish_edition_of_its_own_author_is_refused(cast: Cast) -> None:
    draft = begun(cast).content.editions.get()
    with refused(DomainError("Somebody else than its author approves an edition. Ask another curator.")):
        publish_edition(draft=draft, by=cast.curator)


def test_start_attempt_of_a_course_without_a_quiz_is_refused(cast: Cast, tmp_path: Path) -> None:
    course = make_course(tmp_path, "quiet", by=cast.curator, quiz=[])
    enrolment = enrol(course=course, by=cast.stranger)
    with refused(DomainError("This course has no quiz.")):
        start_attempt(enrolment=enrolment)
    assert QuizAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"ja": "問い"}, "Write the text in English first; translations come beside it."),
        ({"en": "Ask", "xx": "?"}, "Each language of the hub has one text, and no other has."),
        ({"en": "Ask", "ja": " "}, "Each language of the hub has one text, and no other has."),
    ],
)
def test_a_text_of_a_quiz_that_is_none_is_refused(texts: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        check_texts(texts)
    assert caught.value.messages == [said]
