"""What a learner does, page by page, and what nobody else sees of it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coe_hub.people.models import User
from coe_hub.publishing.actions import retire
from coe_hub.usage.models import UsageEvent
from tests.cast import Cast
from tests.training.data import RIGHT, make_course, question
from training.actions import enrol, finish_lesson, start_attempt, submit_attempt
from training.models import Course, Enrolment, LearningRecord, QuizAttempt

COURSE = "/training/basics/"
FIRST, SECOND = f"{COURSE}lessons/basics-lesson-1/", f"{COURSE}lessons/basics-lesson-2/"
QUIZ = f"{COURSE}quiz/"
OTHERS = ("lead", "manager", "committee", "curator", "admin", "auditor")


def text(learner: Client, address: str) -> str:
    response = learner.get(address)
    assert response.status_code == 200
    return response.content.decode()


def events(user: User) -> list[str]:
    return list(LearningRecord.objects.filter(user=user).order_by("pk").values_list("event", flat=True))


def test_a_learner_goes_from_the_list_to_a_completed_course(cast: Cast, course: Course, learner: Client) -> None:
    assert "1 course, a few minutes a lesson" in text(learner, "/training/")
    assert learner.post(f"{COURSE}start/").headers["Location"] == FIRST
    assert learner.post(f"{FIRST}finish/").headers["Location"] == SECOND
    assert learner.post(f"{SECOND}finish/").headers["Location"] == QUIZ
    assert "Begin the quiz" in text(learner, QUIZ)
    learner.post(f"{QUIZ}start/")
    attempt = QuizAttempt.objects.get()
    answer = learner.post(QUIZ, {"attempt": attempt.public_id, **RIGHT})
    assert answer.headers["Location"] == f"{QUIZ}{attempt.public_id}/"
    page = text(learner, answer.headers["Location"])
    assert "Passed with 100%" in page
    assert "You have completed the course" in page
    assert events(cast.stranger) == ["enrolled", "lesson_done", "lesson_done", "quiz_passed", "completed"]
    used = UsageEvent.objects.filter(user=cast.stranger, course_id=course.pk).order_by("pk")
    assert list(used.values_list("kind", flat=True)) == ["start", "finish"]
    record = text(learner, "/training/record/")
    assert "Quiz passed · 100%" in record
    assert "Lesson 1 of basics" in record


def test_course_list_says_what_is_left_and_where_to_go_on(course: Course, learner: Client) -> None:
    learner.post(f"{COURSE}start/")
    learner.post(f"{FIRST}finish/")
    page = text(learner, "/training/")
    assert "7 minutes left of what you began" in page
    assert "1 of 3 steps done" in page
    assert f'href="{SECOND}"' in page


def test_course_start_leads_back_to_the_lesson_one_was_at(tmp_path: Path, cast: Cast, learner: Client) -> None:
    make_course(tmp_path, by=cast.curator, lessons=3)
    learner.post(f"{COURSE}start/")
    learner.get(f"{COURSE}lessons/basics-lesson-3/")
    assert learner.post(f"{COURSE}start/").headers["Location"] == f"{COURSE}lessons/basics-lesson-3/"
    learner.post(f"{COURSE}lessons/basics-lesson-3/finish/")
    assert learner.post(f"{COURSE}start/").headers["Location"] == FIRST


def test_lesson_detail_can_be_looked_at_without_beginning(course: Course, learner: Client) -> None:
    assert "You are looking in." in text(learner, FIRST)
    assert Enrolment.objects.count() == 0


def test_lesson_finish_begins_the_course_for_who_had_not(cast: Cast, course: Course, learner: Client) -> None:
    learner.post(f"{FIRST}finish/")
    learner.post(f"{FIRST}finish/")
    assert events(cast.stranger) == ["enrolled", "lesson_done"]


def test_a_lesson_of_another_course_is_not_found(tmp_path: Path, cast: Cast, learner: Client) -> None:
    make_course(tmp_path, by=cast.curator)
    make_course(tmp_path, "other", by=cast.curator)
    assert learner.get(f"{COURSE}lessons/other-lesson-1/").status_code == 404
    assert learner.post(f"{COURSE}lessons/other-lesson-1/finish/").status_code == 404


def test_quiz_take_keeps_what_was_chosen_where_an_answer_is_missing(course: Course, learner: Client) -> None:
    learner.post(f"{QUIZ}start/")
    attempt = QuizAttempt.objects.get()
    page = learner.post(QUIZ, {"attempt": attempt.public_id, "question-case": "b", "question-some": ["a", "c"]})
    html = page.content.decode()
    assert "2 questions have no answer yet. The others are kept." in html
    assert html.count(" checked") == 3
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_quiz_take_refuses_an_answer_that_was_not_offered(course: Course, learner: Client) -> None:
    learner.post(f"{QUIZ}start/")
    html = learner.post(QUIZ, {**RIGHT, "question-one": "<z>"}).content.decode()
    assert "1 question has no answer yet." in html
    assert "<z>" not in html


def test_quiz_take_twice_leads_to_the_one_result(course: Course, learner: Client) -> None:
    learner.post(f"{QUIZ}start/")
    sent = {"attempt": QuizAttempt.objects.get().public_id, **RIGHT}
    first = learner.post(QUIZ, sent).headers["Location"]
    assert learner.post(QUIZ, sent | {"question-one": "b"}).headers["Location"] == first
    assert QuizAttempt.objects.get().score == 100


def test_quiz_take_loses_no_answers_of_who_had_not_begun(cast: Cast, course: Course, learner: Client) -> None:
    learner.post(QUIZ, RIGHT)
    assert QuizAttempt.objects.get(enrolment__user=cast.stranger).score == 100


def test_quiz_result_teaches_by_every_chosen_and_every_right_option(course: Course, learner: Client) -> None:
    answer = learner.post(QUIZ, {**RIGHT, "question-one": "b", "question-some": ["a"]})
    page = text(learner, answer.headers["Location"])
    shown = ["case 1", "one 0", "one 1", "some 0", "some 1", "last 1"]
    assert [one for one in shown if f"why {one} (en)" not in page] == []
    assert [one for one in ("case 0", "some 2", "last 0") if f"why {one} (en)" in page] == []
    assert "50% this time; 75% passes" in page
    assert "Take it again" in page


def test_a_course_without_a_quiz_is_completed_by_its_lessons(tmp_path: Path, cast: Cast, learner: Client) -> None:
    make_course(tmp_path, by=cast.curator, quiz=[])
    learner.post(f"{FIRST}finish/")
    assert learner.post(f"{SECOND}finish/").headers["Location"] == COURSE
    assert events(cast.stranger)[-1] == "completed"
    assert learner.get(QUIZ).status_code == 404
    assert learner.post(f"{QUIZ}start/").status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_how_far_somebody_is(
    role: str, cast: Cast, course: Course, sign_in: Callable[..., Client]
) -> None:
    other = sign_in(getattr(cast, role))
    pages = ["/training/", COURSE, FIRST, "/training/record/"]
    other.get("/")
    before = [_plain(other, page) for page in pages]
    enrolment = enrol(course=course, by=cast.stranger)
    for lesson in course.lessons.all():
        finish_lesson(enrolment=enrolment, lesson=lesson)
    attempt = submit_attempt(attempt=start_attempt(enrolment=enrolment), chosen={})
    assert [_plain(other, page) for page in pages] == before
    assert other.get(f"{QUIZ}{attempt.public_id}/").status_code == 404


_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def _plain(learner: Client, page: str) -> str:
    """The page without the token that differs each time."""
    return _TOKEN.sub("", text(learner, page))


def test_an_open_try_has_no_result(course: Course, learner: Client) -> None:
    learner.post(f"{QUIZ}start/")
    assert learner.get(f"{QUIZ}{QuizAttempt.objects.get().public_id}/").status_code == 404


def test_an_auditor_reads_and_begins_nothing(cast: Cast, course: Course, sign_in: Callable[..., Client]) -> None:
    auditor = sign_in(cast.auditor)
    read = [auditor.get(page).status_code for page in ("/training/", COURSE, FIRST, "/training/record/")]
    assert read == [200, 200, 200, 200]
    refused = [auditor.post(page).status_code for page in (f"{COURSE}start/", f"{FIRST}finish/", f"{QUIZ}start/", QUIZ)]
    assert refused == [403, 403, 403, 403]
    assert "Start the course" not in text(auditor, COURSE)


def test_what_is_retired_is_not_found_and_stays_on_the_record(cast: Cast, course: Course, learner: Client) -> None:
    learner.post(f"{COURSE}start/")
    course.content.refresh_from_db()
    retire(content=course.content, reason="The new one says it better.", instead=None, version=course.content.version)
    assert learner.get(COURSE).status_code == 404
    page = text(learner, "/training/record/")
    assert "Course basics (en)" in page
    assert f'href="{COURSE}"' not in page


def _read_japanese(user: User) -> None:
    user.language = "ja"
    user.save()


def test_the_words_follow_the_reader(cast: Cast, course: Course, learner: Client) -> None:
    _read_japanese(cast.stranger)
    assert "Course basics (ja)" in text(learner, "/training/")
    lesson = text(learner, FIRST)
    assert "Text 1 in ja." in lesson
    assert '<section id="case" class="passage text" lang="ja">' in lesson
    learner.post(f"{QUIZ}start/")
    assert "What about case? (ja)" in text(learner, QUIZ)


def test_what_is_not_translated_is_shown_in_english_and_says_so(tmp_path: Path, cast: Cast, learner: Client) -> None:
    quiz = [question("case", "scenario", False, True, languages=("en",))]
    make_course(tmp_path, by=cast.curator, languages=("en",), quiz=quiz)
    _read_japanese(cast.stranger)
    for page, words in (("/training/", "Course basics (en)"), (FIRST, "Text 1 in en."), (COURSE, "Lesson 2 of basics")):
        html = text(learner, page)
        assert words in html
        assert "pill" in html
    learner.post(f"{QUIZ}start/")
    assert "What about case? (en)" in text(learner, QUIZ)


# Two of them are the frame's: the account, and what waits.
QUERIES = {
    "/training/": 8,
    "/training/course-0/": 16,
    "/training/course-0/lessons/course-0-lesson-1/": 12,
    "/training/course-0/quiz/": 10,
    "/training/record/": 4,
}


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    count: int,
    tmp_path: Path,
    cast: Cast,
    learner: Client,
) -> None:
    for number in range(count):
        course = make_course(tmp_path, f"course-{number}", by=cast.curator, lessons=count)
        enrolment = enrol(course=course, by=cast.stranger)
        finish_lesson(enrolment=enrolment, lesson=course.lessons.in_order()[0])
        for _again in range(count):
            submit_attempt(attempt=start_attempt(enrolment=enrolment), chosen={})
    learner.get("/training/")
    counted = {}
    for address in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            learner.get(address)
        counted[address] = len(queries)
    assert counted == QUERIES
