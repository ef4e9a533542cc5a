"""What somebody holds of meetings: those to come, and minutes to send, that they called for; what they present."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from coe_hub.lib.records import save_record
from coe_hub.lists import workload
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, User
from governance.committees.seats import sees
from governance.meetings.models import AgendaItem, Meeting, MinutesState

MEETING, PRESENTS = "meeting", "presents"


def _meetings(person: Person) -> Iterable[Held]:
    open_ones = Q(held_at__isnull=True) | ~Q(minutes__state=MinutesState.FINAL)
    rows = Meeting.objects.of_committees_at_work().filter(open_ones, by__person=person, cancelled_at__isnull=True)
    for row in rows.select_related("committee__alliance").order_by("starts_at", "pk"):
        one = row.committee
        yield Held(MEETING, row.pk, str(row), one.title_in_mail, row.get_absolute_url(), one.scope_id, one.body)


def _give_meetings(giving: Giving) -> None:
    """Who takes over calls for it from now on, where they sign in and see it."""
    account = User.objects.active().filter(person=giving.taker).first()
    rows = Meeting.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, by__person=giving.giver)
    for row in rows.select_related("committee__scope").order_by("pk"):
        if account and sees(row.committee, giving.taker):
            row.by = account
            save_record(row, fields=["by"])


def _presented(person: Person) -> Iterable[Held]:
    to_come = Meeting.objects.of_committees_at_work().filter(held_at__isnull=True, cancelled_at__isnull=True)
    rows = AgendaItem.objects.active().filter(presenter=person, meeting__in=to_come)
    for row in rows.select_related("meeting__committee__alliance").order_by("meeting__starts_at", "position", "pk"):
        one = row.meeting.committee
        title = f"{row.title} ({one.title_in_mail})"
        yield Held(PRESENTS, row.pk, row.title, title, row.meeting.get_absolute_url(), one.scope_id, str(row.meeting))


def _give_presented(giving: Giving) -> None:
    """Who takes over presents it, where they see the committee."""
    rows = AgendaItem.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, presenter=giving.giver)
    for row in rows.select_related("meeting__committee__scope").order_by("pk"):
        if sees(row.meeting.committee, giving.taker):
            row.presenter = giving.taker
            save_record(row, fields=["presenter"])


def _unfinished(user: User) -> Any:
    """Those that they called for, to come or with minutes to be sent."""
    open_ones = Q(held_at__isnull=True) | ~Q(minutes__state=MinutesState.FINAL)
    return Meeting.objects.visible_to(user).of_committees_at_work().filter(open_ones, cancelled_at__isnull=True)


def register_all() -> None:
    """Register what people hold of meetings."""
    workload.register(workload.Load(MEETING, 40, gettext_lazy("Meetings"), _unfinished, "by__person"))
    register(Belonging(MEETING, 48, gettext_lazy("Meetings they called for"), _meetings, _give_meetings))
    register(Belonging(PRESENTS, 49, gettext_lazy("What they present"), _presented, _give_presented))
