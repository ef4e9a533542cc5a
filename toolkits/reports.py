"""What the desk has for one curator, as Today tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from coe_hub.people.accounts.readers import ForReader
from coe_hub.publishing.actions import not_written_by
from coe_hub.publishing.models import Edition, EditionState
from toolkits.due import left_behind
from toolkits.models import Tool, reading_key

if TYPE_CHECKING:
    from coe_hub.people.models import User

APPROVE, WRITING, BEHIND, LOOK = "approve", "writing", "behind", "look"
_OPENS = {APPROVE: "tool_preview", WRITING: "tool_preview", BEHIND: "tool_behind", LOOK: "tool_edit"}


@dataclass(frozen=True)
class Pile:
    """Contents that wait for the same thing, by their titles in order."""

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
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in _OPENS}
    for code, slug, title, _key in _WAITING.rows(user, settings.SECOND_PERSON_APPROVES, until=until):
        found[code].append((slug, title))
    return [_pile(code, rows) for code, rows in found.items() if rows]


def _waiting(user: "User", _second_person_approves: bool, *, until: date) -> "QuerySet[Any]":
    tools = Tool.objects.filter(content__archived_at__isnull=True).with_title()
    published = Tool.objects.published().values("pk")
    conditions: dict[str, Any] = {
        APPROVE: _has_version(may_approve(user)),
        WRITING: _has_version(Q(state__in=[EditionState.DRAFT, EditionState.IN_REVIEW], author=user)),
        BEHIND: left_behind() & Q(pk__in=published),
        LOOK: Q(content__next_review_on__lte=until, pk__in=published),
    }
    head, *rest = (_rows(tools.filter(condition), code) for code, condition in conditions.items())
    return head.union(*rest, all=True).order_by("key", "slug")


_WAITING = ForReader(_waiting)


def may_approve(user: "User") -> Q:
    """Of editions: those that wait for somebody's approval who this user may be."""
    waits = Q(state=EditionState.IN_REVIEW)
    return waits & not_written_by(user) if settings.SECOND_PERSON_APPROVES else waits


def _has_version(condition: Q) -> Exists:
    return Exists(Edition.objects.filter(condition, content=OuterRef("content")))


def _rows(tools: "QuerySet[Any]", code: str) -> "QuerySet[Any]":
    facts = {"code": Value(code, output_field=CharField()), "slug": F("content__slug"), "key": reading_key()}
    return tools.annotate(**facts).values_list("code", "slug", "title", "key")


def _pile(code: str, rows: Sequence[tuple[str, str]]) -> Pile:
    single = reverse(_OPENS[code], args=[rows[0][0]]) if len(rows) == 1 else ""
    return Pile(code=code, titles=[title for _slug, title in rows], url=single or reverse("tool_desk"))
