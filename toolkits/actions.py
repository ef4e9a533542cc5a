"""What can be done to tools; their words are publishing's."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, write_draft
from coe_hub.publishing.models import ContentKind
from toolkits.models import Tool


@transaction.atomic
def create_tool(*, title: str, words: Sequence[Words], by: User, **facts: Any) -> Tool:
    """A new tool with its first draft. Raises `ValidationError` where a value is refused."""
    draft = create_content(kind=ContentKind.TOOL, slug=slugify(title)[:80], words=words, by=by)
    tool = Tool(content=draft.content, **facts)
    tool.full_clean()
    tool.save()
    return tool


@transaction.atomic
def edit_tool(*, tool: Tool, words: Sequence[Words], change_note: str, version: int, by: User, **facts: Any) -> None:
    """Write the draft on the desk and the tool's facts. Raises what `write_draft` raises."""
    write_draft(content=tool.content, words=words, by=by, change_note=change_note, version=version)
    for name, value in facts.items():
        setattr(tool, name, value)
    tool.full_clean()
    tool.save(update_fields=list(facts))
