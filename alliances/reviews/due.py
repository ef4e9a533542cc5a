"""What the alliances room holds due: reviews."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.answerable import for_whom_answers
from alliances.core.models import Alliance, title_in_mail
from alliances.reviews.models import Outcome, Review
from coe_hub.due import COLUMNS, DueItem, DueText, Source, register
from coe_hub.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model

REVIEW = "alliance_review"


def review_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Reviews in rhythm, each told to whoever answers for the alliance."""
    alliances: QuerySet[Model] = Alliance.objects.reviewed_in_rhythm()
    if user is not None:
        alliances = Alliance.objects.visible_to(user).reviewed_in_rhythm()
    last = Review.objects.filter(alliance=OuterRef("pk")).order_by("-held_on", "-pk")
    told = {
        "kind": Value(REVIEW, output_field=CharField()),
        "object_id": F("pk"),
        "key": F("public_id"),
        "title": F("name"),
        "mail_title": title_in_mail(),
        "detail": Coalesce(Subquery(last.values("outcome")[:1]), Value("")),
        "due_date": F("next_review_on"),
    }
    return [rows.annotate(**told).values(*COLUMNS) for rows in for_whom_answers(alliances)]


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
        )
    )
