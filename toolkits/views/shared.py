"""What views of this room share."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from coe_hub.lib.access import SignedInRequest
from coe_hub.publishing.actions import on_the_desk
from coe_hub.publishing.models import KEEPERS as _ROLES
from coe_hub.publishing.models import Edition
from toolkits.models import Tool

KEEPERS = tuple(role.value for role in _ROLES)


def desk_tool(slug: str) -> Tool:
    """The tool of this address, published or not. Raises `Http404`."""
    tools = Tool.objects.select_related("content__owner__site", "content__co_owner__site", "content__replaced_by__tool")
    return get_object_or_404(tools, content__slug=slug)


def draft_of(tool: Tool) -> Edition:
    """The tool's edition on the desk. Raises `Http404` where there is none."""
    draft = on_the_desk(tool.content)
    if draft is None:
        raise Http404
    return draft


def may_curate(request: SignedInRequest) -> bool:
    """Whether this reader keeps the desk."""
    return request.user.has_role(*KEEPERS)
