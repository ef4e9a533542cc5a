"""Needs that somebody sees to, and how they go over."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from coe_hub.lib.records import save_record
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person
from governance.needs.models import Need, NeedState

NEED = "need"
_SETTLED = (NeedState.DELIVERED, NeedState.DECLINED)


def _needs(person: Person) -> Iterable[Held]:
    rows = Need.objects.active().filter(owner=person).exclude(state__in=_SETTLED)
    for one in rows.order_by("text", "pk"):
        yield Held(NEED, one.pk, one.text, one.text, one.get_absolute_url())


def _give_needs(giving: Giving) -> None:
    rows = Need.objects.select_for_update().filter(pk__in=giving.object_ids, owner=giving.giver)
    for one in rows.order_by("pk"):
        one.owner = giving.taker
        save_record(one, fields=["owner"])


def register_all() -> None:
    """Register the needs of a person."""
    register(Belonging(NEED, 70, gettext_lazy("Needs they see to"), _needs, _give_needs))
