"""What somebody holds of agreements: those they look after, and the programmes behind a wall that they lead."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.agreements.actions.agreements import may_see
from alliances.agreements.models import Agreement, Programme
from alliances.agreements.states import ENDED, with_states
from alliances.core.models import Alliance
from coe_hub.lib.records import save_record
from coe_hub.people.access.actions import set_grant
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, ScopeGrant
from coe_hub.vocabulary.models import Access

AGREEMENT, PROGRAMME = "agreement", "programme"


def _mail_title(title: str, alliance: Alliance) -> str:
    """What may leave the hub: where an alliance has a code name, a title may tell more than that."""
    return alliance.code_name or f"{title} ({alliance.name})"


def _agreements(person: Person) -> Iterable[Held]:
    rows = Agreement.objects.active().of_active_alliances().filter(owner=person)
    found = with_states(rows, timezone.localdate()).exclude(state__in=ENDED).select_related("alliance")
    for one in found.order_by("title", "pk"):
        mail_title = _mail_title(one.title, one.alliance)
        url = one.get_absolute_url()
        yield Held(AGREEMENT, one.pk, one.title, mail_title, url, one.scope_id, one.alliance.name)


def _give_agreements(giving: Giving) -> None:
    rows = Agreement.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, owner=giving.giver)
    for one in rows.select_related("scope").order_by("pk"):
        one.owner = giving.taker
        save_record(one, fields=["owner"])
        if not may_see(giving.taker, one.scope):
            set_grant(scope=one.scope, person=giving.taker, roles=[Access.TEAM])


def _programmes(person: Person) -> Iterable[Held]:
    rows = Programme.objects.active().firewalled().filter(scope__grants__person=person)
    rows = rows.filter(scope__grants__role=Access.LEAD, alliance__archived_at__isnull=True)
    for one in rows.annotate(grant=F("scope__grants__pk")).select_related("alliance").in_order():
        mail_title = _mail_title(one.name, one.alliance)
        yield Held(PROGRAMME, one.grant, one.name, mail_title, one.get_absolute_url(), one.scope_id, one.alliance.name)


def _give_programmes(giving: Giving) -> None:
    """The taker leads it; whoever gives stays behind the wall where they stay on teams."""
    grants = ScopeGrant.objects.select_for_update(of=("self",)).filter(
        pk__in=giving.object_ids, person=giving.giver, role=Access.LEAD
    )
    for grant in grants.select_related("scope").order_by("pk"):
        set_grant(scope=grant.scope, person=giving.taker, roles=[Access.LEAD])
        set_grant(scope=grant.scope, person=giving.giver, roles=[Access.TEAM] if giving.keeps else [])


def register_all() -> None:
    """Register what people hold of agreements."""
    register(Belonging(PROGRAMME, 40, gettext_lazy("Programmes behind a wall"), _programmes, _give_programmes))
    register(Belonging(AGREEMENT, 50, gettext_lazy("Agreements looked after"), _agreements, _give_agreements))
