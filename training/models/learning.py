"""How far somebody is, and what they finished.

All of it is shown to that person alone and counted only in groups, so none of it is part of the audit trail. What must
be provable is the learning record, which the database lets nobody change or delete.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.records import new_public_id
from coe_hub.publishing.models import Edition
from training.models.courses import Course, CourseLesson
from training.models.questions import Option, in_language


class Origin(models.TextChoices):
    """How somebody came to a course. Nobody is assigned to one."""

    SELF = "self", _("by oneself")
    INVITED = "invited", _("invited")
    SUGGESTED = "suggested", _("suggested")


class Enrolment(models.Model):
    """Somebody takes a course. Not part of the audit trail: shown to nobody but that person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SELF)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="enrolment_once"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="enrolment_origin_known"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="enrolment_finished_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}"


class LessonProgress(models.Model):
    """A lesson somebody opened and perhaps finished. Not part of the audit trail, as its enrolment."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(CourseLesson, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"{self.lesson}"


class QuizAttempt(models.Model):
    """One try at the quiz, begun and perhaps handed in; the database refuses changes to one that was handed in.

    It belongs to the edition that readers saw when it was begun, and is finished on that one. `quiz_hash` is of tries
    before quizzes had editions. Not part of the audit trail, as its enrolment.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    quiz_hash = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(submitted_at__isnull=True), name="quiz_attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, score__isnull=True, passed__isnull=True)
                | Q(submitted_at__gte=F("started_at"), score__isnull=False, passed__isnull=False),
                name="quiz_attempt_submitted_has_score",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="quiz_attempt_score_range"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="submitted_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Answer(models.Model):
    """An option chosen in one try: keys of the question and of the option in the edition of the try; never changed.

    `option` is of answers given before quizzes had editions. Not part of the audit trail, as its enrolment.
    """

    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=60, default="", db_default="")
    choice = models.SlugField(max_length=20, default="", db_default="")
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "option"], name="answer_once"),
            models.UniqueConstraint(
                fields=["attempt", "question", "choice"], condition=~Q(question=""), name="answer_once_by_key"
            ),
        ]
        triggers = [pgtrigger.Protect(name="answer_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.question} {self.choice}"


class LearningEvent(models.TextChoices):
    """What a learning record tells."""

    ENROLLED = "enrolled", _("Course started")
    LESSON_DONE = "lesson_done", _("Lesson finished")
    QUIZ_PASSED = "quiz_passed", _("Quiz passed")
    COMPLETED = "completed", _("Course completed")


class LearningRecord(models.Model):
    """What somebody learned, when. Rows are added and never changed or deleted: the database refuses it.

    Courses and lessons are kept as they were called then ({language: title}), so a record outlives them, and with the
    number of the course's edition; None where it was written before courses had several. Not part of the audit trail,
    since it is one itself.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    event = models.CharField(max_length=12, choices=LearningEvent)
    course_slug = models.SlugField(max_length=80)
    course_titles = models.JSONField()
    course_edition = models.PositiveIntegerField(null=True, blank=True)
    lesson_slug = models.SlugField(max_length=80, blank=True)
    lesson_titles = models.JSONField(default=dict, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(event__in=LearningEvent.values), name="learning_record_event_known"),
            models.CheckConstraint(
                condition=Q(event="quiz_passed", score__range=(0, 100), score__isnull=False)
                | (~Q(event="quiz_passed") & Q(score__isnull=True)),
                name="learning_record_quiz_has_score",
            ),
            models.CheckConstraint(
                condition=(Q(event="lesson_done") & ~Q(lesson_slug="")) | (~Q(event="lesson_done") & Q(lesson_slug="")),
                name="learning_record_lesson_is_named",
            ),
            models.UniqueConstraint(
                fields=["user", "course_slug", "event", "lesson_slug"],
                condition=~Q(event="quiz_passed"),
                name="learning_record_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="learning_record_by_user"),
            models.Index(fields=["event", "course_slug"], name="learning_record_by_event"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.event} {self.course_slug}"

    # The edition that readers see now; the page that lists records fills it in.
    live_edition: int | None = None

    @property
    def is_of_former_edition(self) -> bool:
        """Whether it names an edition that readers no longer see."""
        return None not in {self.course_edition, self.live_edition} and self.course_edition != self.live_edition

    @property
    def course_title(self) -> str:
        """What the course was called then, in the active language."""
        return in_language(self.course_titles)

    @property
    def lesson_title(self) -> str:
        """What the lesson was called then, in the active language."""
        return in_language(self.lesson_titles)
