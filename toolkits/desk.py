"""What stands on the curators' desk: every tool, how far its next edition is, and what its translations miss."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from coe_hub.publishing.models import BlockKind, Edition, EditionState, TranslationState
from coe_hub.publishing.reading import Passage, passages_of
from toolkits.models import Tool


@dataclass(frozen=True)
class Row:
    """One tool: what readers see, and what is on the desk."""

    tool: Tool
    live: Edition | None
    draft: Edition | None
    passages: Sequence[Passage]

    @property
    def title(self) -> str:
        """Its English title, of what readers see or else of the draft."""
        return next((one.source for one in self.passages if one.key == "title"), self.tool.content.slug)

    @property
    def outdated(self) -> int:
        """How many parts of what readers see were translated from an older text."""
        return self._count(TranslationState.OUTDATED)

    @property
    def missing(self) -> int:
        """How many parts of what readers see are not translated."""
        return self._count(TranslationState.UNTRANSLATED)

    @property
    def is_english_only(self) -> bool:
        """Whether nothing of it was translated, as is meant for some toolkits."""
        return not any(one.state != TranslationState.UNTRANSLATED for one in self.passages)

    def _count(self, state: str) -> int:
        return sum(one.state == state and one.kind != BlockKind.SHEET for one in self.passages)


def desk_rows(language: str) -> list[Row]:
    """Every tool in the order of the toolkits, with its translation into `language`; four queries, however many."""
    tools = list(Tool.objects.select_related("content").order_by("toolkit", "position", "pk"))
    live: dict[int, Edition] = {}
    drafts: dict[int, Edition] = {}
    for one in _editions(tools):
        (live if one.state == EditionState.PUBLISHED else drafts)[one.content_id] = one
    shown = {tool.content_id: live.get(tool.content_id) or drafts.get(tool.content_id) for tool in tools}
    words = passages_of([edition for edition in shown.values() if edition], language)
    return [
        Row(
            tool=tool,
            live=live.get(tool.content_id),
            draft=drafts.get(tool.content_id),
            passages=words[edition.pk] if (edition := shown[tool.content_id]) else [],
        )
        for tool in tools
    ]


def _editions(tools: Sequence[Tool]) -> Iterable[Edition]:
    """Those that readers see or that are on the desk, each with the number of comments on its pilot."""
    editions = Edition.objects.filter(content__in=[tool.content_id for tool in tools])
    return editions.exclude(state=EditionState.ARCHIVED).annotate(comment_count=Count("comments"))
