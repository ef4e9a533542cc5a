"""Date rules in words, read: `45 days after quarter end`, `60 days after “Data package”`, `満了日の30営業日前`.

The sentences of `obligations.wording.rule_text` are read back, and so are the shapes that lists are full of. What is
not said by any rule here is refused with what to write instead. Nothing here asks the database.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alliances.intake import phrases
from alliances.obligations.dates import OffDay, Period, Unit
from alliances.obligations.models import Base, Direction
from coe_hub.lib.written_days import find_day, month_number

_QUOTED = re.compile(r"[“\"「『](.+)[”\"」』]")
# What looks like a count that no shape here reads.
_COUNTED = re.compile(r"\d+ ?(?:days?|weeks?|months?|years?|営業日|日間|日[前後以]|[かヶカケ箇ヵ]月)", re.IGNORECASE)
_LEAP_YEAR = 2028
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Rule:
    """What a rule in words says. Counted from an event or another obligation, `name` is what that is called; which of
    both it is, the alliance tells, unless `is_fulfilment`. `is_bare`: nothing but the name stood there. `is_partial`: a
    month, quarter or year stood for its last day."""

    base: Base
    count: int = 0
    unit: Unit = Unit.DAYS
    direction: Direction = Direction.AFTER
    fixed_on: date | None = None
    period: str = ""
    name: str = ""
    is_fulfilment: bool = False
    is_bare: bool = False
    off_day: OffDay = OffDay.STAYS
    keeps_month_end: bool = False
    country: str = ""
    subdivision: str = ""
    is_partial: bool = False


def read_rule(text: str) -> Rule:
    """The rule that `text` says, in English or Japanese. Raises `ValidationError` saying what to write instead."""
    plain = " ".join(normalize("NFKC", text).split()).strip(" .。")
    first, said = phrases.extras(plain)
    return replace(_main(first, text), **said)


def _main(plain: str, text: str) -> Rule:
    if phrases.FISCAL.search(plain) and not _QUOTED.search(plain):
        raise ValidationError(
            _("“%(text)s”: periods end with those of the calendar. Count from the day on which yours ends."),
            params={"text": text},
            code="fiscal",
        )
    if found := phrases.YEARLY.fullmatch(plain):
        return _each_year(found, text)
    if (rule := _day(phrases.without_by(plain), text)) is not None:
        return rule
    spoken = phrases.in_digits(plain)
    if found := phrases.ADVERB.fullmatch(spoken):
        rule = _offset(found["rest"])
        if rule is not None and rule.base == Base.PERIOD:
            return rule
    if (rule := _offset(spoken)) is not None:
        return rule
    if found := phrases.ON_THE_DAY.fullmatch(plain):
        return _based_on(found["base"] or found["ja"])
    if (_COUNTED.search(spoken) and not _QUOTED.fullmatch(plain)) or len(plain) > _LONGEST_NAME or not plain:
        raise unreadable(text)
    base = phrases.without_by(plain)
    if phrases.DAY_LIKE.fullmatch(base):
        raise unreadable(text)
    rule, is_quoted = _based_on(base), bool(_QUOTED.fullmatch(base))
    return replace(rule, is_bare=rule.base == Base.EVENT and base == plain and not (rule.is_fulfilment or is_quoted))


def _day(plain: str, text: str) -> Rule | None:
    """A day, or a month, quarter or year for its last day. Raises `ValidationError` for words that say no day."""
    if (day := find_day(plain)) is not None:
        return Rule(Base.FIXED, fixed_on=day)
    if (day := phrases.last_day_of(plain)) is not None:
        return Rule(Base.FIXED, fixed_on=day, is_partial=True)
    if phrases.NO_DAY.fullmatch(plain):
        raise ValidationError(
            _(
                "“%(text)s” says no day. Write what it is counted from, in “…” as an event whose day comes later, or "
                "take the row out."
            ),
            params={"text": text},
            code="says_no_day",
        )
    return None


def _offset(plain: str) -> Rule | None:
    """So many days, working days or months before or after something."""
    for shape in phrases.OFFSETS:
        if not (found := shape.fullmatch(plain)):
            continue
        side = found["side"]
        if not side and found.groupdict().get("from") in {None, "の", "、", ","}:
            continue
        base = found["base"].strip()
        if base.isdigit() or (not _QUOTED.fullmatch(base) and _COUNTED.search(base)):
            continue
        count, unit = phrases.unit_of(found["unit"], int(found["count"]))
        direction = Direction.BEFORE if phrases.is_before(side) else Direction.AFTER
        return replace(_based_on(base), count=count, unit=unit, direction=direction)
    return None


def _based_on(base: str) -> Rule:
    """On the very day of its base."""
    base = base.strip()
    if not _QUOTED.fullmatch(base):
        if (day := find_day(base)) is not None:
            return Rule(Base.FIXED, fixed_on=day)
        if period := phrases.period_of(base):
            return Rule(Base.PERIOD, period=period)
    name = phrases.fulfilled(base)
    is_fulfilment, name = bool(name), name or base
    if found := _QUOTED.fullmatch(name):
        return Rule(Base.EVENT, name=found[1].strip(), is_fulfilment=is_fulfilment)
    return Rule(
        Base.EVENT, name=re.sub(r"^(?:the|an?) (?=\S)", "", name, flags=re.IGNORECASE), is_fulfilment=is_fulfilment
    )


def _each_year(found: re.Match[str], text: str) -> Rule:
    """A day of each year, counted from the end of the year before: one of January by days, the last of a month by
    months. Others have no rule."""
    day = int(found["day"] or found["day2"] or found["day3"])
    month = int(found["month3"]) if found["month3"] else month_number(found["month"] or found["month2"])
    if month == 1 and 1 <= day <= 31:
        return Rule(Base.PERIOD, period=Period.YEAR, count=day)
    if 1 <= month <= 12 and day in {monthrange(_LEAP_YEAR, month)[1], 28 if month == 2 else 0}:
        return Rule(Base.PERIOD, period=Period.YEAR, count=month % 12, unit=Unit.MONTHS, keeps_month_end=True)
    raise ValidationError(
        _(
            "“%(text)s”: of a day each year only those of January and the last of a month can be planned. Count days "
            "from year end."
        ),
        params={"text": text},
        code="day_of_the_year",
    )


def unreadable(text: str) -> ValidationError:
    """What to say of words that are no rule."""
    return ValidationError(
        _(
            "“%(text)s” cannot be read as a day or a rule. Write such as: 2027-03-31, 45 days after quarter end, 60 "
            "days after “Data package received”, 30 business days before expiry."
        ),
        params={"text": text},
        code="unreadable_rule",
    )
