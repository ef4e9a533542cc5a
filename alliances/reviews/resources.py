"""Reviews for other programs, and the hours agreed for them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from alliances.core.views.shared import editable_alliance
from alliances.reviews.actions.appointments import cancel_appointment, change_appointment, plan_review
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.appointments import may_be_invited
from alliances.reviews.filters import ReviewFilter
from alliances.reviews.forms.appointments import AppointmentForm
from alliances.reviews.forms.reviews import ReviewForm
from alliances.reviews.models import Review, ReviewAppointment, ReviewInvitee
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.calendars.forms import CallOffForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.accounts.readers import Gate, may_edit

_APPOINTMENTS = Gate(ReviewAppointment, lambda rows: rows.open().select_related("alliance__scope"))


def _columns() -> Sequence[Column]:
    return [
        column_of(Review, "held_on"),
        column_of(Review, "due_on"),
        column_of(Review, "outcome"),
        column_of(Review, "note"),
        Column("by", _("Held by"), lambda review: review.by.person.display_name if review.by else ""),
        Column("alliance", _("Alliance"), lambda review: review.alliance.name),
    ]


def _hold(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = ReviewForm(data, user=request.user, alliance=alliance)
    return Draft(form, lambda: do_review(alliance=alliance, by=request.user, **form.action_values()))


def _appointment_columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda one: one.alliance.name),
        Column("day", _("Day"), lambda one: one.local_start.date()),
        Column("starts", _("Starts at"), lambda one: f"{one.local_start:%H:%M}"),
        *(column_of(ReviewAppointment, name) for name in ("time_zone", "minutes", "place", "dial_in", "note")),
        Column("state", _("State"), lambda one: str(one.state.label)),
        column_of(ReviewAppointment, "reason"),
        Column("invited", _("Who is invited"), _invited, is_many=True),
        Column("by", _("Called by"), lambda one: one.by.person.display_name),
    ]


def _invited(appointment: Any) -> str:
    return " | ".join(row.person.display_name for row in appointment.invitees.all())


def _read_appointments(rows: Any) -> Any:
    invited = Prefetch("invitees", ReviewInvitee.objects.select_related("person").order_by("pk"))
    return rows.select_related("alliance", "by__person").prefetch_related(invited)


def _editable(request: SignedInRequest, key: str) -> ReviewAppointment:
    appointment = _APPOINTMENTS.visible(request, key)
    if not may_edit(request, appointment.alliance):
        raise PermissionDenied
    return appointment


def _plan(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = AppointmentForm(data, user=request.user, alliance=alliance, people=may_be_invited(alliance))
    return Draft(form, lambda: plan_review(alliance=alliance, by=request.user, **form.action_values()))


def _change(request: SignedInRequest, key: str, data: Any) -> Draft:
    appointment = _editable(request, key)
    alliance = appointment.alliance
    form = AppointmentForm(
        data, user=request.user, alliance=alliance, people=may_be_invited(alliance), appointment=appointment
    )
    return Draft(form, lambda: change_appointment(appointment=appointment, **form.action_values()), appointment)


def _call_off(request: SignedInRequest, key: str, data: Any) -> Draft:
    appointment, form = _editable(request, key), CallOffForm(data)
    return Draft(form, lambda: cancel_appointment(appointment=appointment, **form.action_values()), appointment)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "appointments",
            "hours agreed for reviews, those that were held or called off as well",
            ReviewAppointment,
            rows=lambda user: ReviewAppointment.objects.visible_to(user).filter(alliance__archived_at__isnull=True),
            with_archived=lambda user: ReviewAppointment.objects.visible_to(user),
            columns=_appointment_columns,
            read=_read_appointments,
            also=("cancelled_at", "reason"),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Set a time for the next review; everybody named is invited by mail", AppointmentForm, _plan),
            change=Way("Change time, place or who is invited; whom it concerns is told", AppointmentForm, _change),
            steps={"cancel": Way("Call it off; everybody invited is told", CallOffForm, _call_off)},
        )
    )
    register(
        Resource(
            "reviews",
            "reviews of the alliances you may see; written down once, never changed",
            Review,
            rows=lambda user: Review.objects.visible_to(user).of_active_alliances(),
            with_archived=lambda user: Review.objects.visible_to(user),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance", "by__person"),
            also=("held_on", "due_on", "outcome", "note"),
            filters=ReviewFilter,
            key="",
            moved="created_at",
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write a review down", ReviewForm, _hold),
        )
    )
