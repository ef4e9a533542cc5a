"""What can be done to tools; their words are publishing's."""

from collections.abc import Sequence
from typing import Unpack

from django.db import transaction
from django.utils.text import slugify

from coe_hub.lib.editing import set_values
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, look_after
from coe_hub.publishing.models import CareValues, ContentKind
from toolkits.models import Tool, ToolValues


@transaction.atomic
def create_tool(*, title: str, words: Sequence[Words], by: User, **facts: Unpack[ToolValues]) -> Tool:
    """A new tool with its first draft. Raises `ValidationError` where a value is refused."""
    draft = create_content(kind=ContentKind.TOOL, slug=slugify(title)[:80], words=words, by=by)
    tool = Tool(content=draft.content)
    set_values(tool, facts)
    tool.full_clean()
    tool.save()
    return tool


@transaction.atomic
def edit_facts(*, tool: Tool, care: CareValues, version: int, **facts: Unpack[ToolValues]) -> None:
    """Change what holds for every edition, at once: who looks after the tool, and its facts.

    `care` is what `look_after` takes, `version` the content's as it was opened. Raises what `look_after` raises.
    """
    look_after(content=tool.content, version=version, **care)
    fields = set_values(tool, facts)
    tool.full_clean()
    tool.save(update_fields=fields)
