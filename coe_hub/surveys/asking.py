"""What an edition asks: its themes in order, each with its questions, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coe_hub.lib.text import reader_language
from coe_hub.publishing.asked import Asked, read_asked
from coe_hub.publishing.models import BlockKind, Content, Edition, TranslationState
from coe_hub.publishing.reading import Passage, line, live_editions, passages_of

_GOOD = (TranslationState.APPROVED, TranslationState.NEEDS_REVIEW)


@dataclass(frozen=True)
class Theme:
    """Questions that are told together. `key` stays the same when the words change."""

    key: str
    name: str
    text: str
    questions: Sequence[Asked]


@dataclass(frozen=True)
class Asking:
    """A questionnaire as it is asked."""

    title: str
    purpose: str
    themes: Sequence[Theme]
    is_translated: bool

    @property
    def questions(self) -> list[Asked]:
        """All questions, in the order they are asked."""
        return [asked for theme in self.themes for asked in theme.questions]


def asking_of(edition: Edition, language: str | None = None) -> Asking:
    """What this edition asks. Two queries.

    A question whose translation is older than itself is asked in the language it was written in.
    """
    return askings_of([edition], language)[edition.pk]


def askings_of(editions: Sequence[Edition], language: str | None = None) -> dict[int, Asking]:
    """What these editions ask, by their ids. Two queries, however many."""
    words = passages_of(list({one.pk: one for one in editions}.values()), language or reader_language())
    return {edition: _asking(found) for edition, found in words.items()}


def _asking(found: Sequence[Passage]) -> Asking:
    parts = [one for one in found if one.kind in {BlockKind.THEME, BlockKind.ASKED}]
    translated = all(one.state in _GOOD for one in parts)
    return Asking(line(found, "title"), line(found, "purpose"), list(_themes(parts)), translated)


def _themes(parts: Iterable[Passage]) -> Iterable[Theme]:
    """Each theme with what stands below it; questions before the first theme stand in one without a name."""
    key, words, questions = "", "", list[Asked]()
    for one in parts:
        text = one.text if one.state in _GOOD else one.source
        if one.kind == BlockKind.ASKED:
            questions.append(read_asked(one.key, text))
            continue
        if questions:
            yield _theme(key, words, questions)
        key, words, questions = one.key, text, []
    if questions:
        yield _theme(key, words, questions)


def _theme(key: str, words: str, questions: list[Asked]) -> Theme:
    name, _break, text = words.partition("\n")
    return Theme(key, name.strip(), text.strip(), questions)


def live_edition(content: Content) -> Edition | None:
    """What is asked of this questionnaire from now on; None where nothing is published."""
    return next(iter(live_editions([content.pk])), None)
