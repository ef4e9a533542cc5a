"""Obligations that somebody sees to, and how they go over."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from alliances.obligations.models import Fulfilment, Obligation
from coe_hub.lib.records import save_record
from coe_hub.lists import workload
from coe_hub.people.access.actions import set_grant
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, User
from coe_hub.vocabulary.models import Access

KIND = "obligation"


def _held(person: Person) -> Iterable[Held]:
    rows = Obligation.objects.active().of_active_alliances().filter(owner=person).select_related("alliance")
    for one in rows.order_by("alliance__sort_key", "title", "pk"):
        mail_title = f"{one.title} ({one.alliance.title_in_mail})"
        yield Held(KIND, one.pk, one.title, mail_title, one.get_absolute_url(), one.scope_id, one.alliance.name)


def _give(giving: Giving) -> None:
    rows = Obligation.objects.select_for_update(of=("self",)).active()
    for one in rows.filter(pk__in=giving.object_ids, owner=giving.giver).select_related("scope").order_by("pk"):
        one.owner = giving.taker
        one.full_clean()
        save_record(one, fields=["owner"])
        granted = ScopeGrant.objects.filter(scope=one.scope, person=giving.taker)
        if one.scope.kind == ScopeKind.RESTRICTED and not granted.exists():
            set_grant(scope=one.scope, person=giving.taker, roles=[Access.TEAM])


def _open(user: User) -> Any:
    """Those of which a day is still owed."""
    seen = Obligation.objects.visible_to(user).active().of_active_alliances()
    return seen.filter(pk__in=Fulfilment.objects.living().unsettled().values("obligation"))


def register_all() -> None:
    """Register the obligations of a person."""
    label = gettext_lazy("Obligations")
    workload.register(workload.Load(KIND, 20, label, _open, "owner", "obligation_list", "owner", "of=all&"))
    register(Belonging(KIND, 35, gettext_lazy("Obligations"), _held, _give))
