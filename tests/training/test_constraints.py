"""Each constraint of the training room, tried with what is right and with what is wrong."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from coe_hub.publishing.models import Content
from tests.cast import Cast
from tests.factories import make_user
from toolkits.models import Tool
from training.models import (
    Answer,
    Course,
    CourseLesson,
    CourseTool,
    Enrolment,
    LearningRecord,
    LessonProgress,
    Option,
    Question,
    QuizAttempt,
)

NOW = timezone.now()


def content(kind: str, slug: str) -> Content:
    return Content.objects.create(kind=kind, slug=slug)


def course(slug: str, **values: Any) -> Course:
    facts = {"toolkit": "research", "audiences": ["scientist"], "minutes": 10, "pass_mark": 75}
    return Course(content=content("course", slug), **facts | values)


def lesson(w: SimpleNamespace, slug: str, **values: Any) -> CourseLesson:
    return CourseLesson(
        **{"course": w.course, "content": content("lesson", slug), "position": 9, "minutes": 5} | values
    )


def asked(w: SimpleNamespace, key: str, **values: Any) -> Question:
    return Question(**{"course": w.course, "key": key, "kind": "choice", "texts": {"en": "?"}, "position": 9} | values)


def offered(w: SimpleNamespace, key: str, **values: Any) -> Option:
    return Option(question=w.question, key=key, **OPTION | values)


def enrolment(w: SimpleNamespace, name: str, **values: Any) -> Enrolment:
    return Enrolment(**{"course": w.course, "user": make_user(f"{name} Learner")} | values)


def attempt(w: SimpleNamespace, **values: Any) -> QuizAttempt:
    return QuizAttempt(enrolment=w.enrolment, started_at=NOW, **values)


def record(w: SimpleNamespace, event: str, **values: Any) -> LearningRecord:
    return LearningRecord(user=w.user, event=event, course_titles={}, **{"course_slug": "c"} | values)


OPTION = {"texts": {"en": "a"}, "feedbacks": {"en": "b"}, "is_correct": True, "position": 9}
SENT = {"submitted_at": NOW, "score": 80, "passed": True}
CASES: dict[str, Callable[[SimpleNamespace], list[models.Model]]] = {
    "course_toolkit_known": lambda _w: [
        *[course(kind, toolkit=kind) for kind in ("research", "development", "commercial", "fundamentals")],
        course("e", toolkit="games"),
    ],
    "course_audiences_known": lambda _w: [
        course("a", audiences=["scientist", "alliance_manager", "executive"]),
        course("b", audiences=["king"]),
    ],
    "course_minutes_range": lambda _w: [course("a", minutes=1), course("b", minutes=480), course("c", minutes=0)],
    "course_pass_mark_range": lambda _w: [
        course("a", pass_mark=1),
        course("b", pass_mark=100),
        course("c", pass_mark=101),
    ],
    "course_lesson_place_once": lambda w: [
        lesson(w, "a", position=8),
        lesson(w, "b", position=9),
        lesson(w, "c", position=8),
    ],
    "course_lesson_minutes_range": lambda w: [
        lesson(w, "a", position=8, minutes=60),
        lesson(w, "b", position=9, minutes=61),
    ],
    "course_tool_once": lambda w: [
        CourseTool(course=w.course, tool=w.tool, position=1),
        CourseTool(course=w.course, tool=w.tool, position=2),
    ],
    "question_key_once": lambda w: [asked(w, "a"), asked(w, "b"), asked(w, "a")],
    "question_kind_known": lambda w: [
        *[asked(w, kind, kind=kind) for kind in ("scenario", "choice", "multiple")],
        asked(w, "d", kind="essay"),
    ],
    "question_in_source_language": lambda w: [
        asked(w, "a", texts={"en": "?", "ja": "？"}),
        asked(w, "b", texts={"ja": "？"}),
    ],
    "option_key_once": lambda w: [offered(w, "x"), offered(w, "y"), offered(w, "x")],
    "option_in_source_language": lambda w: [offered(w, "x"), offered(w, "y", feedbacks={"ja": "？"})],
    "enrolment_once": lambda w: [enrolment(w, "Ann"), enrolment(w, "Ben", user=w.user)],
    "enrolment_origin_known": lambda w: [
        *[enrolment(w, name, origin=name) for name in ("self", "invited", "suggested")],
        enrolment(w, "Dan", origin="ordered"),
    ],
    "enrolment_finished_after_start": lambda w: [
        enrolment(w, "Ann", started_at=NOW, finished_at=NOW),
        enrolment(w, "Ben", started_at=NOW, finished_at=NOW - timedelta(1)),
    ],
    "lesson_progress_once": lambda w: [
        *[LessonProgress(enrolment=w.enrolment, lesson=one) for one in w.course.lessons.all()],
        LessonProgress(enrolment=w.enrolment, lesson=w.course.lessons.in_order()[0]),
    ],
    "quiz_attempt_one_open": lambda w: [attempt(w, **SENT), attempt(w), attempt(w)],
    "quiz_attempt_submitted_has_score": lambda w: [attempt(w, **SENT), attempt(w, submitted_at=NOW)],
    "quiz_attempt_score_range": lambda w: [
        attempt(w, **SENT | {"score": 0}),
        attempt(w, **SENT | {"score": 100}),
        attempt(w, **SENT | {"score": 101}),
    ],
    "answer_once": lambda w: [
        Answer(attempt=w.attempt, option=w.option),
        Answer(attempt=w.attempt, option=w.option),
    ],
    "answer_once_by_key": lambda w: [
        Answer(attempt=w.attempt, question="q", choice="a"),
        Answer(attempt=w.attempt, question="q", choice="b"),
        Answer(attempt=w.attempt, question="r", choice="a"),
        Answer(attempt=w.attempt, question="q", choice="a"),
    ],
    "learning_record_event_known": lambda w: [record(w, "enrolled"), record(w, "failed")],
    "learning_record_quiz_has_score": lambda w: [record(w, "quiz_passed", score=80), record(w, "quiz_passed")],
    "learning_record_lesson_is_named": lambda w: [record(w, "lesson_done", lesson_slug="a"), record(w, "lesson_done")],
    "learning_record_once": lambda w: [
        record(w, "quiz_passed", score=80),
        record(w, "quiz_passed", score=90),
        record(w, "completed"),
        record(w, "completed"),
    ],
}


@pytest.fixture
def world(cast: Cast, course: Course) -> SimpleNamespace:
    """What the rows above point at."""
    question = Question.objects.create(course=course, key="q", kind="choice", texts={"en": "?"}, position=1)
    taken = Enrolment.objects.create(user=cast.lead, course=course)
    handed_in = QuizAttempt.objects.create(enrolment=taken, started_at=NOW, **SENT)
    tool = Tool.objects.create(content=content("tool", "a-tool"), toolkit="research", minutes=5)
    return SimpleNamespace(
        user=cast.lead,
        course=course,
        question=question,
        option=Option.objects.create(question=question, key="o", **OPTION),
        enrolment=taken,
        attempt=handed_in,
        tool=tool,
    )


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_what_is_wrong(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    for row in right:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save(force_insert=True)


def test_every_constraint_is_tried() -> None:
    ours = [model for model in apps.get_app_config("training").get_models() if not model.__name__.endswith("Event")]
    assert {one.name for model in ours for one in model._meta.constraints} == set(CASES)
