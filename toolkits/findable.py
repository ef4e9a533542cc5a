"""Tools as the search finds them."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.findable import Findable, Thing, register
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Words
from coe_hub.publishing.findable import Lines, of_contents
from coe_hub.publishing.models import ContentKind
from toolkits.models import Tool, ToolQuerySet


def _kinds() -> Q:
    return Q(edition__content__kind=ContentKind.TOOL)


def _things(ids: Collection[int], words: Words) -> dict[int, Thing]:
    lines = Lines.of(ids, words)
    tools = _FOUND.objects(contents=list(ids))
    return {tool.content_id: _thing(tool, lines) for tool in tools if tool.content_id in lines.texts}


def _found(*, contents: list[int]) -> ToolQuerySet:
    return Tool.objects.filter(content_id__any=contents).select_related("content")


_FOUND = Prepared(_found)


def _thing(tool: Tool, lines: Lines) -> Thing:
    length = _("%(minutes)s min") % {"minutes": tool.minutes}
    line = [tool.get_toolkit_display(), length, tool.get_file_format_display()]
    return lines.thing(tool.content_id, line=line, url=tool.get_absolute_url())


def register_all() -> None:
    """Let tools be found."""
    register(Findable(kind="tools", label=gettext_lazy("Tools"), place=10, things=_things, **of_contents(_kinds)))
