"""Starter tools: read from `toolkits/starter`, written through the same actions a curator uses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from coe_hub.audit.history import event_model
from coe_hub.lib.history import STARTER_TOOLS
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, opened_on, publish, published, translate_all, write_draft
from coe_hub.publishing.models import BlockKind, BlockTranslation, Content, ContentKind, Edition
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
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    content = Content.objects.filter(kind=ContentKind.TOOL, slug=folder.name).first()
    if content is not None:
        # A hub older than readings gets them, where the title is still the one that came with it.
        unread = Tool.objects.filter(content=content, reading="")
        if meta.get("reading") and unread.exists() and not _was_written(BlockTranslation, content):
            unread.update(reading=meta["reading"])
        return False
    draft = create_content(kind=ContentKind.TOOL, slug=folder.name, words=_words(folder, meta, "en"), by=author)
    tool = Tool(
        content=draft.content,
        toolkit=meta["toolkit"],
        file_format=meta["format"],
        weight=meta["weight"],
        practice=meta["practice"],
        minutes=meta["minutes"],
        phases=meta["stages"],
        reading=meta.get("reading", ""),
        position=position,
    )
    tool.full_clean()
    tool.save()
    publish(draft=draft, by=approver, alone=author == approver)
    if (folder / "ja.md").exists():
        words = _words(folder, meta, "ja")
        translate_all(edition=draft, language="ja", words=words, by=author, approver=approver)
    return True


@transaction.atomic
def renew_tool(folder: Path, *, author: User, approver: User) -> bool:
    """Publish the text that came with a newer hub as the tool's next edition; False where it has that text already, or
    where the company made the tool its own: wrote or began an edition of it, or retired it.

    What the company translated itself stays, and is told as outdated where the original moved on.
    """
    content = Content.objects.active().filter(kind=ContentKind.TOOL, slug=folder.name).first()
    live = published(content) if content else None
    if content is None or live is None or _was_written(Edition, content):
        return False
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    words = _words(folder, meta, "en")
    if [(one.key, one.kind, one.text) for one in live.blocks.in_order()] == [(w.key, w.kind, w.text) for w in words]:
        return False
    note = "Newer text that came with the hub"
    draft = write_draft(content=content, words=words, by=author, change_note=note, version=opened_on(None, live))
    publish(draft=draft, by=approver, alone=author == approver)
    if (folder / "ja.md").exists() and not _was_written(BlockTranslation, content):
        keys = {one.key for one in words}
        translated = [one for one in _words(folder, meta, "ja") if one.key in keys]
        translate_all(edition=draft, language="ja", words=translated, by=author, approver=approver)
    return True


def _was_written(model: type[Edition | BlockTranslation], content: Content) -> bool:
    """Whether somebody wrote one of these rows of the content, and not the hub when it brought its starter tools."""
    events = event_model(model).objects.filter(content_id=content.pk)
    if model is Edition:
        events = events.filter(pgh_label="insert")
    contexts = events.values_list("pgh_context", flat=True)
    return any((context or {}).get("reason") != STARTER_TOOLS for context in contexts)


def _words(folder: Path, meta: dict[str, Any], language: str) -> list[Words]:
    lines = [Words(key=name.replace("_", "-"), kind=BlockKind.LINE, text=meta[name][language]) for name in LINES]
    blocks = read_blocks((folder / f"{language}.md").read_text(encoding="utf-8"))
    sheet = folder / "sheet.json"
    if language == "en" and sheet.exists():
        blocks.append(Words(key="sheet", kind=BlockKind.SHEET, text=sheet.read_text(encoding="utf-8")))
    return [*lines, *blocks]
