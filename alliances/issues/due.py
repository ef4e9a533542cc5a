"""Issues whose clock runs out, and risks to look at again: due to whoever sees to them, then to who leads."""

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.issues.actions.risks import look_at_risk
from alliances.issues.models import IssueStep, Level, Risk
from coe_hub.due import COLUMNS, DueItem, DueText, Source, register
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, User
from coe_hub.vocabulary.models import Access

if TYPE_CHECKING:
    from coe_hub.people.models import User as Reader

ISSUE, RISK = "issue", "risk"
_LEAD_FIRST = Case(When(role=Access.LEAD, then=Value(0)), default=Value(1))


def _leads(way: str, **besides: Any) -> Subquery:
    """Who leads the scope that `way` leads to or, where no lead can sign in, sponsors it; not `besides`."""
    grants = ScopeGrant.objects.filter(
        scope=OuterRef(f"{way}scope"), role__in=(Access.LEAD, Access.SPONSOR), person__user__is_active=True
    ).exclude(**besides)
    return Subquery(grants.order_by(_LEAD_FIRST, "pk").values("person")[:1])


def _owner(way: str) -> Case:
    """Its owner, as long as they can sign in and see it; else who leads."""
    owner = OuterRef(f"{way}owner")
    sees = Q(**{f"{way}scope__kind": ScopeKind.OPEN}) | Exists(
        ScopeGrant.objects.filter(scope=OuterRef(f"{way}scope"), person=owner)
    )
    signs_in = Exists(User.objects.active().filter(person=owner))
    return Case(When(sees & signs_in, then=F(f"{way}owner")), default=_leads(way), output_field=BigIntegerField())


def _told(kind: str, way: str) -> dict[str, Any]:
    """What both kinds give alike; `way` leads to the issue or the risk."""
    alliance = f"{way}alliance__"
    called = Coalesce(NullIf(f"{alliance}code_name", Value("")), f"{alliance}name")
    mail_title = Concat(F(f"{way}title"), Value(" ("), called, Value(")"), output_field=CharField())
    return {"kind": Value(kind, output_field=CharField()), "owner_id": _owner(way), "mail_title": mail_title}


def issue_rows(user: "Reader | None") -> "list[QuerySet[Any]]":
    """Open issues by the last day of their level's clock."""
    steps = IssueStep.objects.all() if user is None else IssueStep.objects.visible_to(user)
    rows = steps.active().current().open().of_living_alliances().filter(until_on__isnull=False)
    told = {
        "object_id": F("issue_id"),
        "key": F("issue__public_id"),
        "scope_id": F("issue__scope"),
        "title": F("issue__title"),
        "detail": Concat(Cast("level", CharField()), Value("|"), "issue__alliance__name", output_field=CharField()),
        "due_date": F("until_on"),
        **_told(ISSUE, "issue__"),
    }
    return [_with_backup(rows.annotate(**told), "issue__").values(*COLUMNS)]


def risk_rows(user: "Reader | None") -> "list[QuerySet[Any]]":
    """Open risks by the day on which they are looked at again."""
    risks = Risk.objects.all() if user is None else Risk.objects.visible_to(user)
    rows = risks.active().open().of_living_alliances().filter(review_on__isnull=False)
    told = {
        "object_id": F("pk"),
        "key": F("public_id"),
        "detail": Concat(Cast("exposure", CharField()), Value("|"), "alliance__name", output_field=CharField()),
        "due_date": F("review_on"),
        **_told(RISK, ""),
    }
    # `title`, `scope_id` and `owner_id` are columns of a risk itself.
    told["seer"] = told.pop("owner_id")
    seen: Any = rows.annotate(**told)
    rows = seen.filter(seer__isnull=False).annotate(backup_id=_leads("", person=OuterRef("seer")))
    return [rows.values(*("seer" if name == "owner_id" else name for name in COLUMNS))]


def _with_backup(rows: "QuerySet[Any]", way: str) -> "QuerySet[Any]":
    rows = rows.filter(owner_id__isnull=False)
    return rows.annotate(backup_id=_leads(way, person=OuterRef("owner_id")))


def issue_text(item: DueItem, name: str) -> DueText:
    """How an issue is told whose clock runs out."""
    level, alliance = item.detail.split("|", 1)
    words = {"level": Level(int(level)).label}
    why = [alliance] if name == item.title else []
    why.append(_("the clock of the level “%(level)s” ends on this day") % words)
    return DueText(
        title=_("Issue: %(name)s") % {"name": name},
        why=" · ".join(why),
        ask=_("Settle it with the partner, or let it climb with a reason. Nobody loses face when it climbs together."),
        because=_(
            "You get this mail because you see to this issue, or lead what it belongs to. If somebody else sees to it "
            "now, change that on its page."
        ),
        act=_("Open the issue"),
    )


def risk_text(item: DueItem, name: str) -> DueText:
    """How a risk is told that is to be looked at again."""
    exposure, alliance = item.detail.split("|", 1)
    why = [alliance] if name == item.title else []
    why.append(_("%(number)s of 25") % {"number": exposure})
    return DueText(
        title=_("Risk: %(name)s") % {"name": name},
        why=" · ".join(why),
        ask=_("Ask whether likelihood, impact and plan still hold. If nothing changed, say so with one click."),
        because=_(
            "You get this mail because you watch this risk, or lead what it belongs to. If somebody else does now, "
            "change that on its page."
        ),
        act=_("Open the risk"),
    )


def looked_at(object_id: int, person: Person) -> None:
    """One click says that it still stands as it is."""
    look_at_risk(risk=Risk.objects.select_related("owner__site").get(pk=object_id))


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=ISSUE,
            label=gettext_lazy("Issues whose clock runs out"),
            rows=issue_rows,
            text=issue_text,
            url_name="issue_detail",
            act_url_name="issue_detail",
            usual={"lead_days": [5, 1, 0]},
        )
    )
    register(
        Source(
            kind=RISK,
            label=gettext_lazy("Risks to look at again"),
            rows=risk_rows,
            text=risk_text,
            url_name="risk_detail",
            act_url_name="risk_detail",
            finish=looked_at,
            done_label=gettext_lazy("Still stands"),
            usual={"lead_days": [7, 0]},
            columns={"owner_id": "seer"},
        )
    )
