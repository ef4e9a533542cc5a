"""What a course is beside its words, which are publishing's: its lessons, its tools, when its quiz is passed."""

from typing import Self, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.publishing.models import Content
from toolkits.models import Tool, Toolkit


class Audience(models.TextChoices):
    """Whom a course is made for; everybody may take it."""

    SCIENTIST = "scientist", _("for scientists")
    ALLIANCE_MANAGER = "alliance_manager", _("for alliance managers")
    EXECUTIVE = "executive", _("for executives")


class CourseQuerySet(models.QuerySet):
    """Courses as learners find them."""

    def published(self) -> Self:
        """Those learners can open."""
        return self.filter(content__in=Content.objects.published())

    def in_order(self) -> Self:
        """As lists show them."""
        return self.order_by("position", "pk")


class CourseValues(TypedDict, total=False):
    """What curators edit of a course beside its words, and what each of it is."""

    toolkit: str
    minutes: int
    audiences: list[str]


@tracked()
class Course(models.Model):
    """A course. `minutes` is all of it, quiz included; `pass_mark` is the score that passes, out of 100."""

    EDITABLE = tuple(CourseValues.__annotations__)

    content = models.OneToOneField(Content, models.CASCADE, related_name="course")
    toolkit = models.CharField(_("toolkit"), max_length=12, choices=Toolkit)
    audiences = ArrayField(models.CharField(max_length=20, choices=Audience), default=list, verbose_name=_("made for"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(480)])
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), default=75, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(toolkit__in=Toolkit.values), name="course_toolkit_known"),
            models.CheckConstraint(condition=Q(audiences__contained_by=Audience.values), name="course_audiences_known"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 480)), name="course_minutes_range"),
            models.CheckConstraint(condition=Q(pass_mark__range=(1, 100)), name="course_pass_mark_range"),
        ]

    def __str__(self) -> str:
        return self.content.slug

    def get_absolute_url(self) -> str:
        return reverse("course_detail", args=[self.content.slug])


class CourseLessonQuerySet(models.QuerySet):
    """Lessons as learners find them."""

    def published(self) -> Self:
        """Those learners can open."""
        return self.filter(content__in=Content.objects.published())

    def in_order(self) -> Self:
        """As they are taken."""
        return self.order_by("position", "pk")


@tracked()
class CourseLesson(models.Model):
    """A lesson at its place in a course."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons")
    content = models.OneToOneField(Content, models.CASCADE, related_name="lesson")
    position = models.PositiveSmallIntegerField(_("place in the course"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(60)])

    objects = CourseLessonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "position"], name="course_lesson_place_once"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 60)), name="course_lesson_minutes_range"),
        ]

    def __str__(self) -> str:
        return self.content.slug

    def get_absolute_url(self) -> str:
        return reverse("lesson_detail", args=[self.course.content.slug, self.content.slug])


@tracked()
class CourseTool(models.Model):
    """A tool that a course teaches to use."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="taught_tools")
    tool = models.ForeignKey(Tool, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("place in the course"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "tool"], name="course_tool_once")]

    def __str__(self) -> str:
        return f"{self.course} {self.tool}"
