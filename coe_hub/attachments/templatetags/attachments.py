"""How a record's page shows its files and links."""

from typing import Any

from django import template
from django.urls import reverse

from coe_hub.attachments.holders import holder_of
from coe_hub.attachments.models import contents_of

register = template.Library()


@register.inclusion_tag("attachments/_attachments.html")
def attachments(*, record: Any, may_add: bool) -> dict[str, Any]:
    """A section with the record's files and links and, for whoever may add some, the ways to do so."""
    return {"contents": contents_of(record), "may_add": may_add, **_addresses(record)}


@register.inclusion_tag("attachments/_contents.html")
def contents(*, record: Any) -> dict[str, Any]:
    """The record's files and links, for a row of a list; nothing where there are none."""
    return {"contents": contents_of(record)}


@register.simple_tag
def attach_url(*, record: Any) -> str:
    """Where files are attached to the record."""
    return _addresses(record)["attach_url"]


def _addresses(record: Any) -> dict[str, str]:
    of = [holder_of(record).code, record.public_id]
    return {"attach_url": reverse("attachment_create", args=of), "link_url": reverse("link_create", args=of)}
