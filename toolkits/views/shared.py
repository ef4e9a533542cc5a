"""What views of this room share."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404

from coe_hub.lib.access import SignedInRequest
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.actions import on_the_desk, published
from coe_hub.publishing.models import Block, Edition
from toolkits.models import Tool


class Opened(NamedTuple):
    """A tool as a curator opens it: the edition on the desk, and the one readers see."""

    tool: Tool
    draft: Edition | None
    live: Edition | None

    @property
    def source(self) -> Edition | None:
        """What the curator goes on from."""
        return self.draft or self.live

    @property
    def blocks(self) -> list[Block]:
        """Its words, in order."""
        return list(self.source.blocks.in_order()) if self.source else []


def opened_tool(slug: str) -> Opened:
    """The tool of this address and its editions as they are now. Raises `Http404`."""
    tool = desk_tool(slug)
    return Opened(tool, on_the_desk(tool.content), published(tool.content))


def desk_tool(slug: str) -> Tool:
    """The tool of this address, published or not. Raises `Http404`."""
    tools = Tool.objects.select_related(
        "content__owner__site",
        "content__owner__user",
        "content__co_owner__site",
        "content__co_owner__user",
        "content__replaced_by__tool",
    )
    return get_object_or_404(tools, content__slug=slug)


def draft_of(tool: Tool) -> Edition:
    """The tool's edition on the desk. Raises `Http404` where there is none."""
    draft = on_the_desk(tool.content)
    if draft is None:
        raise Http404
    return draft


def may_curate(request: SignedInRequest) -> bool:
    """Whether this reader keeps the desk."""
    return request.user.has_role(*CONTENT_KEEPERS)
