"""What the desk of courses has for one curator, as Today tells it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from coe_hub.lib.lists import title_key
from coe_hub.people.accounts.readers import ForReader
from coe_hub.publishing.models import Content, ContentKind, Edition, EditionState
from coe_hub.publishing.titles import content_title
from toolkits.reports import Pile, may_approve

if TYPE_CHECKING:
    from coe_hub.people.models import User

APPROVE, WRITING, LOOK = "approve_course", "writing_course", "look_course"
_OPENS = {APPROVE: "training_preview", WRITING: "training_preview", LOOK: "training_edit"}
_KINDS = (ContentKind.COURSE, ContentKind.LESSON)


def desk_piles(*, user: "User", until: date) -> list[Pile]:
    """Courses and lessons that wait for the curator's approval, that they write, and that are due for a look by
    `until`; only what there is, in this order. Each opens the desk, or the one there is. One query."""
    found: dict[str, list[tuple[str, str, str]]] = {code: [] for code in _OPENS}
    for code, kind, slug, title, _key in _WAITING.rows(user, settings.SECOND_PERSON_APPROVES, until=until):
        found[code].append((kind, slug, title))
    return [_pile(code, rows) for code, rows in found.items() if rows]


def _waiting(user: "User", _second_person_approves: bool, *, until: date) -> "QuerySet[Any, Any]":
    contents = Content.objects.filter(kind__in=_KINDS, archived_at__isnull=True)
    conditions: dict[str, Any] = {
        APPROVE: _has_edition(may_approve(user)),
        WRITING: _has_edition(Q(state__in=[EditionState.DRAFT, EditionState.IN_REVIEW], author=user)),
        LOOK: Q(next_review_on__lte=until, pk__in=Content.objects.published().values("pk")),
    }
    head, *rest = (_rows(contents.filter(condition), code) for code, condition in conditions.items())
    return head.union(*rest, all=True).order_by("key", "slug")


_WAITING = ForReader(_waiting)


def _has_edition(condition: Q) -> Exists:
    return Exists(Edition.objects.filter(condition, content=OuterRef("pk")))


def _rows(contents: "QuerySet[Content]", code: str) -> "QuerySet[Any, Any]":
    titled = contents.annotate(title=content_title("pk", slug="slug"), code=Value(code, output_field=CharField()))
    return titled.annotate(key=title_key()).values_list("code", "kind", "slug", "title", "key")


def _pile(code: str, rows: list[tuple[str, str, str]]) -> Pile:
    single = reverse(_OPENS[code], args=rows[0][:2]) if len(rows) == 1 else ""
    return Pile(code=code, titles=[title for *_address, title in rows], url=single or reverse("course_desk"))
