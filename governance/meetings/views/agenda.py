"""The agenda of a meeting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from governance.meetings.actions.agenda import add_item, add_proposal, drop_item, edit_item, move_item
from governance.meetings.actions.agenda_mails import send_agenda
from governance.meetings.forms.agenda import AgendaItemEditForm, AgendaItemForm
from governance.meetings.models import AgendaItem
from governance.meetings.proposals import proposals
from governance.meetings.views.shared import editable_meeting, frame, item_of


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def agenda_item_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Put something on the agenda."""
    meeting = editable_meeting(request, public_id)
    form = AgendaItemForm(request.POST or None, user=request.user, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            add_item(meeting=meeting, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("It is on the agenda."))
            return redirect(meeting)
    return render(request, "governance/agenda_item_create.html", {"form": form, **frame(request, meeting)})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def agenda_item_edit(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Change an item; where somebody else saved it meanwhile, the merge page."""
    meeting = editable_meeting(request, public_id)

    def show(item: AgendaItem, form: AgendaItemEditForm) -> HttpResponse:
        context = {"form": form, "item": item, **frame(request, meeting)}
        return render(request, "governance/agenda_item_edit.html", context)

    return edit_page(
        request,
        read=lambda: item_of(meeting, item_id),
        make_form=lambda item, data: AgendaItemEditForm(data, user=request.user, item=item),
        save=lambda item, form: edit_item(item=item, **form.action_values()),
        show=show,
    )


@requires(WRITER)
@require_http_methods(["POST"])
def agenda_item_move(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """One place up, or down with `way=down`."""
    meeting = editable_meeting(request, public_id)
    item = item_of(meeting, item_id)
    try:
        move_item(item=item, up=request.POST.get("way") != "down")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@requires(WRITER)
@require_http_methods(["POST"])
def agenda_item_drop(request: SignedInRequest, public_id: str, item_id: str) -> HttpResponse:
    """Take it off the agenda, where nothing hangs on it."""
    meeting = editable_meeting(request, public_id)
    item = item_of(meeting, item_id)
    try:
        drop_item(item=item)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken off the agenda."))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@requires(WRITER)
@require_http_methods(["POST"])
@once
def agenda_propose(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Put what a room offers onto the agenda, by the address it comes from."""
    meeting = editable_meeting(request, public_id)
    found = proposals(meeting.committee, request.user, meeting.local_day)
    chosen = next((one for one in found if one.source_url == request.POST.get("source")), None)
    if chosen is None:
        messages.error(request, _("This is not proposed any more."))
        return redirect(f"{meeting.get_absolute_url()}#agenda")
    try:
        add_proposal(meeting=meeting, proposal=chosen)
    except (DomainError, ValidationError) as error:
        messages.error(request, " ".join(error.messages) if isinstance(error, ValidationError) else error.message)
    else:
        messages.success(request, _("It is on the agenda."))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@requires(WRITER)
@require_http_methods(["POST"])
@once
def agenda_send(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Send the agenda to everybody who was asked to come; people at the partner read it by a link."""
    meeting = editable_meeting(request, public_id)
    try:
        sent = send_agenda(meeting=meeting, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The agenda is on its way to %(count)d people.") % {"count": len(sent.told)})
    return redirect(f"{meeting.get_absolute_url()}#agenda")
