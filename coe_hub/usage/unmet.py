"""Searches without a result: kept, counted by text, and put away once answered."""

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Max, QuerySet, Value, When
from django.utils import timezone

from coe_hub.usage.models import UnmetSearch
from coe_hub.usage.privacy import FEWEST_PEOPLE

if TYPE_CHECKING:
    from coe_hub.people.models import User


def note_unmet_search(*, user: "User", text: str, language: str) -> None:
    """Keep that `user` found nothing by `text`, once a day. A text longer than a need is written is not kept."""
    longest = UnmetSearch._meta.get_field("text").max_length or 0
    if 1 < len(text) <= longest:
        row = UnmetSearch(user=user, text=text, language=language, searched_on=timezone.localdate())
        UnmetSearch.objects.bulk_create([row], ignore_conflicts=True)


def unmet_searches(*, reader: "User", answered: bool) -> "QuerySet[Any]":
    """Texts with `people` (None for a few) and `last_on`, those that most people missed first.

    The reader's own searches are left out: the list is about others' needs, and nobody can try out with it what the
    hub keeps back.
    """
    others = UnmetSearch.objects.exclude(user=reader).filter(answered_at__isnull=not answered)
    counted = others.values("text").annotate(last_on=Max("searched_on"), counted=Count("user", distinct=True))
    told = counted.annotate(people=Case(When(counted__gte=FEWEST_PEOPLE, then=F("counted")), default=Value(None)))
    return told.order_by(F("people").desc(nulls_last=True), "-last_on", "text").values("text", "people", "last_on")


def answer_unmet_search(*, text: str, by: "User") -> bool:
    """Put a text away as answered; whoever misses it again brings it back. False where it is not there."""
    waiting = UnmetSearch.objects.filter(text=text, answered_at__isnull=True)
    return bool(waiting.update(answered_at=timezone.now(), answered_by=by))


def reopen_unmet_search(*, text: str) -> bool:
    """Take a text back from those answered. False where it is not there."""
    answered = UnmetSearch.objects.filter(text=text, answered_at__isnull=False)
    return bool(answered.update(answered_at=None, answered_by=None))
