"""Courses that somebody looks after, each with its lessons."""

from django.utils.translation import gettext_lazy

from coe_hub.people.handover.belongings import Giving, register
from coe_hub.publishing.belongings import content_belonging, give_contents
from coe_hub.publishing.models import ContentKind
from training.models import CourseLesson


def _give(giving: Giving) -> None:
    lessons = CourseLesson.objects.filter(course__content__in=giving.object_ids).values_list("content", flat=True)
    give_contents(giving, [*giving.object_ids, *lessons])


def register_all() -> None:
    """Register the courses that people own, alone or beside somebody."""
    label = gettext_lazy("Courses they look after")
    kind = ContentKind.COURSE
    register(content_belonging(kind=kind, place=50, label=label, url_name="course_detail", give=_give))
