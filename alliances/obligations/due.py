"""Obligations on the due list: to whoever sees to them from the day on which they begin, then to who leads."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.obligations.actions.fulfilments import fulfil
from alliances.obligations.following import settle
from alliances.obligations.models import Fulfilment, Responsible
from alliances.obligations.telling import KIND
from coe_hub.due import COLUMNS, DueItem, DueText, Source, register
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import now
from coe_hub.people.models import Person, ScopeGrant, User
from coe_hub.vocabulary.models import Access, Phase

if TYPE_CHECKING:
    from coe_hub.people.models import User as Reader

_LEAD_FIRST = Case(When(role=Access.LEAD, then=Value(0)), default=Value(1))


def _leads(**besides: Any) -> Subquery:
    """Who leads what it stands in or, where no lead can sign in, sponsors it; not `besides`."""
    grants = ScopeGrant.objects.filter(
        scope=OuterRef("obligation__scope"), role__in=(Access.LEAD, Access.SPONSOR), person__user__is_active=True
    ).exclude(**besides)
    return Subquery(grants.order_by(_LEAD_FIRST, "pk").values("person")[:1])


def _owner() -> Case:
    """Its owner, as long as they can sign in and see it; else who leads."""
    owner = OuterRef("obligation__owner")
    granted = ScopeGrant.objects.filter(scope=OuterRef("obligation__scope"), person=owner)
    sees = Q(obligation__scope__kind="open") | Exists(granted)
    signs_in = Exists(User.objects.active().filter(person=owner))
    return Case(When(sees & signs_in, then=F("obligation__owner")), default=_leads(), output_field=BigIntegerField())


def rows(user: "Reader | None") -> "list[QuerySet[Any]]":
    """What is owed on a day that is certain. Until the day on which somebody begins with it, that day counts; from then
    on the day on which it is due."""
    found = Fulfilment.objects.all() if user is None else Fulfilment.objects.visible_to(user)
    today = Cast(Value(now()), DateField())
    name = F("obligation__title")
    alliance = "obligation__alliance__"
    return [
        found.living()
        .unsettled()
        .exclude(**{f"{alliance}stage__phase": Phase.CLOSED})
        .filter(due_on__isnull=False, is_expected=False)
        .annotate(
            kind=Value(KIND, output_field=CharField()),
            object_id=F("pk"),
            key=F("public_id"),
            scope_id=F("obligation__scope"),
            owner_id=_owner(),
            title=name,
            mail_title=Concat(
                name,
                Value(" ("),
                Coalesce(NullIf(f"{alliance}code_name", Value("")), f"{alliance}name"),
                Value(")"),
                output_field=CharField(),
            ),
            detail=Concat(
                Cast("due_on", CharField()),
                Value("|"),
                "obligation__responsible",
                Value("|"),
                f"{alliance}name",
                output_field=CharField(),
            ),
            due_date=Case(When(notice_on__gte=today, then=F("notice_on")), default=F("due_on")),
        )
        .filter(owner_id__isnull=False)
        .annotate(backup_id=_leads(person=OuterRef("owner_id")))
        .values(*COLUMNS)
    ]


def text(item: DueItem, name: str) -> DueText:
    """How an obligation is told to whoever sees to it."""
    day, responsible, alliance = item.detail.split("|", 2)
    due_on = date.fromisoformat(day)
    why = [alliance] if name == item.title else []
    if item.due_date < due_on:
        why.append(_("begin now: due on %(day)s") % {"day": date_text(due_on)})
    if responsible == Responsible.PARTNER:
        why.append(_("owed by the partner"))
        ask = _("Ask the partner in time, and say so here when they have done it.")
    else:
        ask = _("Say so here when it is done. Proof can follow.")
    return DueText(
        title=name,
        why=" · ".join(why),
        ask=ask,
        because=_(
            "You get this mail because you see to this obligation, or lead what it belongs to. If somebody else sees "
            "to it now, change that on its page."
        ),
        act=_("Open the obligation"),
    )


def finish(object_id: int, person: Person) -> None:
    """One click says that it was fulfilled today."""
    row = Fulfilment.objects.select_related("obligation__alliance").get(pk=object_id)
    fulfil(fulfilment=row, by=None, by_person=person)


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=KIND,
            label=gettext_lazy("Obligations"),
            rows=rows,
            text=text,
            url_name="fulfilment_detail",
            act_url_name="fulfilment_detail",
            finish=finish,
            settle=settle,
            row_template="due/obligation.html",
            usual={"lead_days": [7, 1, 0]},
        )
    )
