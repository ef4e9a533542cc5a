"""All meetings, and each of them: planned, called, moved, called off."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.attachments.models import in_folders
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.calendars.forms import CallOffForm
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import by_ids, show
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.places import zoned_span_text
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.directory.correspondence import email_of, with_address
from coe_hub.people.models import Person
from governance.committees.charters import charter_of
from governance.committees.seats import sitting
from governance.committees.views.shared import editable_committee
from governance.meetings.actions.meetings import call_meeting, cancel_meeting, edit_meeting, plan_meeting
from governance.meetings.clock import next_meeting_day
from governance.meetings.completeness import lacks
from governance.meetings.document import file_links
from governance.meetings.forms.meetings import CallForm, MeetingForm
from governance.meetings.history import meeting_sentences
from governance.meetings.listing import MEETINGS
from governance.meetings.models import Meeting, MeetingState, Minutes, MinutesState
from governance.meetings.proposals import proposals
from governance.meetings.quorum import quorum
from governance.meetings.recordables import recorded
from governance.meetings.views.shared import editable_meeting, frame, visible_meeting
from governance.meetings.wording import language_note


@requires(MEMBER)
@require_safe
def meeting_list(request: SignedInRequest) -> HttpResponseBase:
    """All meetings that the reader sees, those to come first; `?format=` gives them as a file."""
    shown = show(request, MEETINGS)
    if shown.response:
        return shown.response
    if not shown.is_table:
        rows = Meeting.objects.filter(pk__in=list(shown.page.object_list)).with_row()
        shown.page.object_list = by_ids(rows, shown.page.object_list)
    return render(request, "governance/meeting_list.html", shown.context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def meeting_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Plan a meeting of the committee; its day is proposed by the cadence, on a day on which both sides work."""
    committee = editable_committee(request, public_id)
    day = next_meeting_day(committee, timezone.localdate())
    last = committee.meetings.active().filter(cancelled_at__isnull=True).order_by("-starts_at").first()
    form = MeetingForm(request.POST or None, initial=proposal(request, day, last))
    if form.is_bound and form.is_valid():
        try:
            meeting = plan_meeting(committee=committee, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Planned. Nobody is told yet: put the agenda together, then call it."))
            return redirect(meeting)
    context = {"form": form, "proposed": day, "committee": committee, "alliance": committee.alliance}
    return render(request, "governance/meeting_create.html", context)


def proposal(request: SignedInRequest, day: Any, last: Meeting | None) -> dict[str, Any]:
    """The day of the cadence, at the hour, of the length and in the place of the last meeting."""
    if last is None:
        return {"on_date": day, "starts": "", "time_zone": request.user.time_zone}
    kept = {name: getattr(last, name) for name in ("time_zone", "place", "dial_in")}
    return {**kept, "on_date": day, "starts": f"{last.local_start:%H:%M}", "minutes_long": str(last.minutes_long)}


@requires(MEMBER)
@require_safe
def meeting_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One meeting: its hour, its agenda with pre-reads, who comes or came, its minutes and what was written down."""
    meeting, today = visible_meeting(request, public_id), timezone.localdate()
    minutes, is_editable = meeting.minutes, may_edit(request, meeting)
    attendance = list(meeting.attendance.select_related(*_PEOPLE).in_order())
    charter = charter_of(meeting.committee, meeting.local_day)
    items = list(meeting.agenda.active().select_related("presenter", "carried_from__meeting__committee").in_order()
                 .prefetch_related(in_folders()))  # fmt: skip
    written = recorded(meeting)
    context = {
        "state": meeting.state,
        "minutes": minutes,
        "may_run": meeting.has_come,
        "today": today,
        "is_editable": is_editable,
        "may_write": is_editable and minutes.state == MinutesState.DRAFT and meeting.state != MeetingState.CANCELLED,
        "items": items,
        "attendance": attendance,
        "quorum": quorum(charter, attendance, is_joint=not meeting.committee.is_own),
        "charter": charter,
        "language_note": language_note(minutes, items) if meeting.held_at else "",
        "written": [(kind, found) for kind, found in written if found],
        "offered": _offered(request, meeting, items) if is_editable and meeting.is_to_come else [],
        "lacks": lacks(meeting, items, written) if is_editable and not minutes.is_final else [],
        "readers": minutes.readers.select_related("person__organisation").order_by("side", "pk"),
        "mine": minutes.readers.filter(person=request.user.person_id).first(),
        "comments": minutes.comments.select_related(
            "person__organisation", "agenda_item", "answered_by__person"
        ).order_by("created_at", "pk"),
        "corrections": minutes.corrections.select_related("agenda_item", "by__person").order_by("corrected_on", "pk"),
        "to_approve": _to_approve(meeting) if is_editable else [],
        "files": file_links() if meeting.held_at else [],
        **_when(request, meeting),
        "sentences": meeting_sentences(meeting),
        **frame(request, meeting),
    }
    return render(request, "governance/meeting_detail.html", context)


def _when(request: SignedInRequest, meeting: Meeting) -> dict[str, str]:
    """When it is on the clocks of the place that agreed on it and, where these differ, on the reader's."""
    length, here = meeting.minutes_long, request.user.time_zone
    is_far = here != meeting.time_zone
    return {
        "when": zoned_span_text(meeting.starts_at, minutes=length, zone=meeting.time_zone),
        "when_here": zoned_span_text(meeting.starts_at, minutes=length, zone=here) if is_far else "",
    }


_PEOPLE = ("person__organisation", "person__site", "person__function", "person__user", "stood_in_by")


def _offered(request: SignedInRequest, meeting: Meeting, items: Sequence[Any]) -> list[Any]:
    """What rooms propose for the agenda and is not on it."""
    known = {item.source_url for item in items}
    found = proposals(meeting.committee, request.user, meeting.local_day)
    return [one for one in found if one.source_url not in known]


def _to_approve(meeting: Meeting) -> Sequence[Minutes]:
    """Minutes of earlier meetings that this one can approve."""
    if not meeting.held_at:
        return []
    rows = Minutes.objects.circulated().filter(
        meeting__committee=meeting.committee_id, meeting__starts_at__lt=meeting.starts_at
    )
    found = list(rows.select_related("meeting").order_by("meeting__starts_at"))
    for minutes in found:
        minutes.meeting.committee = meeting.committee
    return found


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def meeting_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Change its hour or place; once it is called, everybody invited is told."""

    def show(meeting: Meeting, form: MeetingForm) -> HttpResponse:
        return render(request, "governance/meeting_edit.html", {"form": form, **frame(request, meeting)})

    return edit_page(
        request,
        read=lambda: editable_meeting(request, public_id),
        make_form=lambda meeting, data: MeetingForm(data, meeting=meeting),
        save=lambda meeting, form: edit_meeting(meeting=meeting, **form.action_values()),
        show=show,
        saved=_("Saved. Whom the change concerns is told by mail."),
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def meeting_call(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Invite people of both sides by mail and calendar; later, change who is asked to come."""
    meeting = editable_meeting(request, public_id)
    seated = {seat.person_id for seat in sitting(meeting.committee, meeting.local_day)}
    invited = set(meeting.attendance.values_list("person", flat=True))
    people = [person for person in _people(seated | invited) if not person.is_gone]
    ticked = [one for one in people if (one.pk in invited if meeting.called_at else bool(email_of(one)))]
    form = CallForm(
        request.POST if request.method == "POST" else None,
        user=request.user, committee=meeting.committee, people=people, ticked=ticked,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        people = list(_people({person.pk for person in form.cleaned_data["people"]}))
        try:
            call_meeting(meeting=meeting, people=people)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Called. The invitations are on their way."))
            return redirect(meeting)
    return render(request, "governance/meeting_call.html", {"form": form, **frame(request, meeting)})


def _people(ids: set[int]) -> Sequence[Person]:
    """These people with their addresses, by side of the alphabet."""
    people = with_address(Person.objects.filter(pk__in=ids)).select_related("organisation", "user", "site")
    return list(people.order_by("organisation__sort_key", "sort_key", "pk"))


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def meeting_cancel(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask why, then call it off."""
    meeting = editable_meeting(request, public_id)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            cancel_meeting(meeting=meeting, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Cancelled. Everybody invited is told by mail."))
            return redirect(meeting)
    return render(request, "governance/meeting_cancel.html", {"form": form, **frame(request, meeting)})
