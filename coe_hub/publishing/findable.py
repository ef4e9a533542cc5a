"""Contents as the search shows them: in the reader's language where they have it, with the text that tells most."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from coe_hub.lib.asked import Asked, ask
from coe_hub.lib.findable import Text, Thing
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Term, Words, word_found
from coe_hub.lib.text import reader_language
from coe_hub.publishing.models import (
    DESCRIPTIONS,
    TITLE,
    Block,
    BlockKind,
    BlockTranslation,
    Edition,
    EditionState,
    EditionText,
)

_PURPOSE = "purpose"


def text_found(term: Term) -> Q:
    """Texts in which a form of this term is found, in titles as the beginning of a word too."""
    query = getattr(term, "query", None) or (term.asked, "AC", "BD")
    return word_found(term) | Q(key=TITLE, words__matches=query)


def of_contents(kinds: Callable[[], Q]) -> dict[str, Any]:
    """How rooms register texts of contents of these kinds, as far as readers can open them: several rows a thing, each
    in one language, and one reading of all texts for all of these rooms."""
    return {
        "rows": lambda _user: EditionText.objects.live().filter(kinds()),
        "order": lambda: ("-texts", "hit_id"),
        "is_public": True,
        "of_thing": "edition__content",
        "of_kind": kinds,
        "found": text_found,
    }


@dataclass(frozen=True)
class Lines:
    """Titles and purposes of some contents by content, key and language, and of each the text that tells most."""

    texts: dict[int, dict[str, dict[str, str]]] = field(default_factory=dict)
    telling: dict[int, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Collection[int], words: Words, *, beside: Collection[int] = ()) -> Self:
        """Those of `ids`, and of contents `beside` them the lines alone. Three queries."""
        wanted = [*ids, *beside]
        texts: dict[int, dict[str, dict[str, str]]] = {}
        for content, key, language, text in _LINES.rows(contents=wanted) if wanted else ():
            texts.setdefault(content, {}).setdefault(key, {})[language] = text
        return cls(texts, _telling_texts(ids, words))

    def title(self, content: int) -> Text:
        """Its name."""
        return _in_reader_language(self.texts[content][TITLE])

    def thing(self, content: int, *, line: Collection[object], url: str) -> Thing:
        """The content as a hit shows it."""
        own = self.texts[content]
        summary = _in_reader_language(own[_PURPOSE]) if _PURPOSE in own else None
        return Thing(
            title=self.title(content),
            line=" · ".join(map(str, line)),
            url=url,
            known_as=" ".join(own[TITLE].values()),
            body=self.telling.get(content) or summary,
            is_summary=True,
        )


def _lines(*, contents: list[int]) -> "QuerySet[Any, Any]":
    """As `EditionText` has them; past the view, which joins every translation of a key before it looks whose it is."""
    blocks = Block.objects.filter(key__in=[TITLE, _PURPOSE], edition__state=EditionState.PUBLISHED)
    blocks = blocks.exclude(kind__in=[*DESCRIPTIONS, BlockKind.QUESTION]).filter(edition__content__archived_at=None)
    written = blocks.filter(edition__content_id__any=contents)
    source = Value(settings.LANGUAGE_CODE, output_field=CharField())
    of_block = Exists(blocks.filter(edition__content=OuterRef("content"), key=OuterRef("key")))
    translated = BlockTranslation.objects.filter(of_block, content_id__any=contents, key__in=[TITLE, _PURPOSE])
    return written.values_list("edition__content", "key", source, "text").union(
        translated.values_list("content", "key", "language", "text"), all=True
    )


_LINES = Prepared(_lines)


def _telling_texts(ids: Collection[int], words: Words) -> dict[int, Text]:
    """By content, the text below its title that shows best why it matched, in the reader's language if one does."""
    if not words or not ids:
        return {}
    rows = _TELLING.rows(reader_language(), contents=list(ids), **ask(words).of_all)
    return {content: Text(text, language) for content, text, language in rows}


def _telling(language: str, *, contents: list[int], **values: str) -> "QuerySet[Any, Any]":
    asked = Asked((), values)
    editions = Edition.objects.filter(content_id__any=contents, state=EditionState.PUBLISHED).values("pk")
    texts = EditionText.objects.live().filter(edition_id__any=ArraySubquery(editions))
    found = texts.filter(asked.any_in_row()).exclude(key=TITLE)
    foreign = Case(When(language=language, then=0), default=1)
    best = found.order_by("edition__content", foreign, asked.rank(), "position").distinct("edition__content")
    return best.values_list("edition__content", "text", "language")


_TELLING = Prepared(_telling)


def _in_reader_language(texts: dict[str, str]) -> Text:
    """In the reader's language, else in the one it was written in."""
    language = reader_language()
    chosen = language if language in texts else settings.LANGUAGE_CODE
    return Text(texts[chosen], chosen)
