"""Days as people write them in lists: `2026-03-15`, `15 Mar 2026`, `March 15, 2026`, `15.3.2026`, `令和8年3月15日`."""

import re
from collections.abc import Callable
from datetime import date
from unicodedata import combining, normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
# As colleagues in Europe write them, without accents, where they differ from English.
_OTHERS = {
    "januar": 1, "jan": 1, "janvier": 1, "enero": 1, "februar": 2, "fevrier": 2, "fevr": 2, "febrero": 2, "marz": 3,
    "maerz": 3, "mrz": 3, "mars": 3, "marzo": 3, "avril": 4, "avr": 4, "abril": 4, "mai": 5, "mayo": 5, "juni": 6,
    "juin": 6, "junio": 6, "juli": 7, "juillet": 7, "juil": 7, "julio": 7, "aout": 8, "agosto": 8, "septembre": 9,
    "septiembre": 9, "oktober": 10, "okt": 10, "octobre": 10, "octubre": 10, "novembre": 11, "noviembre": 11,
    "dezember": 12, "dez": 12, "decembre": 12, "diciembre": 12,
}  # fmt: skip
# The year before the first of each era.
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
_YMD = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_JAPANESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:\([月火水木金土日]\))?")
_ERA = re.compile(r"(令和|平成|[rh])\.?(\d{1,2}|元)(?:年|[./])(\d{1,2})(?:月|[./])(\d{1,2})日?")
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[-. ]*([^\W\d_]{{3,10}})[-., ]*(\d{{4}}|\d{{2}})"
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")


def read_day(text: str) -> date:
    """The day that `text` says. Raises `ValidationError` where it says none, one that does not exist, or may mean two
    days."""
    if (day := find_day(text)) is None:
        raise ValidationError(_("“%(text)s” is no day. Write it as 2026-11-23."), params={"text": text}, code="no_day")
    return day


def find_day(text: str) -> date | None:
    """As `read_day`; None where it does not look like a day at all."""
    plain = " ".join(normalize("NFKC", text).casefold().split())
    for pattern, parts in _WAYS:
        if found := pattern.fullmatch(plain):
            if (said := parts(found)) is None:
                continue
            year, month, day = said
            try:
                return date(year, month, day)
            except ValueError as error:
                raise ValidationError(
                    _("There is no such day: “%(text)s”. Check it."), params={"text": text}, code="impossible_day"
                ) from error
    return None


def month_number(name: str) -> int:
    """1 to 12 by an English, German, French or Spanish name, whole or, as usual, cut; 0 of no month."""
    name = "".join(sign for sign in normalize("NFD", name.casefold()) if not combining(sign))
    if name in _FULL:
        return _FULL.index(name) + 1
    cut = "sep" if name == "sept" else name
    return _MONTHS.index(cut) + 1 if cut in _MONTHS else _OTHERS.get(name, 0)


def era_year(era: str, year: str) -> int:
    """The year of our calendar that is `year` of a Japanese era; 元 is its first."""
    return _ERAS[era] + (1 if year == "元" else int(year))


_Said = tuple[int, int, int] | None


def _ymd(found: re.Match[str]) -> _Said:
    return int(found[1]), int(found[3]), int(found[4])


def _japanese(found: re.Match[str]) -> _Said:
    return int(found[1]), int(found[2]), int(found[3])


def _era(found: re.Match[str]) -> _Said:
    return era_year(found[1], found[2]), int(found[3]), int(found[4])


def _day_month(found: re.Match[str]) -> _Said:
    month, year = month_number(found[2]), int(found[3])
    return (year if year > 99 else 2000 + year, month, int(found[1])) if month else None


def _month_day(found: re.Match[str]) -> _Said:
    month = month_number(found[1])
    return (int(found[3]), month, int(found[2])) if month else None


def _dotted(found: re.Match[str]) -> _Said:
    return int(found[3]), int(found[2]), int(found[1])


def _slashed(found: re.Match[str]) -> _Said:
    """Day and month where only one way makes a day."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first > 12 or first == second:
        return year, second, first
    if second > 12:
        return year, first, second
    raise ValidationError(
        _("“%(text)s” may mean two days. Write it as 2026-11-23."), params={"text": found.group()}, code="two_days"
    )


_WAYS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], _Said]]] = [
    (_YMD, _ymd),
    (_JAPANESE, _japanese),
    (_ERA, _era),
    (_DAY_MONTH, _day_month),
    (_MONTH_DAY, _month_day),
    (_DOTTED, _dotted),
    (_SLASHED, _slashed),
]
