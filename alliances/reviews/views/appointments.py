"""The appointment for an alliance's next review."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.core.models import Alliance
from alliances.core.views.shared import editable_alliance
from alliances.reviews.actions.appointments import cancel_appointment, change_appointment, plan_review
from alliances.reviews.appointments import may_be_invited, open_appointment
from alliances.reviews.forms.appointments import AppointmentForm
from alliances.reviews.models import ReviewAppointment
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.calendars.forms import CallOffForm
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def appointment_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Set a time for the next review and invite people of both sides."""
    alliance = editable_alliance(request, public_id)
    if request.method == "GET" and (known := open_appointment(alliance)):
        return redirect("appointment_edit", alliance.public_id, known.public_id)
    people = may_be_invited(alliance)
    form = AppointmentForm(request.POST or None, user=request.user, alliance=alliance, people=people)
    if form.is_bound and form.is_valid():
        try:
            plan_review(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The time is set, and the invitations are on their way."))
            return redirect(alliance)
    context = {"form": form, "alliance": alliance, "people": people}
    return render(request, "alliances/appointment_create.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def appointment_edit(request: SignedInRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """Change time, place or invitations; whom it concerns is told."""
    alliance = editable_alliance(request, public_id)
    words = {"user": request.user, "alliance": alliance, "people": may_be_invited(alliance)}

    def show(appointment: ReviewAppointment, form: AppointmentForm) -> HttpResponse:
        context = {"form": form, "alliance": alliance, "appointment": appointment}
        return render(request, "alliances/appointment_edit.html", context)

    return edit_page(
        request,
        read=lambda: _open(alliance, appointment_id),
        make_form=lambda appointment, data: AppointmentForm(data, appointment=appointment, **words),
        save=lambda appointment, form: change_appointment(appointment=appointment, **form.action_values()),
        show=show,
        title=alliance.name,
        url=alliance.get_absolute_url(),
        saved=_("Saved. Whom the change concerns is told by mail."),
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def appointment_cancel(request: SignedInRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """Ask, then call the appointment off."""
    alliance = editable_alliance(request, public_id)
    appointment = _open(alliance, appointment_id)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            cancel_appointment(appointment=appointment, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Cancelled. Everybody invited is told by mail."))
            return redirect(alliance)
    context = {"form": form, "alliance": alliance, "appointment": appointment}
    return render(request, "alliances/appointment_cancel.html", context)


def _open(alliance: Alliance, public_id: str) -> ReviewAppointment:
    """The alliance's appointment, if it is still to be held."""
    return get_object_or_404(alliance.appointments.open(), public_id=public_id)
