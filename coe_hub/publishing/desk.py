"""What stands on the desk: contents, how far the next edition of each is, and what its translations miss."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from coe_hub.publishing.actions import Words, on_the_desk, opened_on, published
from coe_hub.publishing.models import DESCRIPTIONS, Block, Content, Edition, EditionState, TranslationState
from coe_hub.publishing.reading import Passage, passages_of


@dataclass(frozen=True)
class Desk:
    """One content on the desk: the edition being written, the one readers see, and where its pages are."""

    content: Content
    draft: Edition | None
    live: Edition | None
    home_url: str
    edit_url: str
    preview_url: str
    read_url: str

    @property
    def source(self) -> Edition | None:
        """What is written on: the draft or, where there is none, what readers see."""
        return self.draft or self.live

    @property
    def opened(self) -> int:
        """What somebody who opens it has before them (`opened_on`)."""
        return opened_on(self.draft, self.live)

    def blocks(self) -> list[Block]:
        """The parts that are written on, in order."""
        return list(self.source.blocks.in_order()) if self.source else []


def desk_of(content: Content, *, home_url: str, edit_url: str, preview_url: str, read_url: str) -> Desk:
    """The content's desk; two queries."""
    return Desk(content, on_the_desk(content), published(content), home_url, edit_url, preview_url, read_url)


def with_part(blocks: Sequence[Block], words: Words) -> list[Words]:
    """The blocks with one written anew; where there is none of this id, it comes last."""
    found = [
        words if block.key == words.key else Words(block.key, block.kind, block.text, block.is_wording_only)
        for block in blocks
    ]
    return found if words in found else [*found, words]


@dataclass(frozen=True)
class Row:
    """One content in the desk's list."""

    content: Content
    live: Edition | None
    draft: Edition | None
    passages: Sequence[Passage]

    @property
    def title(self) -> str:
        """Its English title, of what readers see or else of the draft."""
        return next((one.source for one in self.passages if one.key == "title"), self.content.slug)

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
        return sum(one.state == state and one.kind not in DESCRIPTIONS for one in self.passages)


def desk_rows(contents: "QuerySet[Content]", language: str) -> list[Row]:
    """These contents in their order, with their translation into `language`; four queries, however many."""
    rows = list(contents)
    live: dict[int, Edition] = {}
    drafts: dict[int, Edition] = {}
    for one in _editions(rows):
        (live if one.state == EditionState.PUBLISHED else drafts)[one.content_id] = one
    shown = {content.pk: live.get(content.pk) or drafts.get(content.pk) for content in rows}
    words = passages_of([edition for edition in shown.values() if edition], language)
    return [
        Row(
            content=content,
            live=live.get(content.pk),
            draft=drafts.get(content.pk),
            passages=words[edition.pk] if (edition := shown[content.pk]) else [],
        )
        for content in rows
    ]


def desk_context(rows: Sequence[Row], language: str) -> dict[str, Any]:
    """What the page of a desk shows of its rows in their order: those in use, and those that are retired."""
    return {
        "rows": [row for row in rows if not row.content.is_archived],
        "retired": [row for row in rows if row.content.is_archived],
        "translated_into": language,
    }


def _editions(contents: Sequence[Content]) -> Iterable[Edition]:
    """Those that readers see or that are on the desk, each with the number of comments on its pilot."""
    editions = Edition.objects.filter(content__in=contents).exclude(state=EditionState.ARCHIVED)
    return editions.annotate(comment_count=Count("comments"))
