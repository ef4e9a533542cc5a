"""Patterns of what agreements often ask for, read in place from `patterns.json`: examples to adapt, by alliance type.

Each has its words in English and Japanese; `due` is a rule in words, read as any other. `for` are the toolkits of the
alliance types that it is offered to, `usual` those where it is ticked beforehand.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from coe_hub.lib.text import as_seen
from coe_hub.vocabulary.models import ToolkitKind

_FILE = Path(__file__).resolve().parent / "patterns.json"


@dataclass(frozen=True)
class Pattern:
    """One of them; texts by language."""

    code: str
    kind: str
    responsible: str
    toolkits: tuple[str, ...]
    usual: tuple[str, ...]
    title: dict[str, str]
    due: dict[str, str]
    condition: dict[str, str]
    hint: dict[str, str]
    days_needed: int | None = None

    @property
    def titles(self) -> set[str]:
        """Its title in every language, as titles are compared."""
        return {as_seen(title) for title in self.title.values()}

    def as_row(self) -> dict[str, Any]:
        """The row it makes, in the reader's language."""
        row = {"title": said(self.title), "due": said(self.due), "condition": said(self.condition)}
        return row | {"kind": self.kind, "responsible": self.responsible, "days_needed": self.days_needed}


def said(texts: dict[str, str]) -> str:
    """The text in the reader's language, else in English."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or texts.get("en", "")


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of them, in the order in which they are offered."""
    return tuple(
        Pattern(
            code=one["code"],
            kind=one["kind"],
            responsible=one["responsible"],
            toolkits=tuple(one["for"]),
            usual=tuple(one["usual"]),
            title=one["title"],
            due=one["due"],
            condition=one.get("condition", {}),
            hint=one.get("hint", {}),
            days_needed=one.get("days_needed"),
        )
        for one in json.loads(_FILE.read_text(encoding="utf-8"))
    )


def fitting(toolkit: ToolkitKind | str) -> list[Pattern]:
    """Those for alliances of that toolkit."""
    return [one for one in patterns() if toolkit in one.toolkits]
