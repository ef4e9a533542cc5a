"""What text people may enter, and which of two scripts they read."""

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# C0/C1 controls other than tab and line breaks, what is no letter at all, and the overrides that make text read other
# than it is stored.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def refuse_control_characters(value: str) -> None:
    """Validator. Raises `ValidationError` naming the character where `value` holds one that cannot be seen."""
    if found := _CONTROL.search(value):
        code = f"U+{ord(found.group()):04X}"
        raise ValidationError(
            _("This text contains an invisible control character (%(code)s). Delete it, or type the text again."),
            code="control_character",
            params={"code": code},
        )


def refuse_line_breaks(value: str) -> None:
    """Validator for one-line text."""
    if any(mark in value for mark in "\n\r\t\u2028\u2029"):
        raise ValidationError(_("Write this on one line, without tabs or line breaks."), code="line_break")


# The validators of text that is one line.
ONE_LINE = [refuse_control_characters, refuse_line_breaks]


def label_lines(text: str) -> list[tuple[str, str]]:
    """Lines of `Label: value` as pairs, parted at the first colon, ASCII or full-width. Lines without a label go."""
    parted = (re.split("[:：]", line, maxsplit=1) for line in text.splitlines())
    return [(label.strip(), "".join(value).strip()) for label, *value in parted if label.strip()]


def reader_language() -> str:
    """The language of the page being made, without its region: en, ja."""
    return (get_language() or "en").split("-")[0]


def in_reader_script(text: str, local: str) -> str:
    """`local`, the same in its own script, where the active language is written in that script; else `text`."""
    is_japanese = (get_language() or "").startswith("ja")
    return local if is_japanese and _JAPANESE.search(local) else text


def join_words(words: Iterable[object]) -> str:
    """Words in a row, with the comma of the active language."""
    return _(", ").join(str(word) for word in words)


def quoted(text: str) -> str:
    """The text in the quotation marks of the active language."""
    return _("“%(text)s”") % {"text": text}


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence, in either script."""
    found = re.match(r".+?(?:[。！？]|[.!?](?=\s|$))", " ".join(text.split()))
    return found.group() if found else text


def print_width(text: str) -> int:
    """In Latin letters; a Japanese one takes the room of two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
