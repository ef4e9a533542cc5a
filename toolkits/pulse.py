"""Tools as something that is used: who downloaded one may say how it went."""

from datetime import datetime

from django.db.models import QuerySet

from coe_hub.people.models import User
from coe_hub.publishing.models import Content, ContentKind
from coe_hub.surveys.pulses import Usable, register
from coe_hub.usage.models import EventKind, UsageEvent


def _used(user: User, since: datetime, until: datetime) -> "QuerySet[UsageEvent, object]":
    found = UsageEvent.objects.filter(user=user, kind=EventKind.DOWNLOAD, content_id__isnull=False)
    return found.filter(at__range=(since, until)).values("content_id")


def _url(content: Content) -> str:
    return content.tool.get_absolute_url()


def register_all() -> None:
    """Let the pulse ask of tools."""
    register(Usable(ContentKind.TOOL, _used, _url))
