"""The minutes on their way: sent, commented, confirmed, approved, corrected; and as a file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.downloads import send_bytes
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, plain_helper
from coe_hub.lib.once import once
from governance.meetings.actions.minutes import (
    answer_comment,
    approve_at_meeting,
    circulate_minutes,
    comment_minutes,
    confirm_minutes,
    correct_minutes,
    readers_for,
    take_back_minutes,
)
from governance.meetings.document import FILES, minutes_file
from governance.meetings.forms.meetings import PeopleForm
from governance.meetings.forms.minutes import CorrectionForm
from governance.meetings.forms.running import AnswerForm, CommentForm
from governance.meetings.models import Meeting, Minutes
from governance.meetings.views.shared import editable_meeting, frame, visible_meeting


def _back(meeting: Meeting) -> HttpResponse:
    return redirect(f"{meeting.get_absolute_url()}#minutes")


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def minutes_circulate(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Send the minutes to people of both sides, who confirm them or say what is not right."""
    meeting = editable_meeting(request, public_id)
    people = readers_for(meeting)
    form = PeopleForm(request.POST or None, people=people, ticked=people)
    form.fields["people"].label = _("Send to")
    if form.is_bound and form.is_valid():
        try:
            sent = circulate_minutes(minutes=meeting.minutes, by=request.user, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(
                request, _("The minutes are on their way to %(count)d people.") % {"count": len(sent.told)}
            )
            return _back(meeting)
    return render(request, "governance/minutes_circulate.html", {"form": form, **frame(request, meeting)})


@requires(WRITER)
@require_http_methods(["POST"])
def minutes_take_back(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Make them a draft again."""
    meeting = editable_meeting(request, public_id)
    try:
        take_back_minutes(minutes=meeting.minutes)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The minutes are a draft again. Send them once more when they are right."))
    return _back(meeting)


@requires(WRITER)
@require_http_methods(["POST"])
def minutes_confirm(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Whoever they were sent to agrees to them."""
    meeting = visible_meeting(request, public_id)
    try:
        confirm_minutes(minutes=meeting.minutes, person=request.user.person)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Confirmed."))
    return _back(meeting)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def minutes_comment(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Say what is not right in the minutes that were sent."""
    meeting = visible_meeting(request, public_id)
    form = CommentForm(request.POST or None, meeting=meeting)
    form.helper = plain_helper()  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        try:
            comment_minutes(minutes=meeting.minutes, person=request.user.person, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Said. Whoever writes the minutes is told."))
            return _back(meeting)
    return render(request, "governance/minutes_comment.html", {"form": form, **frame(request, meeting)})


@requires(WRITER)
@require_http_methods(["POST"])
def comment_answer(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """Say what became of a comment."""
    meeting = editable_meeting(request, public_id)
    comment = get_object_or_404(meeting.minutes.comments, pk=pk)
    form = AnswerForm(request.POST)
    try:
        if form.is_valid():
            answer_comment(comment=comment, by=request.user, **form.action_values())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{meeting.get_absolute_url()}#comments")


@requires(WRITER)
@require_http_methods(["POST"])
def minutes_approve(request: SignedInRequest, public_id: str, earlier_id: str) -> HttpResponse:
    """This meeting approved the minutes of an earlier one: they are final."""
    meeting = editable_meeting(request, public_id)
    minutes = get_object_or_404(
        Minutes.objects.select_related("meeting"),
        meeting__public_id=earlier_id,
        meeting__committee=meeting.committee_id,
    )
    try:
        approve_at_meeting(minutes=minutes, at=meeting)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Approved. These minutes are final now."))
    return redirect(meeting)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def minutes_correct(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write beside final minutes what is wrong in them."""
    meeting = editable_meeting(request, public_id)
    form = CorrectionForm(request.POST or None, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            correct_minutes(minutes=meeting.minutes, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The correction stands beside the minutes."))
            return _back(meeting)
    return render(request, "governance/minutes_correct.html", {"form": form, **frame(request, meeting)})


@requires(MEMBER)
@require_safe
def minutes_download(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """The minutes as `?as=docx` or `?as=pdf`, in English or with `?in=ja` in Japanese."""
    meeting = visible_meeting(request, public_id)
    kind, language = request.GET.get("as", "docx"), request.GET.get("in", "en")
    if kind not in FILES or language not in {"en", "ja"} or not meeting.held_at:
        raise Http404
    try:
        file = minutes_file(meeting, kind=kind, language=language)
    except DomainError as error:
        messages.error(request, error.message)
        return _back(meeting)
    return send_bytes(file.content, name=file.name, content_type=file.content_type)
