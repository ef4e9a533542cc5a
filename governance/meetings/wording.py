"""In which language minutes were written: they are shown as they were written, to whoever reads them."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from coe_hub.lib.text import reader_language
from governance.meetings.models import AgendaItem, Minutes

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Japanese names products and people in Latin letters; English text has hardly a kanji in it.
_SHARE = 0.2


def written_in(texts: Iterable[str]) -> str:
    """`ja` or `en`, by the letters that most of it is written in; empty where nothing is written."""
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    if not letters:
        return ""
    japanese = sum(bool(_JAPANESE.match(letter)) for letter in letters)
    return "ja" if japanese / len(letters) >= _SHARE else "en"


def language_note(minutes: Minutes, items: Iterable[AgendaItem]) -> str:
    """What a reader in the active language is told who may not be able to read them; empty where it is theirs."""
    language = written_in([minutes.opening, *(text for item in items for text in (item.title, item.said))])
    if language in {"", reader_language()}:
        return ""
    return {
        "ja": _("Written in Japanese. What was written stands here as it was written, in its own language."),
        "en": _("Written in English. What was written stands here as it was written, in its own language."),
    }[language]
