"""Published tools with their words in one language, for lists and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coe_hub.lib.text import first_sentence
from coe_hub.publishing.models import TranslationState, Version
from coe_hub.publishing.reading import Passage, line, live_versions, passages_of
from toolkits.models import Tool


@dataclass(frozen=True)
class Entry:
    """A tool as lists show it."""

    tool: Tool
    version: Version
    passages: Sequence[Passage]

    @property
    def title(self) -> str:
        """Its name."""
        return line(self.passages, "title")

    @property
    def purpose(self) -> str:
        """What it is for, in one line."""
        return line(self.passages, "purpose")

    @property
    def when(self) -> str:
        """When to use it."""
        return line(self.passages, "when")

    @property
    def when_not(self) -> str:
        """When it is the wrong tool."""
        return line(self.passages, "when-not")

    @property
    def when_not_in_short(self) -> str:
        """The first sentence of it, where there is little room."""
        return first_sentence(self.when_not)

    @property
    def practice_reason(self) -> str:
        """Why the CoE makes so much, or so little, of it."""
        return line(self.passages, "practice-reason")

    @property
    def is_translated(self) -> bool:
        """Whether every word of it is in the reader's language."""
        return all(one.state != TranslationState.UNTRANSLATED for one in self.passages if one.kind != "sheet")

    @property
    def is_outdated(self) -> bool:
        """Whether the source moved on since some of it was translated."""
        return any(one.state == TranslationState.OUTDATED for one in self.passages)


def entries(tools: Iterable[Tool], language: str) -> list[Entry]:
    """The published ones of these tools, in their order; four queries whatever their number."""
    rows = list(tools)
    versions = {version.content_id: version for version in live_versions([tool.content_id for tool in rows])}
    found = passages_of(list(versions.values()), language)
    return [
        Entry(tool=tool, version=versions[tool.content_id], passages=found[versions[tool.content_id].pk])
        for tool in rows
        if tool.content_id in versions
    ]
