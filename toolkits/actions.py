"""What can be done to tools; their words are publishing's."""

from collections.abc import Sequence
from typing import Unpack

from django.db import transaction
from django.utils.text import slugify

from coe_hub.lib.editing import set_values
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, look_after, publish
from coe_hub.publishing.models import BlockKind, CareValues, ContentKind, Edition
from toolkits.models import Tool, ToolFormat, ToolValues


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


@transaction.atomic
def publish_tool(*, tool: Tool, draft: Edition, by: User, version: int | None = None) -> None:
    """Make the edition what readers see; with a worksheet the tool is a workbook from now on, without one a document.

    Raises what `publish` raises.
    """
    publish(draft=draft, by=by, version=version)
    tool.file_format = format_of(draft)
    tool.save(update_fields=["file_format"])


def format_of(edition: Edition) -> ToolFormat:
    """As what the edition is downloaded. One query."""
    return ToolFormat.XLSX if edition.blocks.filter(kind=BlockKind.SHEET).exists() else ToolFormat.DOCX
