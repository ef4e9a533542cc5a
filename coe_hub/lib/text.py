"""What text people may enter, what of it is seen, and which of two scripts they read."""

import re
import unicodedata
from collections.abc import Iterable
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# C0/C1 controls other than tab and line breaks, what is no letter at all, and the overrides that make text read other
# than it is stored.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

# Signs that are not seen, and with which a text looks as it does without them. The same in a regular expression of
# Python's and of the database, where `hub_fold` takes them out.
UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{UNSEEN}]")
# Some of them shape what stands beside them and stay where they are: joiners (emoji, Persian, the scripts of India),
# variation selectors, the letters of flags. The others come along when people copy, and say nothing on one line. What
# makes text read other than it is stored is refused, not dropped: somebody should know of it.
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\u2800\u3164\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)

_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def is_seen(text: str) -> bool:
    """Whether there is anything to read in the text."""
    if text.isascii() and text.isprintable():  # most are, and to look at each letter takes long
        return bool(text.strip())
    return bool(_UNSEEN.sub("", text).strip())


def as_seen(text: str) -> str:
    """What tells a text from others that look otherwise: without what is not seen, its width and its case."""
    return " ".join(normalize("NFKC", _UNSEEN.sub("", text)).casefold().split())


def tidy(text: str, *, is_one_line: bool) -> str:
    """Text as it is kept: lines end as browsers count them, on one line nothing is kept that says nothing, and what
    nobody can read is empty. Everything typed passes here (`lib.fields.TextField`)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_seen(text):
        return "" if not _CONTROL.search(text) else text
    return _DROPPED.sub("", text) if is_one_line and not text.isascii() else text


def refuse_control_characters(value: str) -> None:
    """Validator. Raises `ValidationError` naming the character where `value` holds one that cannot be seen and does
    harm, or where it holds nothing that can be seen."""
    if found := _CONTROL.search(value):
        code = f"U+{ord(found.group()):04X}"
        raise ValidationError(
            _("This text contains an invisible control character (%(code)s). Delete it, or type the text again."),
            code="control_character",
            params={"code": code},
        )
    if value and not is_seen(value):
        raise ValidationError(_("Nothing of this text can be seen. Type it again."), code="unseen")


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


def has_japanese(text: str) -> bool:
    """Whether any of it is written in kana or kanji."""
    return bool(_JAPANESE.search(text))


def in_reader_script(text: str, local: str) -> str:
    """`local`, the same in its own script, where the active language is written in that script; else `text`."""
    is_japanese = (get_language() or "").startswith("ja")
    return local if is_japanese and has_japanese(local) else text


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
