"""Published courses with their words in the reader's language and how far the reader is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _

from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import reader_language
from coe_hub.people.models import User
from coe_hub.publishing.models import Block, BlockKind, BlockTranslation, Edition, EditionState, TranslationState
from coe_hub.publishing.reading import Passage, line, live_editions, passages_of
from training.models import Course, CourseLesson, Enrolment, LessonProgress, QuizAttempt


def is_translated(passages: Iterable[Passage]) -> bool:
    """Whether every word is in the reader's language."""
    return all(one.state != TranslationState.UNTRANSLATED for one in passages)


@dataclass(frozen=True)
class Step:
    """A lesson as its course lists it."""

    lesson: CourseLesson
    title: str
    is_translated: bool
    is_done: bool
    seen_at: datetime | None
    url: str


@dataclass(frozen=True)
class Entry:
    """A course as lists and pages show it to one person."""

    course: Course
    edition: Edition
    passages: Sequence[Passage]
    steps: Sequence[Step]
    question_count: int
    enrolment: Enrolment | None
    is_quiz_passed: bool

    @property
    def title(self) -> str:
        """Its name."""
        return line(self.passages, "title")

    @property
    def purpose(self) -> str:
        """What it is for, in one line."""
        return line(self.passages, "purpose")

    @property
    def is_translated(self) -> bool:
        """Whether its words and those of its lessons' titles are in the reader's language."""
        return is_translated(self.passages) and all(step.is_translated for step in self.steps)

    @property
    def is_finished(self) -> bool:
        """Whether the person completed it."""
        return self.enrolment is not None and self.enrolment.finished_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether the person began it and has something left."""
        return self.enrolment is not None and self.enrolment.finished_at is None

    @property
    def step_count(self) -> int:
        """Lessons, and the quiz as one more."""
        return len(self.steps) + bool(self.question_count)

    @property
    def done_count(self) -> int:
        """How many of the steps are done."""
        return sum(step.is_done for step in self.steps) + self.is_quiz_passed

    @property
    def quiz_minutes(self) -> int:
        """What the course's minutes leave for the quiz; at least one where there is one."""
        rest = self.course.minutes - sum(step.lesson.minutes for step in self.steps)
        return max(rest, 1) if self.question_count else 0

    @property
    def minutes_left(self) -> int:
        """Minutes of what is not done yet."""
        lessons = sum(step.lesson.minutes for step in self.steps if not step.is_done)
        return lessons + (0 if self.is_quiz_passed else self.quiz_minutes)

    @property
    def touched_at(self) -> datetime:
        """When the person last opened a lesson, or else began; long ago where they did not begin."""
        began = self.enrolment.started_at if self.enrolment else datetime.min.replace(tzinfo=UTC)
        return max([began, *(step.seen_at for step in self.steps if step.seen_at is not None)])

    @property
    def next_step(self) -> Step | None:
        """The open lesson looked at last, else the first that is not done; None where all are done."""
        left = [step for step in self.steps if not step.is_done]
        seen = [(step.seen_at, step) for step in left if step.seen_at is not None]
        return max(seen, key=lambda pair: pair[0])[1] if seen else next(iter(left), None)

    @property
    def next_label(self) -> str:
        """What comes next, in words."""
        return self.next_step.title if self.next_step else _("Quiz")

    @property
    def next_url(self) -> str:
        """Where to continue."""
        if self.next_step:
            return self.next_step.url
        return reverse("quiz_take", args=[self.course.content.slug])


def entries(courses: Iterable[Course], user: User) -> list[Entry]:
    """The published ones of these courses as `user` sees them, in their order; the same queries for one as for many."""
    rows = list(courses)
    if not rows:
        return []
    ids = [course.pk for course in rows]
    lessons: dict[int, list[CourseLesson]] = {course.pk: [] for course in rows}
    for lesson in _LESSONS.objects(reader_language(), courses=ids):
        lessons[lesson.course_id].append(lesson)
    editions = live_editions([course.content_id for course in rows])
    found = passages_of(editions, reader_language(), without=[BlockKind.QUESTION, BlockKind.PLAN])
    live = {edition.content_id: edition for edition in editions}
    enrolments = {one.course_id: one for one in _ENROLMENTS.objects(user=user.pk, courses=ids)}
    begun = [one.pk for one in enrolments.values()]
    progress = {one.lesson_id: one for one in (_PROGRESS.objects(enrolments=begun) if begun else ())}
    counts = dict(_QUESTIONS.rows(editions=[edition.pk for edition in editions]))
    return [
        Entry(
            course=course,
            edition=live[course.content_id],
            passages=found[live[course.content_id].pk],
            steps=[_step(course, one, progress.get(one.pk)) for one in lessons[course.pk]],
            question_count=counts.get(live[course.content_id].pk, 0),
            enrolment=enrolments.get(course.pk),
            is_quiz_passed=course.pk in enrolments and enrolments[course.pk].is_passed,
        )
        for course in rows
        if course.content_id in live
    ]


