"""What views of this room share."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from coe_hub.lib.access import SignedInRequest
from coe_hub.publishing.desk import Desk, desk_of
from coe_hub.publishing.models import Edition
from coe_hub.publishing.views import may_curate, may_see_history
from toolkits.models import Tool

__all__ = ["asked_language", "desk_tool", "draft_of", "may_curate", "may_see_history", "tool_on_the_desk"]


def desk_tool(slug: str) -> Tool:
    """The tool of this address, published or not. Raises `Http404`."""
    tools = Tool.objects.with_title().select_related(
        "content__owner__site",
        "content__owner__user",
        "content__co_owner__site",
        "content__co_owner__user",
        "content__replaced_by__tool",
    )
    return get_object_or_404(tools, content__slug=slug)


def tool_on_the_desk(tool: Tool) -> Desk:
    """The tool's place on the desk, as it is now."""
    slug = tool.content.slug
    return desk_of(
        tool.content,
        home_url=reverse("tool_desk"),
        edit_url=reverse("tool_edit", args=[slug]),
        preview_url=reverse("tool_preview", args=[slug]),
        read_url=tool.get_absolute_url(),
    )


def draft_of(desk: Desk) -> Edition:
    """The edition on the desk. Raises `Http404` where there is none."""
    if desk.draft is None:
        raise Http404
    return desk.draft


def asked_language(request: SignedInRequest) -> str:
    """The language that `?language=` asks for; empty where it asks for none. Raises `Http404` for an unknown one."""
    language = request.GET.get("language", "")
    if language and language not in dict(settings.LANGUAGES):
        raise Http404
    return language
