"""Issues and risks that somebody sees to, and how they go over."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from alliances.issues.models import Issue, IssueStep, Risk
from coe_hub.lib.records import save_record
from coe_hub.people.access.actions import set_grant
from coe_hub.people.handover.belongings import Belonging, Giving, Held, register
from coe_hub.people.models import Person, ScopeGrant, ScopeKind
from coe_hub.vocabulary.models import Access

ISSUE, RISK = "issue", "risk"


def _held_as(kind: str, one: Issue | Risk) -> Held:
    mail_title = f"{one.title} ({one.alliance.title_in_mail})"
    return Held(kind, one.pk, one.title, mail_title, one.get_absolute_url(), one.scope_id, one.alliance.name)


def _issues(person: Person) -> Iterable[Held]:
    open_ones = IssueStep.objects.active().current().open().filter(issue__owner=person)
    rows = Issue.objects.filter(pk__in=open_ones.values("issue")).select_related("alliance")
    for one in rows.order_by("alliance__sort_key", "title", "pk"):
        yield _held_as(ISSUE, one)


def _risks(person: Person) -> Iterable[Held]:
    rows = Risk.objects.active().open().of_active_alliances().filter(owner=person).select_related("alliance")
    for one in rows.order_by("alliance__sort_key", "title", "pk"):
        yield _held_as(RISK, one)


def _give(model: type[Issue] | type[Risk], giving: Giving) -> None:
    rows = model.objects.select_for_update(of=("self",)).active()
    for one in rows.filter(pk__in=giving.object_ids, owner=giving.giver).select_related("scope").order_by("pk"):
        one.owner = giving.taker
        save_record(one, fields=["owner"])
        granted = ScopeGrant.objects.filter(scope=one.scope, person=giving.taker)
        if one.scope.kind == ScopeKind.RESTRICTED and not granted.exists():
            set_grant(scope=one.scope, person=giving.taker, roles=[Access.TEAM])


def register_all() -> None:
    """Register the issues and risks of a person."""
    register(Belonging(ISSUE, 36, gettext_lazy("Issues"), _issues, lambda giving: _give(Issue, giving)))
    register(Belonging(RISK, 37, gettext_lazy("Risks"), _risks, lambda giving: _give(Risk, giving)))
