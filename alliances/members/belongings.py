"""What somebody holds on alliances, and how it goes over: that they lead, and their roles on our side."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from alliances.core.actions.members import keep_on_team, settle_access
from alliances.core.actions.partnerships import settle_review_day
from alliances.core.models import Alliance, AllianceQuerySet, Member, Side
from coe_hub.lib.records import save_record
from coe_hub.lists import workload
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, User
from coe_hub.vocabulary.models import Phase

LEAD, ROLE = "lead", "role"


def _at_work() -> AllianceQuerySet:
    return Alliance.objects.living()


def _leads(person: Person) -> Iterable[Held]:
    for one in _at_work().filter(lead=person).order_by("sort_key", "pk"):
        yield Held(LEAD, one.pk, one.name, one.title_in_mail, one.get_absolute_url(), one.scope_id)


def _roles(person: Person) -> Iterable[Held]:
    members = Member.objects.filter(person=person, side=Side.OURS, alliance__archived_at__isnull=True)
    members = members.exclude(alliance__stage__phase=Phase.CLOSED).select_related("alliance", "role")
    for row in members.order_by("alliance__name", "role__position", "pk"):
        one = row.alliance
        held = (one.name, one.title_in_mail, one.get_absolute_url(), one.scope_id, row.role.name)
        yield Held(ROLE, row.pk, *held)


def _give_leads(giving: Giving) -> None:
    alliances = Alliance.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, lead=giving.giver)
    for alliance in alliances.select_related("scope").order_by("pk"):
        alliance.lead = giving.taker
        alliance.full_clean()
        save_record(alliance, fields=["lead"])
        settle_review_day(alliance)
        _settle(alliance, giving)


def _give_roles(giving: Giving) -> None:
    """Whoever has the role already has it once."""
    members = Member.objects.select_for_update(of=("self",)).filter(pk__in=giving.object_ids, person=giving.giver)
    for row in members.select_related("alliance__scope", "role").order_by("pk"):
        alliance, role = row.alliance, row.role
        row.delete()
        Member.objects.get_or_create(alliance=alliance, person=giving.taker, role=role, defaults={"side": Side.OURS})
        _settle(alliance, giving)


def _settle(alliance: Alliance, giving: Giving) -> None:
    if giving.keeps:
        keep_on_team(alliance=alliance, person=giving.giver)
    settle_access(alliance=alliance, people=[giving.giver, giving.taker])


def _led(user: User) -> AllianceQuerySet:
    return Alliance.objects.visible_to(user).living()


def register_all() -> None:
    """Register what people hold on alliances."""
    workload.register(workload.Load("leads", 10, gettext_lazy("Alliances led"), _led, "lead", "alliance_list", "lead"))
    register(Belonging(LEAD, 10, gettext_lazy("Alliances they lead"), _leads, _give_leads))
    register(Belonging(ROLE, 20, gettext_lazy("Roles on alliances"), _roles, _give_roles))
