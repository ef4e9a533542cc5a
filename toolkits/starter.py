"""Starter tools: read from `toolkits/starter`, written through the same actions a curator uses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, publish, translate_all
from coe_hub.publishing.models import BlockKind, Content, ContentKind
from coe_hub.publishing.source import read_blocks
from toolkits.models import Tool

FOLDER = Path(__file__).resolve().parent / "starter"
LINES = ("title", "purpose", "when", "when_not", "practice_reason")


def folders() -> Iterator[Path]:
    """The folders of the starter tools, in the order of their names."""
    return iter(sorted(path.parent for path in FOLDER.glob("*/meta.json")))


@transaction.atomic
def load_tool(folder: Path, *, author: User, approver: User, position: int) -> bool:
    """Publish one starter tool, with its translations; False where a content of that address is here already."""
    if Content.objects.filter(kind=ContentKind.TOOL, slug=folder.name).exists():
        return False
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    draft = create_content(kind=ContentKind.TOOL, slug=folder.name, words=_words(folder, meta, "en"), by=author)
    tool = Tool(
        content=draft.content,
        toolkit=meta["toolkit"],
        file_format=meta["format"],
        weight=meta["weight"],
        practice=meta["practice"],
        minutes=meta["minutes"],
        phases=meta["stages"],
        position=position,
    )
    tool.full_clean()
    tool.save()
    publish(draft=draft, by=approver, alone=author == approver)
    if (folder / "ja.md").exists():
        words = _words(folder, meta, "ja")
        translate_all(edition=draft, language="ja", words=words, by=author, approver=approver)
    return True


def _words(folder: Path, meta: dict[str, Any], language: str) -> list[Words]:
    lines = [Words(key=name.replace("_", "-"), kind=BlockKind.LINE, text=meta[name][language]) for name in LINES]
    blocks = read_blocks((folder / f"{language}.md").read_text(encoding="utf-8"))
    sheet = folder / "sheet.json"
    if language == "en" and sheet.exists():
        blocks.append(Words(key="sheet", kind=BlockKind.SHEET, text=sheet.read_text(encoding="utf-8")))
    return [*lines, *blocks]
