"""What the alliances room holds due: reviews."""

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance, Member, Side, title_in_mail
from alliances.reviews.models import Outcome, Review
from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.models import User
from coe_hub.reminders.review_days import settle_review_days
from coe_hub.vocabulary.models import Access

if TYPE_CHECKING:
    from django.db.models import Model

REVIEW = "alliance_review"
_ANSWERABLE = (Access.LEAD, Access.SPONSOR)
_SPONSOR_FIRST = Case(When(role__access=Access.SPONSOR, then=Value(0)), default=Value(1), output_field=IntegerField())


def _behind_the_lead() -> Subquery:
    """Our sponsor or, without one, another of our leads."""
    behind = Member.objects.filter(
        alliance=OuterRef("pk"), side=Side.OURS, role__access__in=_ANSWERABLE, person__user__is_active=True
    ).exclude(person=OuterRef("lead"))
    return Subquery(behind.order_by(_SPONSOR_FIRST, "role__position", "pk").values("person_id")[:1])


def _columns(alliances: "QuerySet[Any]", owner: str, backup: Any) -> "QuerySet[Any]":
    last = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    return alliances.annotate(
        kind=Value(REVIEW, output_field=CharField()),
        object_id=F("pk"),
        key=F("public_id"),
        owner_id=F(owner),
        backup_id=backup,
        title=F("name"),
        mail_title=title_in_mail(),
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
        _columns(alliances.filter(lead_signs_in), "lead_id", _behind_the_lead()),
        # Somebody with two such roles is one person responsible; whoever could stand behind them is told as they are.
        _columns(alliances.filter(~lead_signs_in).filter(answerable), "members__person_id", NOBODY).distinct(),
    ]


def review_text(item: DueItem, name: str) -> DueText:
    """How a review is told."""
    last: dict[str, str] = {
        Outcome.ON_TRACK: _("Last time: on track."),
        Outcome.WATCH: _("Last time: watch."),
        Outcome.AT_RISK: _("Last time: at risk."),
    }
    return DueText(
        title=_("Review of %(name)s") % {"name": name},
        why=last.get(item.detail, _("Not reviewed yet.")),
        ask=_(
            "It takes a few minutes: say where the alliance stands and, in a sentence, why. If you held the review "
            "already, write it down with its day."
        ),
        because=_(
            "You get this mail because you lead this alliance or answer for it on our side. If somebody else does "
            "now, change the lead on its page."
        ),
        act=_("Do the review"),
    )


def settle() -> None:
    """Sites move, holidays are declared: no review that is still to come falls on a day without work."""
    to_come = Alliance.objects.reviewed_in_rhythm().filter(next_review_on__gte=timezone.localdate())
    settle_review_days(to_come, leader="lead")


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=REVIEW,
            label=gettext_lazy("Reviews of alliances"),
            rows=review_rows,
            text=review_text,
            url_name="alliance_detail",
            act_url_name="review_create",
            settle=settle,
        )
    )
