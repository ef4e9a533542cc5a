"""What the toolkits room holds due: reviews of tools, and translations that the original has left behind."""

from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.publishing.models import Block, BlockTranslation, Content, ContentKind, Edition, EditionState
from coe_hub.publishing.reading import translated_titles
from coe_hub.reminders.review_days import settle_review_days
from toolkits.models import Tool

if TYPE_CHECKING:
    from coe_hub.people.models import User

REVIEW = "tool_review"
OUTDATED = "tool_outdated"
# A translator has this long to catch up before it counts as late.
TIME_TO_TRANSLATE = timedelta(days=14)


def _titled() -> "QuerySet[Any]":
    live = Edition.objects.filter(content=OuterRef("content"), state=EditionState.PUBLISHED)
    title = Block.objects.filter(
        edition__content=OuterRef("content"), edition__state=EditionState.PUBLISHED, key="title"
    )
    return Tool.objects.published().annotate(
        live_since=Subquery(live.values("published_at")[:1]),
        title=Subquery(title.values("text")[:1]),
    )


def _columns(tools: "QuerySet[Any]", kind: str, owner: Any, backup: str, due: Any) -> "QuerySet[Any]":
    return tools.annotate(
        kind=Value(kind, output_field=CharField()),
        object_id=F("content_id"),
        key=F("content__slug"),
        scope_id=NOBODY,
        owner_id=owner,
        backup_id=F(backup),
        mail_title=F("title"),
        detail=Value("", output_field=CharField()),
        due_date=due,
    ).values(*COLUMNS)


def review_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Tools whose rhythm asks for a look; everybody may know of them, their owner is asked."""
    tools = _titled().filter(content__next_review_on__isnull=False, content__owner__isnull=False)
    return [_columns(tools, REVIEW, F("content__owner_id"), "content__co_owner_id", F("content__next_review_on"))]


def left_behind() -> Q:
    """Condition on tools: some translated block is older than its original in the edition readers see."""
    rows = BlockTranslation.objects.filter(is_behind=True)
    return Q(content__any=ArraySubquery(rows.order_by().values("content").distinct()))


def outdated_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Tools of which some translated block is older than its original; who translated it last is asked."""
    last = BlockTranslation.objects.filter(content=OuterRef("content")).order_by("-translated_at")
    due = ExpressionWrapper(TruncDate("live_since", tzinfo=UTC) + TIME_TO_TRANSLATE, output_field=DateField())
    owner = Subquery(last.values("translated_by__person_id")[:1])
    return [_columns(_titled().filter(left_behind()), OUTDATED, owner, "content__owner_id", Cast(due, DateField()))]


def review_text(item: DueItem, name: str) -> DueText:
    """How the review of a tool is told."""
    return DueText(
        title=_("Review of the tool “%(name)s”") % {"name": name},
        why=_("Is it still how the best of you work? Say so, or have a new edition written."),
        ask=_("Say that it is still how the best of you work, or have a new edition written."),
        because=_("You get this mail because you own this tool."),
        act=_("Review it"),
    )


def outdated_text(item: DueItem, name: str) -> DueText:
    """How a translation that fell behind is told."""
    return DueText(
        title=_("The original of “%(name)s” has moved on") % {"name": name},
        why=_("Only the parts that changed want your translation."),
        ask=_("The English original has changed since you translated it. Only the parts that changed are open."),
        because=_("You get this mail because you translated this tool last."),
        act=_("Translate"),
    )


def settle() -> None:
    """Sites move, holidays are declared: no review that is still to come falls on a day without work."""
    to_come = Content.objects.active().filter(kind=ContentKind.TOOL, next_review_on__gte=timezone.localdate())
    settle_review_days(to_come, leader="owner")


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=REVIEW,
            label=gettext_lazy("Reviews of tools"),
            rows=review_rows,
            text=review_text,
            titles=partial(translated_titles, ContentKind.TOOL),
            url_name="tool_review",
            act_url_name="tool_review",
            settle=settle,
        )
    )
    register(
        Source(
            kind=OUTDATED,
            label=gettext_lazy("Translations that fell behind"),
            rows=outdated_rows,
            text=outdated_text,
            titles=partial(translated_titles, ContentKind.TOOL),
            url_name="tool_behind",
            act_url_name="tool_behind",
            usual={"lead_days": [14, 3, 0]},
        )
    )