def _lessons(language: str, *, courses: list[int]) -> "QuerySet[Any]":
    """Lessons in order with their title and its translation: a list needs no more of their words."""
    live = Block.objects.filter(
        edition__content=OuterRef("content"), edition__state=EditionState.PUBLISHED, key="title"
    )
    translated = BlockTranslation.objects.filter(content=OuterRef("content"), language=language, key="title")
    return (
        CourseLesson.objects.published()
        .filter(course_id__any=courses)
        .select_related("content")
        .annotate(title=Subquery(live.values("text")[:1]), translated_title=Subquery(translated.values("text")[:1]))
        .order_by("position", "pk")
    )


def _enrolments(*, user: int, courses: list[int]) -> "QuerySet[Any]":
    passed = QuizAttempt.objects.filter(enrolment=OuterRef("pk"), passed=True)
    return Enrolment.objects.filter(user=user, course_id__any=courses).annotate(is_passed=Exists(passed))


def _progress(*, enrolments: list[int]) -> "QuerySet[LessonProgress]":
    return LessonProgress.objects.filter(enrolment_id__any=enrolments)


def _questions(*, editions: list[int]) -> "QuerySet[Any, Any]":
    """How many questions each edition has."""
    asked = Block.objects.filter(edition_id__any=editions, kind=BlockKind.QUESTION)
    return asked.values("edition").annotate(asked=Count("pk")).values_list("edition", "asked")


_LESSONS, _ENROLMENTS = Prepared(_lessons), Prepared(_enrolments)
_PROGRESS, _QUESTIONS = Prepared(_progress), Prepared(_questions)


def _step(course: Course, lesson: Any, progress: LessonProgress | None) -> Step:
    return Step(
        lesson=lesson,
        title=lesson.translated_title or lesson.title,
        is_translated=bool(lesson.translated_title) or reader_language() == settings.LANGUAGE_CODE,
        is_done=progress is not None and progress.done_at is not None,
        seen_at=progress.seen_at if progress else None,
        url=reverse("lesson_detail", args=[course.content.slug, lesson.content.slug]),
    )


def titles_of(course: Course) -> dict[str, str]:
    """English titles of its lessons that are not retired, by address, in order: of what readers see or else of the
    draft. One query."""
    title = Block.objects.filter(edition__content=OuterRef("content"), key="title").exclude(
        edition__state=EditionState.ARCHIVED
    )
    seen = title.order_by(Case(When(edition__state=EditionState.PUBLISHED, then=0), default=1)).values("text")[:1]
    lessons = course.lessons.filter(content__archived_at__isnull=True).in_order()
    return dict(lessons.annotate(title=Subquery(seen)).values_list("content__slug", "title"))


def courses_for(user: User) -> list[Entry]:
    """Every published course as `user` sees it: those under way first, those finished last."""
    found = entries(Course.objects.published().select_related("content").in_order(), user)
    return sorted(found, key=lambda entry: (entry.is_finished, not entry.is_under_way))


def continue_learning(user: User) -> list[Entry]:
    """The courses `user` began and has not finished, the one looked at last first, for Today."""
    found = entries(_BEGUN.objects(user=user.pk), user)
    return sorted(found, key=lambda entry: entry.touched_at, reverse=True)


def _begun(*, user: int) -> "QuerySet[Course]":
    begun = Course.objects.published().filter(enrolments__user=user, enrolments__finished_at__isnull=True)
    return begun.select_related("content").in_order()


_BEGUN = Prepared(_begun)
