"""Today's news: what others did on one person's alliances."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.core.news import NewsRow
from alliances.core.parts import news_sources
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import Person, User


@dataclass(frozen=True)
class News:
    """One thing that happened: a sentence, the alliance it happened on, when."""

    sentence: str
    text: str
    alliance: str
    url: str
    at: datetime


def activity_since(*, user: User, since: datetime, limit: int) -> list[News]:
    """What others did on the user's own visible alliances since then, newest first.

    Two queries, and one for each source that has to look words up.
    """
    rows = [NewsRow(*row) for row in _NEWS.rows(user, limit, since=since)]
    sentences = _sentences(rows)
    return [
        News(
            sentence=sentences[row],
            text=row.text,
            alliance=row.alliance,
            url=reverse("alliance_detail", args=[row.alliance_key]),
            at=row.at,
        )
        for row in rows
    ]


def _news(user: User, limit: int, *, since: datetime) -> "QuerySet[Any, Any]":
    mine = Alliance.objects.visible_to(user).active().of_person(user.person_id).values("pk")
    head, *others = (source.rows(mine, user, since) for source in news_sources())
    # A union goes by place, not by name: every source gives its columns in the order of `NewsRow`.
    return head.union(*others, all=True).order_by("-news_at")[:limit]


_NEWS = ForReader(_news)


def _sentences(rows: list[NewsRow]) -> dict[NewsRow, str]:
    """Each row in words. A source gets all its rows at once, so that it looks its own words up once."""
    people = Person.objects.in_bulk({row.person_id for row in rows if row.person_id})
    names = {None: _("The hub")} | {pk: person.display_name for pk, person in people.items()}
    by_source = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    told: dict[NewsRow, str] = {}
    for source in news_sources():
        if found := by_source[source.code]:
            told |= zip(found, source.sentences(found, names), strict=True)
    return told
