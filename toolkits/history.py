"""How the changes of a tool are told: its facts, its owners, its editions, its retirement."""

from django.utils.translation import gettext as _

from coe_hub.audit.history import Sentence, Story, minutes_text, register_stories, tell
from coe_hub.publishing.history import content_stories
from toolkits.models import Tool

TOOL = Story(
    Tool,
    (*Tool.EDITABLE, "file_format"),
    created=lambda _event, _names: _("began the tool"),
    texts={"minutes": minutes_text},
)


def tool_sentences(tool: Tool) -> list[Sentence]:
    """Everything that happened to the tool, newest first."""
    return tell([(TOOL, {"pgh_obj_id": tool.pk}), *content_stories(tool.content)])


def register_all() -> None:
    """Say how these are told wherever the whole trail is read."""
    register_stories((TOOL,))
