"""Days as lists have them: any that can mean one day alone, and months and years as the first or the last of theirs."""

import calendar
import re
from datetime import date, timedelta
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.imports.cells import may_mean_nothing
from coe_hub.imports.options import DAY_FIRST, MONTH_FIRST
from coe_hub.imports.outcomes import Ask
from coe_hub.lib.dates import date_text
from coe_hub.lib.forms import EARLIEST, LATEST, DateField
from coe_hub.lib.written_days import era_year, find_day, month_number

# The day before the first that spreadsheets count, with the leap day of 1900 that there was not.
_EXCEL = date(1899, 12, 30)
_SERIAL = re.compile(r"[2-8]\d{4}(?:\.\d+)?")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
# A day with its time; what is longer is a text.
_LONGEST = 40
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_YEAR = re.compile(r"(\d{4})年?")
_MONTH_NUMBERS = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})月?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_NAMED = re.compile(r"([^\W\d]{3,10})\.?[-, /]*(\d{4})")
_ERA_MONTH = re.compile(r"(令和|平成)(\d{1,2}|元)年(\d{1,2})月")


class DayField(DateField):
    """A day of a row. `is_end`: a month means its last day. `order` says what `3/4/2025` means; None, that it is
    asked. `empties`: that what is no day counts as empty. `note` says how the cell was read, where it is not plain."""

    def __init__(self, *, is_end: bool = False, has_come: bool = False) -> None:
        super().__init__(required=False)
        self.is_end, self.has_come = is_end, has_come
        self.others: str | None = None
        self.note = ""

    def to_python(self, value: str | date | None) -> date | None:
        self.note = ""
        if not value or isinstance(value, date):
            return value or None
        try:
            day, self.note = read_day(value, is_end=self.is_end, order=self.others or "")
        except ValidationError as error:
            if self.others == "" and error.code in {Ask.DAY, Ask.NOTHING}:
                return None
            raise
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if self.has_come and value and value > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="future")


def read_day(text: str, *, is_end: bool = False, order: str = "") -> tuple[date, str]:
    """The day that `text` means, and how it was read where that is not plain. Raises `ValidationError`, its code an
    `Ask` where it can be settled for all rows at once."""
    plain = " ".join(normalize("NFKC", text).casefold().split())
    try:
        if day := find_day(text):
            return day, ""
    except ValidationError as error:
        if error.code != "two_days":
            raise
        return _ordered(plain, text, order), ""
    if found := _COMPACT.fullmatch(plain):
        return read_day("-".join(found.groups()))
    if _SERIAL.fullmatch(plain):
        day = _EXCEL + timedelta(days=int(float(plain)))
        return day, _("The number of a day in a spreadsheet: %(day)s.") % {"day": date_text(day)}
    if (span := _span(plain)) is not None:
        day = span[is_end]
        words = _("Read as the last day: %(day)s.") if is_end else _("Read as the first day: %(day)s.")
        return day, words % {"day": date_text(day)}
    raise ValidationError(
        _("“%(text)s” is no day. Write it as 2026-11-23.") % {"text": text},
        code=Ask.NOTHING if may_mean_nothing(text) else Ask.DAY,
    )


def _ordered(plain: str, text: str, order: str) -> date:
    found = _SLASHED.search(plain)
    if found and order in {DAY_FIRST, MONTH_FIRST}:
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        return date(year, second, first) if order == DAY_FIRST else date(year, first, second)
    raise ValidationError(_("“%(text)s” may mean two days. Write it as 2026-11-23.") % {"text": text}, code=Ask.ORDER)


def proved_order(text: str) -> str:
    """The order that a day shows which can mean one day alone, as `13/4/2025` does; empty where it shows none."""
    found = _SLASHED.search(normalize("NFKC", text)) if len(text) <= _LONGEST else None
    if not found:
        return ""
    first, second = int(found[1]), int(found[3])
    if first <= 12 < second <= 31:
        return MONTH_FIRST
    return DAY_FIRST if second <= 12 < first <= 31 else ""


def _span(plain: str) -> tuple[date, date] | None:
    """The first and the last day of a month or a year."""
    year, month = _year_and_month(plain)
    if not EARLIEST.year <= year <= LATEST.year or month > 12:
        return None
    if month == 0:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year_and_month(plain: str) -> tuple[int, int]:
    """The year and the month, 0 of a year alone; the year 0 where it is neither."""
    if found := _YEAR.fullmatch(plain):
        return int(found[1]), 0
    if found := _MONTH_NUMBERS.fullmatch(plain):
        return int(found[1]), int(found[2]) or 13
    if found := _MONTH_FIRST.fullmatch(plain):
        return int(found[2]), int(found[1]) or 13
    if (found := _MONTH_NAMED.fullmatch(plain)) and (month := month_number(found[1])):
        return int(found[2]), month
    if found := _ERA_MONTH.fullmatch(plain):
        return era_year(found[1], found[2]), int(found[3]) or 13
    return 0, 0


def looks_like_days(texts: list[str]) -> bool:
    """Whether these cells of a column are days; numbers and years alone are not enough."""
    return bool(texts) and sum(map(_is_day, texts)) >= 0.7 * len(texts)


def _is_day(text: str) -> bool:
    if text.strip().isdigit():
        return False
    try:
        read_day(text)
    except ValidationError as error:
        return error.code in {Ask.ORDER, "impossible_day"}
    return True
