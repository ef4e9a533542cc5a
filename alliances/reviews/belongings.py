"""Appointments that somebody called for or is invited to, and how they go over."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from alliances.reviews.actions.appointments import pass_on_appointment
from alliances.reviews.models import ReviewAppointment, ReviewInvitee
from coe_hub.lib.dates import date_text
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person

KIND = "appointment"


def _held(person: Person) -> Iterable[Held]:
    invited = ReviewInvitee.objects.filter(appointment=OuterRef("pk"), person=person)
    rows = ReviewAppointment.objects.open().filter(Q(by__person=person) | Exists(invited))
    for row in rows.select_related("alliance").order_by("starts_at", "pk"):
        one = row.alliance
        day = date_text(row.starts_at, "time")
        yield Held(KIND, row.pk, one.name, one.title_in_mail, one.get_absolute_url(), one.scope_id, day)


def _give(giving: Giving) -> None:
    for row in ReviewAppointment.objects.open().filter(pk__in=giving.object_ids).order_by("pk"):
        pass_on_appointment(appointment=row, giver=giving.giver, taker=giving.taker)


def register_all() -> None:
    """Register appointments."""
    register(Belonging(KIND, 60, gettext_lazy("Review appointments"), _held, _give))
