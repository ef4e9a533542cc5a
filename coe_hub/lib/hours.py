"""Asking for an hour at a place: a day, a time of its clocks, a length."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

USUAL_LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 480)  # minutes


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which clocks there show this. Raises `ValidationError` where they skip it."""
    local = datetime.combine(day, at, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("Clocks go forward that night and skip this time. Choose another."), code="skipped")
    return found


def length_text(minutes: int) -> str:
    """A length in words: 45 minutes, 2 hours."""
    if minutes % 60:
        return _("%(count)d minutes") % {"count": minutes}
    return ngettext("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60}
