"""Courses as something that is used: who finished one may say how it went."""

from datetime import datetime

from django.db.models import QuerySet

from coe_hub.people.models import User
from coe_hub.publishing.models import Content, ContentKind
from coe_hub.surveys.pulses import Usable, register
from training.models import Enrolment


def _used(user: User, since: datetime, until: datetime) -> "QuerySet[Enrolment, object]":
    return Enrolment.objects.filter(user=user, finished_at__range=(since, until)).values("course__content")


def _url(content: Content) -> str:
    return content.course.get_absolute_url()


def register_all() -> None:
    """Let the pulse ask of courses."""
    register(Usable(ContentKind.COURSE, _used, _url))
