"""The page on which a meeting is run: the agenda at the left, the minutes being written, one line for each action."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.attachments.models import in_folders
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from governance.committees.charters import charter_of
from governance.meetings.actions.meetings import hold_meeting
from governance.meetings.actions.running import Written, note_attendance, settle_item, write_opening, write_said
from governance.meetings.forms.running import AttendanceForm, OutcomeForm, WritingForm
from governance.meetings.models import AgendaItem, Meeting, MinutesState, Outcome
from governance.meetings.quorum import quorum
from governance.meetings.recordables import find, recordables, recorded
from governance.meetings.views.shared import editable_meeting, frame, item_of

# What stands for the minutes at large in the forms of lines.
AT_LARGE = "minutes"


@requires(WRITER)
@require_safe
def meeting_run(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Run the meeting: note who came, write what is said, say what becomes of each item, give out actions."""
    return _run_page(request, editable_meeting(request, public_id))


def _run_page(
    request: SignedInRequest,
    meeting: Meeting,
    *,
    attendance: AttendanceForm | None = None,
    line: Any = None,
    refused: "_Refused | None" = None,
) -> HttpResponse:
    if meeting.cancelled_at or meeting.minutes.state != MinutesState.DRAFT:
        if refused:
            messages.error(request, refused.why)
        return redirect(meeting)
    rows = _attendance(meeting)
    charter = charter_of(meeting.committee, meeting.local_day)
    counted = quorum(charter, rows, is_joint=not meeting.committee.is_own)
    warnings = {kind.code: kind.warns(counted, charter) for kind in recordables()}
    items = list(meeting.agenda.active().select_related("presenter").prefetch_related(in_folders()).in_order())
    written = recorded(meeting)
    for item in items:
        item.meeting = meeting
    context = {
        "minutes": meeting.minutes,
        "charter": charter,
        "quorum": counted,
        "attendance": attendance or AttendanceForm(user=request.user, rows=rows),
        "rows": _with_fields(attendance or AttendanceForm(user=request.user, rows=rows)),
        "blocks": [_block(request, meeting, item, written, line, warnings) for item in items],
        "at_large": _block(request, meeting, None, written, line, warnings),
        "outcomes": Outcome.choices,
        "refused": refused,
        **frame(request, meeting),
    }
    return render(request, "governance/meeting_run.html", context)


def _attendance(meeting: Meeting) -> list[Any]:
    return list(meeting.attendance.select_related("person__organisation", "stood_in_by").in_order())


def _with_fields(form: AttendanceForm) -> list[dict[str, Any]]:
    return [
        {"row": row, "presence": form[f"presence-{row.pk}"], "stand_in": form[f"stand-in-{row.pk}"]}
        for row in form.rows
    ]


def _block(
    request: SignedInRequest,
    meeting: Meeting,
    item: AgendaItem | None,
    written: Any,
    line: Any,
    warnings: dict[str, str],
) -> dict[str, Any]:
    """One item with what was written down at it, and the lines by which more is."""
    place = item.public_id if item else AT_LARGE
    lines = []
    for kind, found in written:
        bound = line if line and (line.code, line.place) == (kind.code, place) else None
        form = (
            bound.form if bound else kind.form(None, meeting=meeting, user=request.user, prefix=f"{kind.code}-{place}")
        )
        at = [one for one in found if one.agenda_item == (item.pk if item else None)]
        warning = warnings[kind.code]
        lines.append({"kind": kind, "recorded": at, "form": form, "is_open": bound is not None, "warning": warning})
    return {"item": item, "place": place, "lines": lines}


