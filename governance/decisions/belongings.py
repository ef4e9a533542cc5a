"""Decisions that somebody follows up, and how they go over. What stands in final minutes stays: there whoever leads is
told instead."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from coe_hub.lib.records import save_record
from coe_hub.people.access.actions import set_grant
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, ScopeGrant, ScopeKind
from coe_hub.vocabulary.models import Access
from governance.decisions.models import Decision

KIND = "decision"


def _held(person: Person) -> Iterable[Held]:
    rows = Decision.objects.of_committees_at_work().filter(owner=person).exclude(meeting__minutes__state="final")
    for one in rows.select_related("committee__alliance").order_by("-created_at", "pk"):
        committee = one.committee
        yield Held(
            KIND, one.pk, one.text, committee.title_in_mail, one.get_absolute_url(), committee.scope_id, committee.body
        )


def _give(giving: Giving) -> None:
    rows = Decision.objects.select_for_update(of=("self",)).exclude(meeting__minutes__state="final")
    found = rows.filter(pk__in=giving.object_ids, owner=giving.giver).select_related("committee__scope").order_by("pk")
    for one in found:
        one.owner = giving.taker
        save_record(one, fields=["owner"])
        scope = one.committee.scope
        granted = ScopeGrant.objects.filter(scope=scope, person=giving.taker)
        if scope.kind == ScopeKind.RESTRICTED and not granted.exists():
            set_grant(scope=scope, person=giving.taker, roles=[Access.TEAM])


def register_all() -> None:
    """Register the decisions of a person."""
    register(Belonging(KIND, 38, gettext_lazy("Decisions"), _held, _give))
