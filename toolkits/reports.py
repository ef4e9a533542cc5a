"""What the desk has for one curator, as Today tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from coe_hub.lib.text import reader_language
from coe_hub.publishing.actions import not_written_by
from coe_hub.publishing.models import Block, BlockTranslation, Edition, EditionState
from toolkits.due import left_behind
from toolkits.models import Tool

if TYPE_CHECKING:
    from coe_hub.people.models import User

APPROVE, WRITING, BEHIND, LOOK = "approve", "writing", "behind", "look"
_OPENS = {APPROVE: "tool_preview", WRITING: "tool_preview", BEHIND: "tool_behind", LOOK: "tool_edit"}


@dataclass(frozen=True)
class Pile:
    """Tools that wait for the same thing, by their titles in order."""

    code: str
    titles: Sequence[str]
    url: str

    @property
    def count(self) -> int:
        """How many."""
        return len(self.titles)


def desk_piles(*, user: "User", until: date) -> list[Pile]:
    """What waits for the curator's approval, what they write, translations that fell behind, tools due for a look by
    `until`; only what there is, in this order. Each opens the desk, or the one tool there is. One query."""
    tools = _titled(Tool.objects.filter(content__archived_at__isnull=True))
    published = Tool.objects.published().values("pk")
    conditions: dict[str, Any] = {
        APPROVE: _has_version(_may_approve(user)),
        WRITING: _has_version(Q(state__in=[EditionState.DRAFT, EditionState.IN_REVIEW], author=user)),
        BEHIND: Q(left_behind(), pk__in=published),
        LOOK: Q(content__next_review_on__lte=until, pk__in=published),
    }
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in conditions}
    head, *rest = (_rows(tools.filter(condition), code) for code, condition in conditions.items())
    for code, slug, title in head.union(*rest, all=True).order_by("title", "slug"):
        found[code].append((slug, title))
    return [_pile(code, rows) for code, rows in found.items() if rows]


def _may_approve(user: "User") -> Q:
    waits = Q(state=EditionState.IN_REVIEW)
    return waits & not_written_by(user) if settings.SECOND_PERSON_APPROVES else waits


def _has_version(condition: Q) -> Exists:
    return Exists(Edition.objects.filter(condition, content=OuterRef("content")))


def _titled(tools: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each with its title in the reader's language, of the edition readers see or else of the one being written."""
    original = Block.objects.filter(
        edition__content=OuterRef("content"),
        edition__state__in=[EditionState.PUBLISHED, EditionState.DRAFT, EditionState.IN_REVIEW],
        key="title",
    ).order_by("edition__number")
    translated = BlockTranslation.objects.filter(content=OuterRef("content"), language=reader_language(), key="title")
    return tools.annotate(
        slug=F("content__slug"),
        title=Coalesce(
            Subquery(translated.values("text")[:1]),
            Subquery(original.values("text")[:1]),
            F("content__slug"),
            output_field=CharField(),
        ),
    )


def _rows(tools: "QuerySet[Any]", code: str) -> "QuerySet[Any]":
    return tools.annotate(code=Value(code, output_field=CharField())).values_list("code", "slug", "title")


def _pile(code: str, rows: Sequence[tuple[str, str]]) -> Pile:
    single = reverse(_OPENS[code], args=[rows[0][0]]) if len(rows) == 1 else ""
    return Pile(code=code, titles=[title for _slug, title in rows], url=single or reverse("tool_desk"))