@requires(WRITER)
@require_http_methods(["POST"])
def meeting_hold(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Note that it takes place, and go on to the page on which it is run."""
    meeting = editable_meeting(request, public_id)
    try:
        hold_meeting(meeting=meeting)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(meeting)
    return redirect("meeting_run", meeting.public_id)


@requires(WRITER)
@require_http_methods(["POST"])
def attendance_note(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down who came."""
    meeting = editable_meeting(request, public_id)
    form = AttendanceForm(request.POST, user=request.user, rows=_attendance(meeting))
    if form.is_valid():
        try:
            note_attendance(meeting=meeting, came=form.came)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            return redirect(f"{reverse('meeting_run', args=[meeting.public_id])}#attendance")
    return _run_page(request, meeting, attendance=form)


@requires(WRITER)
@require_http_methods(["POST"])
def item_write(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Keep what is being written at an item; a script saves as one types, a button without it."""
    meeting = editable_meeting(request, public_id)
    item = item_of(meeting, item_id)
    return _kept(request, meeting, f"item-{item.public_id}", lambda values: write_said(item=item, **values))


@requires(WRITER)
@require_http_methods(["POST"])
def opening_write(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The same for what stands above the items."""
    meeting = editable_meeting(request, public_id)
    minutes = meeting.minutes
    return _kept(request, meeting, "opening", lambda values: write_opening(minutes=minutes, by=request.user, **values))


def _kept(request: SignedInRequest, meeting: Meeting, place: str, write: Any) -> HttpResponse:
    form = WritingForm(request.POST)
    wants_json = request.headers.get("Accept") == "application/json"
    written, refused = _try_to_write(form, write)
    if written is None:
        if wants_json:
            return JsonResponse({"error": refused}, status=409)
        return _run_page(request, meeting, refused=_Refused(place, request.POST.get("text", ""), refused))
    if wants_json:
        saved = _("Saved %(time)s") % {"time": timezone.localtime().strftime("%H:%M")}
        return JsonResponse({**written._asdict(), "saved": saved})
    if written.was_merged:
        messages.info(request, _("Somebody else wrote here meanwhile. The words of both stand below each other."))
    return redirect(f"{reverse('meeting_run', args=[meeting.public_id])}#{place}")


def _try_to_write(form: WritingForm, write: Any) -> tuple[Written | None, str]:
    """What stands there now; or nothing, and why it was refused."""
    if not form.is_valid():
        return None, " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        return write(form.action_values()), ""
    except DomainError as error:
        return None, error.message
    except ValidationError as error:
        return None, " ".join(error.messages)


@requires(WRITER)
@require_http_methods(["POST"])
def item_settle(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Say what became of an item."""
    meeting = editable_meeting(request, public_id)
    item, form = item_of(meeting, item_id), OutcomeForm(request.POST)
    try:
        if form.is_valid():
            settle_item(item=item, **form.action_values())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{reverse('meeting_run', args=[meeting.public_id])}#item-{item.public_id}")


@dataclass(frozen=True)
class _Refused:
    """A text that was not taken, shown again where it was typed, with the reason."""

    place: str
    text: str
    why: str


class _Line:
    """A line that was refused, to be shown again where it was typed."""

    def __init__(self, code: str, place: str, form: forms.Form) -> None:
        self.code, self.place, self.form = code, place, form


@requires(WRITER)
@require_http_methods(["POST"])
@once
def line_record(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down one thing in one line: an action, or what another room lets be written down here."""
    meeting = editable_meeting(request, public_id)
    place, kind = request.POST.get("place", AT_LARGE), find(request.POST.get("kind", ""))
    if kind is None or kind not in recordables():
        return redirect("meeting_run", meeting.public_id)
    item = None if place == AT_LARGE else item_of(meeting, place)
    form: Any = kind.form(request.POST, meeting=meeting, user=request.user, prefix=f"{kind.code}-{place}")
    if form.is_valid():
        try:
            kind.save(meeting=meeting, agenda_item=item, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            anchor = f"item-{place}" if item else "at-large"
            return redirect(f"{reverse('meeting_run', args=[meeting.public_id])}#{anchor}")
    return _run_page(request, meeting, line=_Line(kind.code, place, form))
