"""Dates as people read them, the same on pages, in mails and in files."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.lib.text import reader_language

# Formats of Django's `date` filter. They stand here and not in the catalogue, because a translator cannot test them.
_STYLES: dict[str, dict[str, str]] = {
    "en": {
        "full": "j M Y",
        "short": "j M",
        "weekday": "D j M",
        "long": "l j F",
        "day": "l j F Y",
        "month": "M Y",
    },
    "ja": {
        "full": "Y年n月j日",
        "short": "n月j日",
        "weekday": "n月j日（D）",
        "long": "n月j日（D）",
        "day": "Y年n月j日（D）",
        "month": "Y年n月",
    },
}
# A day and the hour behind it.
_TIMES = {"en": "{day}, {hour:%H:%M}", "ja": "{day} {hour:%H:%M}"}
_YEARLESS = {"short", "weekday"}
_DAYS_OF_A_WEEK = 7


def local_date(value: date) -> date:
    """The day of `value` on the reader's clock (the active time zone); a plain date is returned as it is."""
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def date_text(value: date | None, style: str = "full") -> str:
    """`value` in the active language: 12 Nov 2026, 2026年11月12日.

    `style` is one of full, short (12 Nov), weekday (Thu 12 Nov), long (Thursday 12 November), month (Nov 2026),
    day (Thursday 12 November 2026), time (12 Nov 2026, 14:05; needs a datetime). Short and weekday give the full date
    where the year is not this one.
    An empty value gives "". Raises `KeyError` for an unknown style.
    """
    language = reader_language()
    styles = _STYLES.get(language, _STYLES["en"])
    if style == "time":
        return _time_text(value, language)
    pattern = styles[style]
    if not value:
        return ""
    day = local_date(value)
    if style in _YEARLESS and day.year != timezone.localdate().year:
        pattern = styles["full"]
    return _written(day, pattern, language)


def _time_text(value: Any, language: str) -> str:
    if not value:
        return ""
    hour = timezone.localtime(value) if timezone.is_aware(value) else value
    return _TIMES.get(language, _TIMES["en"]).format(day=date_text(hour.date()), hour=hour)


@lru_cache(maxsize=2000)
def _written(day: date, pattern: str, _language: str) -> str:
    """Names of months and days are those of the active language. Pages write the same days over and over."""
    return write(day, pattern)


_SPANS = {"en": "{day}, {start}–{end}", "ja": "{day}{start}～{end}"}


def span_text(starts: datetime, *, minutes: int, zone: tzinfo) -> str:
    """From when to when on the clocks of `zone`: Thursday 12 November 2026, 16:00–17:00.

    Where the clocks change in between, each hour says which one it is: 02:30 CEST–02:30 CET.
    """
    local = starts.astimezone(zone)
    ends = (starts + timedelta(minutes=minutes)).astimezone(zone)
    hour = "%H:%M" if local.utcoffset() == ends.utcoffset() else "%H:%M %Z"
    start, end = local.strftime(hour), ends.strftime(hour)
    if ends.date() != local.date():
        end = f"{date_text(ends.date(), 'short')} {end}"
    pattern = _SPANS.get(reader_language(), _SPANS["en"])
    return pattern.format(day=date_text(local.date(), "day"), start=start, end=end)


def ago(value: date | None, *, today: date | None = None) -> str:
    """How long ago `value` was, in days and coarser: today, yesterday, Thursday, 3 weeks ago, 4 months ago.

    A day still to come, and an empty value, read as `date_text` writes them.
    """
    if not value:
        return ""
    then = local_date(value)
    days = ((today or timezone.localdate()) - then).days
    if days < 0:
        return date_text(then)
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < _DAYS_OF_A_WEEK:
        return write(then, "l")
    return _coarse(days)


def _coarse(days: int) -> str:
    """A week or more, in the largest unit that fits twice, so that nothing reads as "1 month" that was six weeks."""
    if days >= 2 * 365:
        count = days // 365
        return ngettext("%(count)d year ago", "%(count)d years ago", count) % {"count": count}
    if days >= 2 * 30:
        count = days * 12 // 365
        return ngettext("%(count)d month ago", "%(count)d months ago", count) % {"count": count}
    if days < 2 * _DAYS_OF_A_WEEK:
        return _("last week")
    count = days // _DAYS_OF_A_WEEK
    return ngettext("%(count)d week ago", "%(count)d weeks ago", count) % {"count": count}
