"""In which of the usual encodings a text file was written: found where it can be told, else to be asked."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

ENCODINGS = {
    "utf-8": _("Unicode (UTF-8)"),
    "utf-16": _("Unicode (UTF-16)"),
    "cp932": _("Japanese (Shift_JIS)"),
    "cp1252": _("Western European (Windows-1252)"),
}
_CALLED = {
    "utf8": "utf-8", "utf-8-sig": "utf-8", "utf16": "utf-16", "utf-16-le": "utf-16", "utf-16-be": "utf-16",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "ms932": "cp932",
    "windows-1252": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252", "ansi": "cp1252",
}  # fmt: skip
_SAMPLE = 256 * 1024
_CHUNK = 1024**2
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f\uff01-\uff5e\u3000-\u3002]+")
# What stands alone in dates and sums.
_ALONE = set("年月日円\u3000")
# A sign that belongs to a word of western letters stands beside one, as in “Société” and “Müller”.
_IN_A_WORD = re.compile(
    "[A-Za-z][\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]|[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e][A-Za-z]"
)
_PUNCTUATION = re.compile(
    "[\u20ac\u201a\u201e\u2026\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u2122\u00a0\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00b4\u00bb]"
)


@dataclass(frozen=True)
class Encoding:
    """What to decode a file by, and whether that can be told from it."""

    name: str
    is_sure: bool = True

    @property
    def code(self) -> str:
        """As `ENCODINGS` and the command's option name it."""
        return _CALLED.get(self.name, self.name)


def encoding_called(text: str) -> str | None:
    """The code of the encoding that people call `text`; None of one that is not read."""
    name = text.strip().lower().replace(" ", "-")
    name = _CALLED.get(name, name)
    return name if name in ENCODINGS else None


def find_encoding(path: Path, *, told: str = "") -> Encoding:
    """As `told`, one of `ENCODINGS`, or as the bytes tell it."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark) and (not told or told == _CALLED.get(name, name)):
            return Encoding(name)
    if told:
        return Encoding(_utf_16(sample) or "utf-16-le" if told == "utf-16" else told)
    if found := _utf_16(sample):
        return Encoding(found)
    return Encoding("utf-8") if _is_utf_8(path) else _single(sample)


def _utf_16(sample: bytes) -> str:
    """By where the empty halves of Latin letters stand; files in other scripts have a mark in front."""
    pairs = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > pairs * 0.4:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > pairs * 0.4 else ""


def _is_utf_8(path: Path) -> bool:
    """Whether at most a line here and there is not."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    wrong = others = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            wrong += text.count("\ufffd")
            others += _beyond_ascii(text)
    return wrong * 10 < others or not others


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _single(sample: bytes) -> Encoding:
    japanese, western = _japanese(sample), _western(sample)
    if japanese > 0.9 and western < 0.5:
        return Encoding("cp932")
    if western > 0.9 and japanese < 0.5:
        return Encoding("cp1252")
    return Encoding("cp932" if japanese >= western else "cp1252", is_sure=False)


def _decoded(sample: bytes, name: str) -> str:
    # The last letter of the sample may be cut in two.
    return codecs.getincrementaldecoder(name)(errors="strict").decode(sample)


def _japanese(sample: bytes) -> float:
    """Which part of what is not ASCII reads as Japanese: in words of two signs and more."""
    try:
        text = _decoded(sample, "cp932")
    except UnicodeDecodeError:
        return 0
    others = _beyond_ascii(text)
    return sum(len(word) for word in _JAPANESE.findall(text) if len(word) > 1 or word in _ALONE) / max(others, 1)


def _western(sample: bytes) -> float:
    """Which part of what is not ASCII reads as letters within western words, or as their quotation marks."""
    try:
        text = _decoded(sample, "cp1252")
    except UnicodeDecodeError:
        return 0
    others = _beyond_ascii(text)
    within = len(_IN_A_WORD.findall(text))
    return min((within + len(_PUNCTUATION.findall(text))) / max(others, 1), 1)
