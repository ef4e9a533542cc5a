"""How long a level has, in words."""

from django.utils.translation import ngettext


def days_text(days: int, *, is_calendar: bool) -> str:
    """A number of days, and what counts as one."""
    if is_calendar:
        return ngettext("%(count)d calendar day", "%(count)d calendar days", days) % {"count": days}
    return ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
