"""The shapes of rules in words, English and Japanese; `rules` puts them together. Text comes in Unicode's plain form
(NFKC), with single spaces."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from alliances.obligations.dates import OffDay, Period, Unit
from coe_hub.lib.places import country_choices
from coe_hub.lib.written_days import month_number

_FLAGS = re.IGNORECASE
_UNIT = (
    r"(?:calendar |calendar-)?days?|d|(?:business|working|bank)[ -]days?|bds?|w?weeks?|(?:calendar )?months?|quarters?|"
    r"years?"
)
_UNIT_JA = r"営業日間?|暦日|日間|日|週間?|[かヶカケ箇ヵ]月間?|月間|年間?"
_BY = r"(?:due |at the latest |no later than |not later than |latest |by |within |in |up to )*"

# "45 days after quarter end", "within 30 days of signing", "expiry - 90 days", "四半期末から45日以内",
# "満了日の30営業日前".
OFFSETS = [
    re.compile(
        rf"{_BY}(?P<count>\d{{1,4}})[ -]?(?P<unit>{_UNIT}) "
        r"(?P<side>after|following|from|of|post|before|prior to|ahead of|in advance of) (?P<base>.+)",
        _FLAGS,
    ),
    re.compile(rf"(?P<base>.+?) ?(?P<side>[-+−–]) ?(?P<count>\d{{1,4}}) ?(?P<unit>{_UNIT}|{_UNIT_JA})", _FLAGS),
    re.compile(
        rf"(?P<base>.+?)(?P<from>から|より|の|後|経過後|以降|[、,])? ?(?P<count>\d{{1,4}}) ?(?P<unit>{_UNIT_JA})"
        r"(?P<side>以?後|以?前|以内|目|)(?:まで)?に?(?: ?\(暦日\))?"
    ),
]
_BEFORE = re.compile(r"before|prior to|ahead of|in advance of|[-−–]|以?前", _FLAGS)

# What says that the base itself is the day.
ON_THE_DAY = re.compile(r"on the day: ?(?P<base>.+)|当日: ?(?P<ja>.+)", _FLAGS)
_BY_ITSELF = re.compile(
    r"(?:due |on |by |upon |at |until |no later than |not later than )+(?=\S)|(?:まで|までに)$", _FLAGS
)

# "31 January each year", "each year by 31 January", "毎年1月31日".
YEARLY = re.compile(
    r"(?:by |on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]{3,9})(?: of)?,? (?:each|every) year"
    r"|(?:each|every) year,? (?:by |on )?(?P<day2>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month2>[a-z]{3,9})"
    r"|毎年 ?(?P<month3>\d{1,2})月(?P<day3>\d{1,2})日(?:まで)?に?",
    _FLAGS,
)

FISCAL = re.compile(r"fiscal|financial year|\bFY\b|年度|会計年|(?<!半)期末", _FLAGS)

_PERIODS = [
    (Period.MONTH, r"(?:calendar )?month|(?:毎|各)?月"),
    (Period.QUARTER, r"(?:calendar )?quarter|(?:毎|各)?四半期"),
    (Period.HALF, r"(?:calendar )?half[- ]?year|six months|(?:毎|各)?半[期年]"),
    (Period.YEAR, r"(?:calendar )?year|(?:毎|各)?暦?年"),
]
_ADVERBS = [
    (Period.MONTH, r"monthly|毎月"),
    (Period.QUARTER, r"quarterly|毎四半期|四半期ごと"),
    (Period.HALF, r"half[- ]?yearly|semi[- ]?annual(?:ly)?|biannual(?:ly)?|半年ごと|半期ごと"),
    (Period.YEAR, r"annual(?:ly)?|yearly|once a year|毎年|年次|年1回"),
]
_ENDS = [
    (
        period,
        re.compile(
            rf"(?:(?:the )?(?:end|close) of )?(?:the |each |every |a |any |such )*(?:{words})"
            r"(?:[- ]?ends?|'s end|(?:の)?(?:末日?|終了日?|終わり))?",
            _FLAGS,
        ),
        re.compile(rf"(?:{adverb})(?: ごと)?", _FLAGS),
    )
    for (period, words), (_same, adverb) in zip(_PERIODS, _ADVERBS, strict=True)
]
# A period by itself, before a rule that says more: "quarterly, 45 days after quarter end".
ADVERB = re.compile(rf"(?:{'|'.join(adverb for _p, adverb in _ADVERBS)})(?:[,:、] ?| )\(?(?P<rest>[^)]+)\)?", _FLAGS)

# Numbers in words, and "thirty (30)".
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_COUNT_WORDS = re.compile(
    rf"\b(?:[a-z]+[ -])?(?P<word>{_WORD}|[a-z]+) \((?P<digits>\d+)\)|\b(?P<alone>{_WORD})(?= )", _FLAGS
)

_FULFILMENT = re.compile(r"(?:the )?fulfil?lment of (?P<name>.+)|(?P<ja>.+?)の履行", _FLAGS)

_GIVE_WAY = [
    (
        re.compile(
            r"[;,]? ?\(?(?:(?:if|where|or) (?:nobody works on it|not a (?:business|working) day|that is no (?:business|"
            r"working) day),? )?(?:or )?(?:the |then )?(?:working day (?P<side>before|after)|"
            r"(?P<next>next|following|previous|preceding|prior) (?:business|working) day)\)?$",
            _FLAGS,
        )
    ),
    re.compile(r"[;、,]? ?\(?(?:休業日|休日)の場合は、?(?P<ja>直前|直後|翌|前|次)の?営業日\)?$"),
]
_KEEPS = re.compile(r"[;,、] ?(?:the end of a month leads to the end of a month|月末からは月末まで数える)$", _FLAGS)
_HOLIDAYS = re.compile(
    r"[;,、] ?(?:by the holidays of |祝日は)(?P<place>.+?)(?: ?\((?P<part>[A-Z0-9-]{1,6})\))?(?:による)?$", _FLAGS
)


# Words for a day that nobody knows yet.
NO_DAY = re.compile(
    r"tb[acd]|to be (?:confirmed|agreed|determined|defined)|n/?a|none|not applicable|unknown|open(?:[- ]ended)?|"
    r"ongoing|[-–—?.]+|未定|なし|無し|該当なし|不明|随時|期限なし",
    _FLAGS,
)
# Figures, and a year with a word or two, are a day that is not understood; an event of such a name stands in “…”.
DAY_LIKE = re.compile(
    r"[\d\W_]+[日月年以内前後]*|(?:\w+\.? ?){0,2}\b(?:19|20)\d{2}|\d{1,2}\.? \w+ (?:19|20)\d{2}", _FLAGS
)
# "April 2027", "2027-03", "Q3 2027", "end of 2027", "2027年3月末", "2027年第3四半期": as a deadline, their last day.
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_PARTS = [
    (1, re.compile(rf"(?P<month>[a-z]{{3,9}})\.?,? {_YEAR}", _FLAGS)),
    (1, re.compile(rf"{_YEAR}[-/.](?P<part>\d{{1,2}})", _FLAGS)),
    (1, re.compile(rf"(?P<part>\d{{1,2}})/{_YEAR}", _FLAGS)),
    (1, re.compile(rf"{_YEAR}年(?P<part>\d{{1,2}})月末?日?", _FLAGS)),
    (3, re.compile(rf"q(?P<part>[1-4])[ /-]?{_YEAR}|(?P<part2>[1-4])q[ /-]?(?P<year2>(?:19|20)\d{{2}})", _FLAGS)),
    (
        3,
        re.compile(
            rf"{_YEAR}[ /-]?q(?P<part>[1-4])|{_YEAR.replace('year', 'year2')}年?第(?P<part2>[1-4])四半期末?", _FLAGS
        ),
    ),
    (6, re.compile(rf"h(?P<part>[12])[ /-]?{_YEAR}|{_YEAR.replace('year', 'year2')}[ /-]?h(?P<part2>[12])", _FLAGS)),
    (12, re.compile(rf"{_YEAR}年?末?", _FLAGS)),
]


def last_day_of(text: str) -> date | None:
    """The last day of the month, quarter, half or whole year that is named; None where none is."""
    plain = re.sub(r"^(?:the )?end of ", "", text.strip(), flags=_FLAGS)
    for months, shape in _PARTS:
        if not (found := shape.fullmatch(plain)):
            continue
        said = found.groupdict()
        year = int(said["year"] or said.get("year2") or 0)
        part = month_number(said["month"]) if said.get("month") else int(said.get("part") or said.get("part2") or 1)
        if 1 <= part <= 12 // months:
            return date(year, part * months, monthrange(year, part * months)[1])
    return None


def in_digits(text: str) -> str:
    """With counts in digits: “thirty (30) days” and “thirty days” are “30 days”."""
    return _COUNT_WORDS.sub(lambda found: found["digits"] or str(_NUMBERS[found["alone"].casefold()]), text)


def is_before(side: str) -> bool:
    """Whether the word leads back from the base."""
    return bool(_BEFORE.fullmatch(side))


def unit_of(word: str, count: int) -> tuple[int, Unit]:
    """So many of one of the three units that rules know."""
    word = word.casefold()
    if "営業" in word or re.match(r"business|working|bank|bd", word):
        return count, Unit.WORKING_DAYS
    if word.startswith("週") or "week" in word:
        return count * 7, Unit.DAYS
    if word.startswith("quarter"):
        return count * 3, Unit.MONTHS
    if "year" in word or word.startswith("年"):
        return count * 12, Unit.MONTHS
    if "month" in word or "月" in word:
        return count, Unit.MONTHS
    return count, Unit.DAYS


def period_of(base: str) -> Period | None:
    """The period whose end the words name; None of none."""
    for period, ends, adverb in _ENDS:
        if ends.fullmatch(base) or adverb.fullmatch(base):
            return period
    return None


def without_by(text: str) -> str:
    """Without “by”, “on” and the like around it."""
    return _BY_ITSELF.sub("", text)


def fulfilled(base: str) -> str:
    """What is to be fulfilled first, where the words say so; else empty."""
    found = _FULFILMENT.fullmatch(base)
    return (found["name"] or found["ja"]) if found else ""


def extras(text: str) -> tuple[str, dict[str, Any]]:
    """The text without what is said of days without work, holidays and ends of months, and that."""
    found: dict[str, Any] = {}
    while True:
        rest, one = _extra(text)
        if not one:
            return text, found
        text, found = rest, found | one


def _extra(text: str) -> tuple[str, dict[str, Any]]:
    for pattern in _GIVE_WAY:
        if said := pattern.search(text):
            word = next(filter(None, said.groups()), "").casefold()
            is_before_it = word in {"before", "previous", "preceding", "prior", "直前", "前"}
            return text[: said.start()], {"off_day": OffDay.BEFORE if is_before_it else OffDay.AFTER}
    if said := _KEEPS.search(text):
        return text[: said.start()], {"keeps_month_end": True}
    if (said := _HOLIDAYS.search(text)) and (country := _country(said["place"])):
        return text[: said.start()], {"country": country, "subdivision": (said["part"] or "").upper()}
    return text, {}


def _country(name: str) -> str:
    """The code of a country by its code or its name in any language; "" of none."""
    name = name.strip()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, called in country_choices():
                if name.casefold() in {code.casefold(), called.casefold()}:
                    return code
    return ""
