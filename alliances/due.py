"""What the alliances room holds due: reviews."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from alliances.models import Alliance, Member, Review, Side
from coe_hub.people.models import User
from coe_hub.reminders.due import COLUMNS, Source, register
from coe_hub.vocabulary.models import Access

if TYPE_CHECKING:
    from django.db.models import Model

REVIEW = "alliance_review"
_ANSWERABLE = (Access.LEAD, Access.SPONSOR)


def _columns(alliances: "QuerySet[Any]", owner: str) -> "QuerySet[Any]":
    last = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return alliances.annotate(
        kind=Value(REVIEW, output_field=CharField()),
        object_id=F("pk"),
        key=F("public_id"),
        owner_id=F(owner),
        title=F("name"),
        mail_title=Coalesce(NullIf("code_name", Value("")), F("name")),
        detail=Coalesce(Subquery(last.values("outcome")[:1]), Value("")),
        due_date=F("next_review_on"),
    ).values(*COLUMNS)


def review_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Reviews in rhythm: the lead's, or, where no lead can sign in, those of our lead and sponsor roles."""
    alliances: QuerySet[Model] = Alliance.objects.reviewed_in_rhythm()
    if user is not None:
        alliances = Alliance.objects.visible_to(user).reviewed_in_rhythm()
    lead_signs_in = Exists(User.objects.active().filter(person=OuterRef("lead")))
    answerable = Exists(Member.objects.filter(pk=OuterRef("members__pk"), side=Side.OURS, role__access__in=_ANSWERABLE))
    return [
        _columns(alliances.filter(lead_signs_in), "lead_id"),
        # Somebody with two such roles is one person responsible.
        _columns(alliances.filter(~lead_signs_in).filter(answerable), "members__person_id").distinct(),
    ]


def fill() -> None:
    """Register what is due here."""
    register(Source(kind=REVIEW, rows=review_rows, url_name="alliance_detail", act_url_name="review_create"))
