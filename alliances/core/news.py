"""What happened lately on the alliances of one person, as every part of the record tells it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from alliances.core.models import StageChange
from coe_hub.vocabulary.models import Stage

if TYPE_CHECKING:
    from coe_hub.people.models import User


class NewsRow(NamedTuple):
    """One thing that happened, as the one query over all sources returns it.

    `person_id` is who did it, None for the hub itself. What `detail` means its source alone knows.
    """

    source: str
    at: datetime
    person_id: int | None
    detail: str
    text: str
    alliance: str
    alliance_key: str


Names = Mapping[int | None, str]


@dataclass(frozen=True)
class NewsSource:
    """One kind of news. `rows(alliances, user, since)` gives a queryset made by `news_rows`, of what others than
    `user` did since then on those alliances (a queryset of ids). `sentences(rows, names)` tells its rows, in their
    order; `names` holds whoever did something, by id."""

    code: str
    rows: Callable[["QuerySet[Any]", "User", datetime], "QuerySet[Any]"]
    sentences: Callable[[Sequence[NewsRow], Names], Iterable[str]]


def news_rows(
    rows: "QuerySet[Any]",
    *,
    code: str,
    detail: str,
    text: str,
    at: str = "created_at",
    person: str = "by__person",
    alliance: str = "alliance",
) -> "QuerySet[Any]":
    """The rows in the columns of `NewsRow`, so that sources can be joined; the arguments name the columns to read."""
    return rows.annotate(
        news_source=Value(code, output_field=CharField()),
        news_at=F(at),
        news_person=Cast(person, BigIntegerField()),
        news_detail=Cast(detail, CharField()),
        news_text=F(text),
        news_alliance=F(f"{alliance}__name"),
        news_key=F(f"{alliance}__public_id"),
    ).values_list(*(f"news_{name}" for name in ("source", "at", "person", "detail", "text", "alliance", "key")))


def _stage_rows(alliances: "QuerySet[Any]", user: "User", since: datetime) -> "QuerySet[Any]":
    changes = StageChange.objects.filter(alliance__in=alliances, created_at__gt=since).exclude(by=user)
    return news_rows(changes, code="stage", detail="stage", text="reason")


def _stage_sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    stages = Stage.objects.in_bulk({int(row.detail) for row in rows})
    for row in rows:
        words = {"who": names[row.person_id], "stage": stages[int(row.detail)].name}
        yield _("%(who)s moved it to the stage “%(stage)s”") % words


STAGE_NEWS = NewsSource("stage", _stage_rows, _stage_sentences)
