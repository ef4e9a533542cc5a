"""What happened lately on the alliances of one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.models import Alliance, JournalEntry, Review, StageChange
from alliances.models.events import EntryKind, Outcome
from coe_hub.people.models import Person, User
from coe_hub.reminders.action_items.models import ActionItem, ItemState
from coe_hub.vocabulary.models import Stage


@dataclass(frozen=True)
class News:
    """One thing that happened: a sentence, the alliance it happened on, when."""

    sentence: str
    text: str
    alliance: str
    url: str
    at: datetime


def _rows(rows: "QuerySet[Any]", source: str, what: str, text: str) -> "QuerySet[Any]":
    return rows.annotate(
        source=Value(source, output_field=CharField()),
        at=F("created_at"),
        who=F("by_id"),
        what=Cast(what, CharField()),
        body=F(text),
        title=F("alliance__name"),
        key=F("alliance__public_id"),
    ).values_list("source", "at", "who", "what", "body", "title", "key")


def activity_since(*, user: User, since: datetime, limit: int) -> list[News]:
    """What others did on the user's own visible alliances since then, newest first. At most four queries."""
    mine = Alliance.objects.visible_to(user).active().of_person(user.person_id).values("pk")
    narrow: dict[str, Any] = {"alliance__in": mine, "created_at__gt": since}
    entries = _rows(JournalEntry.objects.active().filter(**narrow).exclude(by=user), "entry", "kind", "text")
    changes = _rows(StageChange.objects.filter(**narrow).exclude(by=user), "stage", "stage_id", "reason")
    reviews = _rows(Review.objects.filter(**narrow).exclude(by=user), "review", "outcome", "note")
    rows = list(entries.union(changes, reviews, _finished(user, mine, since), all=True).order_by("-at")[:limit])
    people = {
        one.pk: one.person.display_name
        for one in User.objects.filter(pk__in={row[2] for row in rows if row[2]}).select_related("person")
    }
    stages = Stage.objects.in_bulk({int(row[3]) for row in rows if row[0] == "stage"})
    finishers = Person.objects.in_bulk({int(row[3]) for row in rows if row[0] == "action"})
    return [
        News(
            sentence=_sentence(source, people.get(who, _("The hub")), what, stages, finishers),
            text=text,
            alliance=title,
            url=reverse("alliance_detail", args=[key]),
            at=at,
        )
        for source, at, who, what, text, title, key in rows
    ]


def _finished(user: User, alliances: "QuerySet[Any]", since: datetime) -> "QuerySet[Any]":
    """Actions that others finished; people at partners do so without an account."""
    scopes = Alliance.objects.filter(pk__in=alliances).values("scope")
    items = ActionItem.objects.filter(scope__in=scopes, state=ItemState.DONE, closed_at__gt=since)
    return (
        items.exclude(closed_by=user.person_id)
        .annotate(
            source=Value("action", output_field=CharField()),
            at=F("closed_at"),
            who=F("closed_by__user__pk"),
            what=Cast("closed_by", CharField()),
            body=F("text"),
            title=F("scope__alliance__name"),
            key=F("scope__alliance__public_id"),
        )
        .values_list("source", "at", "who", "what", "body", "title", "key")
    )


def _sentence(source: str, who: str, what: str, stages: dict[int, Stage], finishers: dict[int, Person]) -> str:
    if source == "action":
        return _("%(who)s finished an action") % {"who": finishers[int(what)].display_name}
    if source == "stage":
        return _("%(who)s moved it to the stage “%(stage)s”") % {"who": who, "stage": stages[int(what)].name}
    if source == "review":
        return _("%(who)s reviewed it: %(outcome)s") % {"who": who, "outcome": Outcome(what).label}
    if what == EntryKind.CALL:
        return _("%(who)s noted a call") % {"who": who}
    if what == EntryKind.MEETING:
        return _("%(who)s noted a meeting") % {"who": who}
    return _("%(who)s wrote a note") % {"who": who}
