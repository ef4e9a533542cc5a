"""What somebody at a partner sees of a meeting by their link: its agenda, or its minutes to confirm; nothing else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.history import acting
from coe_hub.lib.places import zoned_span_text
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.directory.correspondence import time_zone_of
from coe_hub.people.models import PartnerLink
from governance.committees.models import SeatRole
from governance.meetings.actions import agenda_mails
from governance.meetings.actions.minutes import PURPOSE, accept_action, comment_minutes, confirm_minutes
from governance.meetings.forms.running import AcceptForm, CommentForm
from governance.meetings.models import Meeting, MeetingAction, Minutes, MinutesState
from governance.meetings.recordables import recorded
from governance.meetings.wording import language_note


def minutes_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """The minutes as sent, with one button that confirms them and a form for what is not right; once they are final,
    the minutes alone."""
    minutes = _minutes(link)
    reader = minutes.readers.filter(person=link.person).first() if minutes else None
    if minutes is None or reader is None or minutes.state == MinutesState.DRAFT:
        return _over(request, link)
    form = CommentForm(request.POST if request.POST.get("do") == "comment" else None, meeting=minutes.meeting)
    if request.method == "POST" and not minutes.is_final:
        try:
            with acting(by=None):  # whoever may be signed in at this browser, the holder of the link answers
                if _answer(request, minutes, link, form):
                    note_used(link)
                    return redirect("partner_page")
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
    meeting = minutes.meeting
    items = list(meeting.agenda.active().in_order())
    context = {
        "link": link,
        "minutes": minutes,
        "language_note": language_note(minutes, items),
        "reader": reader,
        "form": form,
        "attendance": meeting.attendance.select_related("person__organisation", "stood_in_by").in_order(),
        "items": items,
        "to_accept": _to_accept(meeting, link),
        "written": [(kind, found) for kind, found in recorded(meeting) if found],
        "corrections": minutes.corrections.order_by("corrected_on", "pk"),
        "comments": minutes.comments.filter(person=link.person).select_related("agenda_item").order_by("pk"),
        **_frame(link, meeting),
    }
    return render(request, "governance/_partner_minutes.html", context)


def _to_accept(meeting: Meeting, link: PartnerLink) -> "QuerySet[MeetingAction]":
    """What the holder of the link has to do, and has not said of yet that its words are right."""
    rows = MeetingAction.objects.filter(meeting=meeting, action__owner=link.person, accepted_at__isnull=True)
    return rows.select_related("action").order_by("pk")


def _answer(request: HttpRequest, minutes: Minutes, link: PartnerLink, form: CommentForm) -> bool:
    """Do what was asked; whether it was done."""
    answer = request.POST.get("do")
    if answer == "confirm":
        confirm_minutes(minutes=minutes, person=link.person)
        return True
    if answer == "accept":
        chosen = AcceptForm(request.POST)
        row = get_object_or_404(_to_accept(minutes.meeting, link), pk=chosen.number())
        accept_action(minutes=minutes, row=row, person=link.person)
        return True
    if answer == "comment" and form.is_valid():
        comment_minutes(minutes=minutes, person=link.person, **form.action_values())
        return True
    return False


def agenda_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """When and where, and what is on the agenda."""
    rows = Meeting.objects.of_committees_at_work().filter(committee__scope=link.scope_id, cancelled_at__isnull=True)
    meeting = rows.select_related("committee__alliance", "committee__kind").filter(pk=link.object_id).first()
    is_asked = meeting is not None and meeting.attendance.filter(person=link.person).exists()
    if meeting is None or not is_asked or not _takes_part(link, meeting):
        return _over(request, link)
    zone = time_zone_of(link.person, otherwise=meeting.time_zone)
    when = zoned_span_text(meeting.starts_at, minutes=meeting.minutes_long, zone=zone)
    context = {"link": link, "when": when, "items": meeting.agenda.active().select_related("presenter").in_order()}
    return render(request, "governance/_partner_agenda.html", {**context, **_frame(link, meeting)})


def _minutes(link: PartnerLink) -> Minutes | None:
    """The link's minutes, as long as its holder takes part and the committee is at work."""
    rows = Minutes.objects.active().filter(meeting__committee__scope=link.scope_id)
    rows = rows.filter(meeting__in=Meeting.objects.of_committees_at_work())
    rows = rows.select_related("meeting__committee__alliance", "meeting__committee__kind")
    minutes = rows.filter(pk=link.object_id).first()
    return minutes if minutes and _takes_part(link, minutes.meeting) else None


def _takes_part(link: PartnerLink, meeting: Meeting) -> bool:
    """Whether the holder takes part in what the committee stands in. The Center of Excellence's own stand in nothing:
    a guest is let in by being asked to the meeting, who had a seat only as long as they have it."""
    if taking_part(people=[link.person_id], scopes=[link.scope_id]):
        return True
    guests = meeting.attendance.filter(role=SeatRole.GUEST)
    return meeting.committee.is_own and guests.filter(Q(person=link.person) | Q(stood_in_by=link.person)).exists()


def _frame(link: PartnerLink, meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "committee": meeting.committee, "contact": contact_for(link.scope)}


def _over(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    context = {"link": link, "contact": contact_for(link.scope)}
    return render(request, "governance/_partner_over.html", context)


def register_all() -> None:
    """Register what the links of minutes and agendas lead to."""
    register(PURPOSE, minutes_page)
    register(agenda_mails.PURPOSE, agenda_page)
