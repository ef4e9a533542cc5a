"""What the toolkits room holds due: reviews of tools, and translations that the original has left behind."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, TruncDate

from coe_hub.publishing.models import Block, BlockTranslation, Version, VersionState
from coe_hub.reminders.due import COLUMNS, Source, register
from toolkits.models import Tool

if TYPE_CHECKING:
    from coe_hub.people.models import User

REVIEW = "tool_review"
OUTDATED = "tool_outdated"
# A translator has this long to catch up before it counts as late.
TIME_TO_TRANSLATE = timedelta(days=14)
_NO_SCOPE = Cast(Value(None), IntegerField())


def _titled() -> "QuerySet[Any]":
    live = Version.objects.filter(content=OuterRef("content"), state=VersionState.PUBLISHED)
    title = Block.objects.filter(
        version__content=OuterRef("content"), version__state=VersionState.PUBLISHED, key="title"
    )
    return Tool.objects.published().annotate(
        live=Subquery(live.values("pk")[:1]),
        live_since=Subquery(live.values("published_at")[:1]),
        title=Subquery(title.values("text")[:1]),
    )


def _columns(tools: "QuerySet[Any]", kind: str, owner: Any, due: Any) -> "QuerySet[Any]":
    return tools.annotate(
        kind=Value(kind, output_field=CharField()),
        object_id=F("content_id"),
        key=F("content__slug"),
        scope_id=_NO_SCOPE,
        owner_id=owner,
        mail_title=F("title"),
        detail=Value("", output_field=CharField()),
        due_date=due,
    ).values(*COLUMNS)


def review_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Tools whose rhythm asks for a look; everybody may know of them, their owner is asked."""
    tools = _titled().filter(content__next_review_on__isnull=False, content__owner__isnull=False)
    return [_columns(tools, REVIEW, F("content__owner_id"), F("content__next_review_on"))]


def left_behind() -> Exists:
    """Condition on tools: some translated block is older than its original in the edition readers see."""
    current = Block.objects.filter(
        version__content=OuterRef("content"), version__state=VersionState.PUBLISHED, key=OuterRef("key")
    )
    rows = BlockTranslation.objects.filter(content=OuterRef("content"))
    return Exists(rows.exclude(source_hash=Subquery(current.values("text_hash")[:1])))


def outdated_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Tools of which some translated block is older than its original; who translated it last is asked."""
    last = BlockTranslation.objects.filter(content=OuterRef("content")).order_by("-translated_at")
    due = ExpressionWrapper(TruncDate("live_since") + TIME_TO_TRANSLATE, output_field=DateField())
    owner = Subquery(last.values("translated_by__person_id")[:1])
    return [_columns(_titled().filter(left_behind()), OUTDATED, owner, Cast(due, DateField()))]


def fill() -> None:
    """Register what is due here."""
    register(Source(kind=REVIEW, rows=review_rows, url_name="tool_edit", act_url_name="tool_edit"))
    register(Source(kind=OUTDATED, rows=outdated_rows, url_name="tool_behind", act_url_name="tool_behind"))
