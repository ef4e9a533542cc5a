"""What can be done to tools; their words are publishing's."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, look_after
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
def edit_facts(*, tool: Tool, care: Mapping[str, Any], version: int, **facts: Any) -> None:
    """Change what holds for every edition, at once: who looks after the tool, and its facts.

    `care` is what `look_after` takes, `version` the content's as it was opened. Raises what `look_after` raises.
    """
    look_after(content=tool.content, version=version, **care)
    for name, value in facts.items():
        setattr(tool, name, value)
    tool.full_clean()
    tool.save(update_fields=list(facts))
