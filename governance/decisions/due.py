"""Decisions to look at again, on the due list: to whoever follows them up, then to who leads."""

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.due import COLUMNS, DueItem, DueText, Source, register
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, User
from coe_hub.vocabulary.models import Access, Phase
from governance.decisions.actions.decisions import uphold
from governance.decisions.models import Decision, DecisionState

if TYPE_CHECKING:
    from coe_hub.people.models import User as Reader

KIND = "decision"
_LEAD_FIRST = Case(When(role=Access.LEAD, then=Value(0)), default=Value(1))


def _leads(**besides: Any) -> Subquery:
    """Who leads what its committee stands in or, where no lead can sign in, sponsors it; not `besides`."""
    grants = ScopeGrant.objects.filter(
        scope=OuterRef("committee__scope"), role__in=(Access.LEAD, Access.SPONSOR), person__user__is_active=True
    ).exclude(**besides)
    return Subquery(grants.order_by(_LEAD_FIRST, "pk").values("person")[:1])


def _owner() -> Case:
    """Whoever follows it up, as long as they can sign in and see it; else who leads."""
    owner = OuterRef("owner")
    granted = ScopeGrant.objects.filter(scope=OuterRef("committee__scope"), person=owner)
    sees = Q(committee__scope__kind=ScopeKind.OPEN) | Exists(granted)
    signs_in = Exists(User.objects.active().filter(person=owner))
    return Case(When(sees & signs_in, then=F("owner")), default=_leads(), output_field=BigIntegerField())


def rows(user: "Reader | None") -> "list[QuerySet[Any]]":
    """Decisions in force by the day of their next look."""
    found = Decision.objects.all() if user is None else Decision.objects.visible_to(user)
    alliance = "committee__alliance__"
    called = Coalesce(NullIf(f"{alliance}code_name", Value("")), f"{alliance}name")
    whose = Concat(Value(" ("), called, Value(")"), output_field=CharField())
    none = Value("", output_field=CharField())
    told = {
        "kind": Value(KIND, output_field=CharField()),
        "object_id": F("pk"),
        "key": F("public_id"),
        "scope_id": F("committee__scope"),
        "seer": _owner(),
        "title": F("text"),
        "mail_title": Concat(
            F("committee__label"),
            Case(When(committee__alliance__isnull=True, then=none), default=whose),
            output_field=CharField(),
        ),
        "detail": F("committee__label"),
        "due_date": F("review_day"),
    }
    standing: Any = found.of_committees_at_work().with_standing()
    in_force = standing.filter(state=DecisionState.IN_FORCE)
    living = in_force.filter(review_day__isnull=False).exclude(**{f"{alliance}stage__phase": Phase.CLOSED})
    seen = living.annotate(**told).filter(seer__isnull=False)
    seen = seen.annotate(backup_id=_leads(person=OuterRef("seer")))
    return [seen.values(*("seer" if name == "owner_id" else name for name in COLUMNS))]


def text(item: DueItem, name: str) -> DueText:
    """How a decision is told that is to be looked at again; mails say whose it is, not what was decided."""
    return DueText(
        title=_("Decision: %(name)s") % {"name": name},
        why=item.detail if name == item.title else "",
        ask=_("Ask whether what it rests on still holds. If it does, say so with one click."),
        because=_(
            "You get this mail because you follow this decision up, or lead what it belongs to. If somebody else does "
            "now, change that on its page."
        ),
        act=_("Open the decision"),
    )


def still_holds(object_id: int, person: Person) -> None:
    """One click says that it still holds; nobody asks for another look."""
    decision = Decision.objects.get(pk=object_id)
    if decision.steps.filter(on=timezone.localdate(), way="upheld").exists():
        return
    user = getattr(person, "user", None)
    uphold(decision=decision, by=user if isinstance(user, User) else None)


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=KIND,
            label=gettext_lazy("Decisions to look at again"),
            rows=rows,
            text=text,
            url_name="decision_detail",
            act_url_name="decision_detail",
            finish=still_holds,
            done_label=gettext_lazy("Still holds"),
            usual={"lead_days": [14, 0]},
            columns={"owner_id": "seer"},
        )
    )
