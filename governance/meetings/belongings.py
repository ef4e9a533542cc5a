"""What somebody holds of meetings: those to come, and minutes to send, that they called for."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy

from coe_hub.lib.records import save_record
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, User
from governance.committees.seats import sees
from governance.meetings.models import Meeting, MinutesState

MEETING = "meeting"


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


def register_all() -> None:
    """Register what people hold of meetings."""
    register(Belonging(MEETING, 48, gettext_lazy("Meetings they called for"), _meetings, _give_meetings))
