"""A year of meetings, planned at once."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from governance.committees.charters import charter_of
from governance.committees.models import Committee
from governance.committees.views.shared import editable_committee
from governance.meetings.actions.meetings import plan_meetings
from governance.meetings.clock import meeting_days, next_meeting_day
from governance.meetings.forms.meetings import YearForm
from governance.meetings.views.meetings import proposal

_YEAR = timedelta(days=365)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def meeting_plan(request: SignedInRequest, public_id: str) -> HttpResponse:
    """A year of meetings by the cadence. The first click shows the days, on each of which both sides work; what is
    ticked is planned by the second."""
    committee, today = editable_committee(request, public_id), timezone.localdate()
    charter = charter_of(committee, today)
    last = committee.meetings.active().filter(cancelled_at__isnull=True).order_by("-starts_at").first()
    initial = proposal(request, next_meeting_day(committee, today), last)
    initial = {"minutes_long": "90", **initial, "first": initial.pop("on_date")}
    form, is_chosen = _form(request, committee, initial)
    if is_chosen and form.is_valid():
        try:
            count = plan_meetings(committee=committee, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            words = ngettext("%(count)d meeting is planned.", "%(count)d meetings are planned.", count)
            told = _("Nobody is told yet: call each once its agenda stands.")
            messages.success(request, f"{words % {'count': count}} {told}")
            return redirect(f"{committee.get_absolute_url()}#meetings")
    context = {
        "form": form,
        "is_shown": "days" in form.fields,
        "has_cadence": bool(charter and charter.cadence),
        "charter": charter,
        "committee": committee,
        "alliance": committee.alliance,
    }
    return render(request, "governance/meeting_plan.html", context)


def _form(request: SignedInRequest, committee: Committee, initial: dict[str, Any]) -> tuple[YearForm, bool]:
    """The form as far as it is filled in, and whether days were chosen of those it offers."""
    if request.method != "POST":
        return YearForm(initial=initial), False
    asked = YearForm(request.POST)
    if not asked.is_valid():
        return asked, False
    first: date = asked.cleaned_data["first"]
    days = _told(committee, meeting_days(committee, since=first, until=first + _YEAR - timedelta(days=1)))
    data, offered = request.POST.copy(), {day.isoformat() for day, _words, _free in days}
    is_chosen = "chosen" in data and set(data.getlist("days")) <= offered
    if not is_chosen:
        data.setlist("days", [day.isoformat() for day, _words, is_free in days if is_free])
    return YearForm(data, days=[(day, words) for day, words, _free in days]), is_chosen and bool(days)


def _told(committee: Committee, days: Sequence[date]) -> list[tuple[date, str, bool]]:
    """Each day in words, and whether the committee meets on no day near it yet: such a day is not ticked."""
    rows = committee.meetings.active().filter(cancelled_at__isnull=True)
    known = [meeting.local_day for meeting in rows]
    told = []
    for day in days:
        near = next((one for one in known if abs((one - day).days) < _NEAR_DAYS), None)
        words = date_text(day, "day")
        if near:
            words = _("%(day)s (meets on %(other)s already)") % {"day": words, "other": date_text(near)}
        told.append((day, words, near is None and day > timezone.localdate()))
    return told


# A meeting so near to a day of the cadence is the meeting of that day.
_NEAR_DAYS = 7
