"""What learners do: start a course, finish its lessons, take its quiz. Each step that counts is put on their record."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from coe_hub.publishing.models import BlockTranslation, Content, Edition
from coe_hub.publishing.reading import live_editions
from coe_hub.usage.models import note_event
from training.models import (
    Answer,
    Course,
    CourseLesson,
    Enrolment,
    LearningEvent,
    LearningRecord,
    LessonProgress,
    Origin,
    QuizAttempt,
)
from training.quiz import has_questions, quiz_of, score_of


@transaction.atomic
def enrol(*, course: Course, by: User, origin: str = Origin.SELF) -> Enrolment:
    """The person's enrolment; begun where there is none."""
    enrolment, is_new = Enrolment.objects.get_or_create(user=by, course=course, defaults={"origin": origin})
    if is_new:
        _record(enrolment, LearningEvent.ENROLLED)
        note_event(user=by, kind="start", course_id=course.pk)
    return enrolment


def see_lesson(*, enrolment: Enrolment, lesson: CourseLesson) -> None:
    """Note that the person is at this lesson, to come back to it."""
    progress = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson)
    if not progress.update(seen_at=timezone.now()):
        LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)


@transaction.atomic
def finish_lesson(*, enrolment: Enrolment, lesson: CourseLesson) -> None:
    """The lesson is done; doing it again changes nothing."""
    enrolment = _locked(enrolment)
    progress, _is_new = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    if progress.done_at is None:
        progress.done_at = timezone.now()
        progress.save(update_fields=["done_at"])
        _record(enrolment, LearningEvent.LESSON_DONE, lesson=lesson)
        _finish_if_complete(enrolment)


@transaction.atomic
def start_attempt(*, enrolment: Enrolment) -> QuizAttempt:
    """The person's open try at the quiz, of whichever edition; begun on the one readers see where there is none.

    Raises `DomainError` where nothing is asked.
    """
    enrolment = _locked(enrolment)
    begun = enrolment.attempts.filter(submitted_at__isnull=True).select_related("edition").first()
    if begun is not None:
        return begun
    live = _live(enrolment.course)
    if not has_questions(live):
        raise DomainError(_("This course has no quiz."))
    return QuizAttempt.objects.create(enrolment=enrolment, edition=live)


@transaction.atomic
def submit_attempt(*, attempt: QuizAttempt, chosen: Mapping[str, Collection[str]]) -> QuizAttempt:
    """Hand in the try: keep the answers, count them, and put a pass on the record.

    `chosen` are keys of options by key of the question. Handing in a second time returns what the first gave. The
    edition it was begun on is what counts, with its questions and its pass mark, whatever was published since.
    """
    enrolment = _locked(attempt.enrolment)
    attempt = QuizAttempt.objects.select_related("edition").get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        return attempt
    edition = attempt.edition or _live(enrolment.course)
    quiz = quiz_of(edition, settings.LANGUAGE_CODE)  # what is right is the same in every language
    Answer.objects.bulk_create(
        Answer(attempt=attempt, question=question.key, choice=option.key)
        for question in quiz.questions
        for option in question.options
        if option.key in chosen.get(question.key, ())
    )
    attempt.edition = edition
    attempt.score = score_of(quiz.questions, chosen)
    attempt.passed = attempt.score >= (quiz.pass_mark or enrolment.course.pass_mark)
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["edition", "score", "passed", "submitted_at"])
    if attempt.passed:
        _record(enrolment, LearningEvent.QUIZ_PASSED, edition=edition, score=attempt.score)
        _finish_if_complete(enrolment)
    return attempt


def _live(course: Course) -> Edition:
    """The edition that readers see."""
    return live_editions([course.content_id])[0]


def _locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment, held until the end of the transaction: two tabs take one step at a time."""
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("course__content", "user")
    return locked.get(pk=enrolment.pk)


def _finish_if_complete(enrolment: Enrolment) -> None:
    """Complete is every lesson done and, where there is a quiz, the quiz passed, in whichever order."""
    if enrolment.finished_at is not None:
        return
    done = enrolment.progress.filter(done_at__isnull=False).values("lesson")
    lessons_left = enrolment.course.lessons.published().exclude(pk__in=done).exists()
    quiz_left = has_questions(_live(enrolment.course)) and not enrolment.attempts.filter(passed=True).exists()
    if lessons_left or quiz_left:
        return
    enrolment.finished_at = timezone.now()
    enrolment.save(update_fields=["finished_at"])
    _record(enrolment, LearningEvent.COMPLETED)
    note_event(user=enrolment.user, kind="finish", course_id=enrolment.course_id)


def _record(
    enrolment: Enrolment,
    event: str,
    *,
    lesson: CourseLesson | None = None,
    edition: Edition | None = None,
    score: int | None = None,
) -> None:
    facts: dict[str, Any] = {}
    if lesson is not None:
        facts = {"lesson_slug": lesson.content.slug, "lesson_titles": titles_now(lesson.content)}
    course = enrolment.course.content
    LearningRecord.objects.create(
        user=enrolment.user,
        event=event,
        course_slug=course.slug,
        course_titles=titles_now(course),
        course_edition=(edition or _live(enrolment.course)).number,
        score=score,
        **facts,
    )


def titles_now(content: Content) -> dict[str, str]:
    """The title as readers see it now, by language."""
    titles = dict(BlockTranslation.objects.filter(content=content, key="title").values_list("language", "text"))
    for edition in live_editions([content.pk]):
        titles[settings.LANGUAGE_CODE] = edition.blocks.get(key="title").text
    return titles
