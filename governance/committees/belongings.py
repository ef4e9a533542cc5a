"""What somebody holds of committees: their seats on our side."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, Side
from governance.committees.actions.seats import pass_on_seat
from governance.committees.models import Seat
from governance.committees.seats import sees

SEAT = "seat"


def _seats(person: Person) -> Iterable[Held]:
    today = timezone.localdate()
    rows = Seat.objects.active().filter(person=person, side=Side.OURS, committee__archived_at__isnull=True)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    rows = rows.filter(Q(committee__dissolved_on__isnull=True) | Q(committee__dissolved_on__gt=today))
    rows = rows.filter(Q(committee__alliance__isnull=True) | Q(committee__alliance__archived_at__isnull=True))
    for row in rows.select_related("committee__alliance").order_by("committee__sort_key", "pk"):
        one = row.committee
        url = one.get_absolute_url()
        yield Held(SEAT, row.pk, one.whole_title, one.title_in_mail, url, one.scope_id, str(row.get_role_display()))


def _give_seats(giving: Giving) -> None:
    """The taker sits there from tomorrow on; the giver leaves today."""
    rows = Seat.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, person=giving.giver)
    for row in rows.select_related("committee__scope", "committee__alliance").order_by("pk"):
        if row.committee.is_own or sees(row.committee, giving.taker):
            pass_on_seat(seat=row, taker=giving.taker)


def register_all() -> None:
    """Register what people hold of committees."""
    register(Belonging(SEAT, 45, gettext_lazy("Seats on committees"), _seats, _give_seats))
