"""What is counted as right, and what the learning record and a try that was handed in let nobody do."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import translation

from coe_hub.people.models import User
from coe_hub.publishing.actions import published
from tests.cast import Cast
from training.actions import enrol, finish_lesson, start_attempt, submit_attempt
from training.models import Answer, Course, Enrolment, LearningRecord, QuizAttempt
from training.quiz import Quiz, quiz_of, score_of


def options(**keys: str) -> dict[str, set[str]]:
    """Chosen options from their letters by question."""
    return {question: set(letters) for question, letters in keys.items()}


def live(course: Course) -> Quiz:
    """What readers are asked now."""
    return quiz_of(published(course.content), "en")


ALL_RIGHT = {"case": "b", "one": "a", "some": "ab", "last": "b"}


@pytest.fixture
def learner(cast: Cast) -> User:
    return cast.stranger


@pytest.fixture
def enrolment(course: Course, learner: User) -> Enrolment:
    return enrol(course=course, by=learner)


@pytest.mark.parametrize(
    ("chosen", "score"),
    [
        (ALL_RIGHT, 100),
        (ALL_RIGHT | {"case": "a"}, 75),
        (ALL_RIGHT | {"one": "b"}, 75),
        (ALL_RIGHT | {"some": "a"}, 75),
        (ALL_RIGHT | {"some": "abc"}, 75),
        (ALL_RIGHT | {"some": "c", "last": "a"}, 50),
        ({}, 0),
    ],
)
def test_each_question_is_right_as_a_whole_or_not(course: Course, chosen: dict[str, str], score: int) -> None:
    assert score_of(live(course).questions, options(**chosen)) == score


@pytest.mark.parametrize(("one", "passed"), [("a", True), ("b", False)])
def test_the_pass_mark_itself_passes(enrolment: Enrolment, one: str, passed: bool) -> None:
    chosen = options(**(ALL_RIGHT | {"case": "a", "one": one}))
    attempt = submit_attempt(attempt=start_attempt(enrolment=enrolment), chosen=chosen)
    assert (attempt.score, attempt.passed) == ((75, True) if passed else (50, False))
    assert LearningRecord.objects.filter(event="quiz_passed").count() == passed


def test_completed_needs_lessons_and_quiz_in_whichever_order(enrolment: Enrolment) -> None:
    course = enrolment.course
    submit_attempt(attempt=start_attempt(enrolment=enrolment), chosen=options(**ALL_RIGHT))
    first, second = course.lessons.in_order()
    finish_lesson(enrolment=enrolment, lesson=first)
    enrolment.refresh_from_db()
    assert enrolment.finished_at is None
    finish_lesson(enrolment=enrolment, lesson=second)
    enrolment.refresh_from_db()
    assert enrolment.finished_at is not None
    assert LearningRecord.objects.filter(event="completed").count() == 1


def test_a_pass_again_is_recorded_again_and_completes_once(enrolment: Enrolment) -> None:
    course = enrolment.course
    for lesson in course.lessons.all():
        finish_lesson(enrolment=enrolment, lesson=lesson)
    for _try in range(2):
        submit_attempt(attempt=start_attempt(enrolment=enrolment), chosen=options(**ALL_RIGHT))
    assert LearningRecord.objects.filter(event="quiz_passed").count() == 2
    assert LearningRecord.objects.filter(event="completed").count() == 1


def test_start_attempt_goes_on_with_the_open_one(enrolment: Enrolment) -> None:
    assert start_attempt(enrolment=enrolment) == start_attempt(enrolment=enrolment)


def test_submit_attempt_twice_keeps_the_first(enrolment: Enrolment) -> None:
    attempt = start_attempt(enrolment=enrolment)
    submit_attempt(attempt=attempt, chosen=options(**ALL_RIGHT))
    assert submit_attempt(attempt=attempt, chosen={}).score == 100
    assert Answer.objects.filter(attempt=attempt).count() == 5


def test_the_record_keeps_titles_as_they_were_in_both_languages(enrolment: Enrolment) -> None:
    record = LearningRecord.objects.get(event="enrolled")
    assert record.course_titles == {"en": "Course basics (en)", "ja": "Course basics (ja)"}
    with translation.override("ja"):
        assert record.course_title == "Course basics (ja)"


def refused(work: Callable[[], object]) -> str:
    """What the database says; empty where it obeys."""
    try:
        with transaction.atomic():
            work()
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return ""


def test_the_learning_record_takes_rows_and_never_changes_one(enrolment: Enrolment) -> None:
    record = LearningRecord.objects.get()
    rows = LearningRecord.objects.filter(pk=record.pk)
    assert "Cannot" in refused(lambda: rows.update(course_slug="other"))
    assert "Cannot" in refused(rows.delete)
    assert LearningRecord.objects.get().course_slug == "basics"
    finish_lesson(enrolment=enrolment, lesson=enrolment.course.lessons.in_order()[0])
    assert LearningRecord.objects.count() == 2


def test_a_try_that_was_handed_in_stays_as_it_is(enrolment: Enrolment) -> None:
    attempt = start_attempt(enrolment=enrolment)
    own = QuizAttempt.objects.filter(pk=attempt.pk)
    assert refused(lambda: own.update(started_at=F("started_at"))) == ""
    submit_attempt(attempt=attempt, chosen=options(case="a"))
    assert "Cannot" in refused(lambda: own.update(score=100))
    assert "Cannot" in refused(lambda: Answer.objects.update(attempt=attempt))
