"""What ends with its agreement and what outlives it is asked of whoever ends that. What stands behind a wall is not
shown to them: it stays owed, and is asked of those behind the wall instead, without a word to anybody else."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Least, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Ending
from alliances.obligations.models import Fulfilment, Lapse, Obligation
from coe_hub.due import DueItem, DueText, Source, register
from coe_hub.lib.dates import date_text
from coe_hub.people.models import answers_for_scope

if TYPE_CHECKING:
    from coe_hub.people.models import User

KIND = "obligation_survival"
# So long those behind the wall have for their answer, and no longer than the agreement is in force.
_TIME = timedelta(days=14)


def endings_of(obligation: Obligation) -> "QuerySet[Ending]":
    """How the agreement it stands in, or the one that this amends, was ended."""
    return _endings(obligation.agreement_id, obligation.agreement.amends_id if obligation.agreement else None)


def _endings(agreement: Any, amended: Any) -> "QuerySet[Ending]":
    found = Ending.objects.live().filter(Q(agreement=agreement) | Q(agreement=amended))
    return found.order_by("ends_on", "pk")


def unsettled(rows: "QuerySet[Obligation]") -> "QuerySet[Any]":
    """Of these obligations, those behind a wall that their ended agreement does not stand behind, of which nobody said
    yet what becomes of them: with `agreement_ends_on` and `ended_on`, the day on which that was written down."""
    said = Lapse.objects.filter(ending=OuterRef("pk"), obligation=OuterRef(OuterRef("pk")))
    ending = _endings(OuterRef("agreement"), OuterRef("agreement__amends")).exclude(Exists(said))
    beyond = Q(due_on__isnull=True) | Q(due_on__gt=OuterRef("agreement_ends_on"))
    owed = Fulfilment.objects.filter(beyond, obligation=OuterRef("pk")).living().unsettled()
    return (
        rows.active()  # type: ignore[attr-defined]
        .filter(agreement__isnull=False)
        .exclude(scope=F("agreement__scope"))
        .annotate(
            agreement_ends_on=Subquery(ending.values("ends_on")[:1]),
            ended_on=Subquery(ending.values(day=Cast("created_at", DateField()))[:1]),
            owed=Subquery(owed.order_by("due_on", "pk").values("public_id")[:1]),
        )
        .filter(agreement_ends_on__isnull=False, owed__isnull=False)
    )


def rows(user: "User | None") -> "list[QuerySet[Any]]":
    """The answers that are asked for."""
    found = Obligation.objects.all() if user is None else Obligation.objects.visible_to(user)
    leads, signed_in = answers_for_scope(), Case(When(owner__user__is_active=True, then=F("owner")))
    in_time = ExpressionWrapper(F("ended_on") + Value(_TIME), output_field=DateField())
    mail_name = Coalesce(NullIf("alliance__code_name", Value("")), "alliance__name")
    return [
        unsettled(found)
        .filter(alliance__archived_at__isnull=True)
        .annotate(
            due_kind=Value(KIND, output_field=CharField()),
            object_id=F("pk"),
            lead_id=leads,
            told_id=Coalesce(signed_in, leads, output_field=BigIntegerField()),
            mail_title=Concat("title", Value(" ("), mail_name, Value(")"), output_field=CharField()),
            detail=Cast("agreement_ends_on", CharField()),
            due_date=Cast(Least(in_time, "agreement_ends_on"), DateField()),
        )
        .filter(told_id__isnull=False)
    ]


def text(item: DueItem, name: str) -> DueText:
    """How the question is told to those behind the wall."""
    day = date_text(date.fromisoformat(item.detail))
    return DueText(
        title=_("Does it survive its agreement: %(name)s") % {"name": name},
        why=_("The agreement it stands in ends on %(date)s.") % {"date": day},
        ask=_("Say on its page whether it ends with the agreement or survives it. Until then it stays owed."),
        because=_(
            "You get this mail because you see to this obligation, or lead the programme it belongs to. Whoever ended "
            "the agreement does not see it and could not say."
        ),
        act=_("Open the obligation"),
    )


def register_all() -> None:
    """Register what is asked for."""
    register(
        Source(
            kind=KIND,
            label=gettext_lazy("What survives an agreement, asked behind a wall"),
            rows=rows,
            text=text,
            url_name="fulfilment_detail",
            act_url_name="fulfilment_detail",
            columns={"kind": "due_kind", "owner_id": "told_id", "key": "owed", "backup_id": "lead_id"},
            usual={"lead_days": [14, 7, 1, 0]},
        )
    )
