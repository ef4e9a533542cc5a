"""Who is told first of what is due of an alliance: its lead or, where no lead can sign in, who else answers for it."""

from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from alliances.core.models import Member, Side
from coe_hub.due import NOBODY
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Access

_ANSWERABLE = (Access.LEAD, Access.SPONSOR)
_SPONSOR_FIRST = Case(When(role__access=Access.SPONSOR, then=Value(0)), default=Value(1), output_field=IntegerField())


def for_whom_answers(rows: "QuerySet[Any]", *, path: str = "") -> "list[QuerySet[Any]]":
    """`rows` with `owner_id` and `backup_id`, once for each person responsible: the lead, with our sponsor or another
    of our leads behind them; or, where no lead can sign in, those of our lead and sponsor roles.

    `path` leads from a row to its alliance ("alliance__"). The caller takes the values it wants.
    """
    lead_signs_in = Exists(User.objects.active().filter(person=OuterRef(f"{path}lead")))
    answerable = Exists(
        Member.objects.filter(pk=OuterRef(f"{path}members__pk"), side=Side.OURS, role__access__in=_ANSWERABLE)
    )
    return [
        rows.filter(lead_signs_in).annotate(owner_id=F(f"{path}lead_id"), backup_id=_behind_the_lead(path)),
        # Somebody with two such roles is one person responsible; whoever could stand behind them is told as they are.
        rows.filter(~lead_signs_in)
        .filter(answerable)
        .annotate(owner_id=F(f"{path}members__person_id"), backup_id=NOBODY)
        .distinct(),
    ]


def _behind_the_lead(path: str) -> Subquery:
    """Our sponsor or, without one, another of our leads."""
    behind = Member.objects.filter(
        alliance=OuterRef(f"{path}pk"), side=Side.OURS, role__access__in=_ANSWERABLE, person__user__is_active=True
    ).exclude(person=OuterRef(f"{path}lead"))
    return Subquery(behind.order_by(_SPONSOR_FIRST, "role__position", "pk").values("person_id")[:1])
