"""What the pulse asks of whom, and what is told of it: did it make the work easier, and how much time did it save?

It tells of a tool or a course, never of a person. It is asked once of each who used it, and only while they remember.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from coe_hub.publishing.asked import Asked, Way
from coe_hub.publishing.models import Content, Edition
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.floors import may_tell
from coe_hub.surveys.models import Participant, PulseSkipped, Questionnaire, Response, Use
from coe_hub.surveys.results import CANNOT_SAY, Score, as_five, rounded, score_of
from coe_hub.usage.privacy import FEWEST_PEOPLE

# From how many answers on a round closes and is told: what holds for all figures of use.
MINIMUM = FEWEST_PEOPLE
# A day after its use somebody can say; a month after it they have forgotten.
_TRIED, _FORGOTTEN = timedelta(days=1), timedelta(days=30)
_Round = tuple[int, int]


@dataclass(frozen=True)
class Usable:
    """A kind of content that is used: `used(user, since, until)` gives the ids of contents that somebody used between
    the two moments, `url(content)` where one is read."""

    kind: str
    used: Callable[[User, datetime, datetime], "QuerySet[Any]"]
    url: Callable[[Content], str]


_usables: dict[str, Usable] = {}


def register(usable: Usable) -> None:
    """Add a kind; called once, at start, by the room that owns it."""
    _usables[usable.kind] = usable


def usable(kind: str) -> Usable | None:
    """The kind of that code, where one is registered."""
    return _usables.get(kind)


def _not_answered(user: User) -> "QuerySet[Content]":
    """Contents of which the user neither said how it went nor that they would rather not, where there is a
    questionnaire to ask by."""
    said = Participant.objects.filter(wave__pulse_round__content=OuterRef("pk"), person=user.person_id)
    skipped = PulseSkipped.objects.filter(content=OuterRef("pk"), user=user)
    asking = Questionnaire.objects.published().filter(use=Use.PULSE)
    return Content.objects.published().filter(Exists(asking), ~Exists(said), ~Exists(skipped))


def may_say(user: User, content: Content) -> bool:
    """Whether the user used it this month and was not asked yet. One query."""
    if usable(content.kind) is None or not user.may_write:
        return False
    now = timezone.now()
    return bool(_MAY_SAY.rows(user, content.kind, content=content.pk, since=now - _FORGOTTEN, until=now))


def _may_say(user: User, kind: str, *, content: int, since: datetime, until: datetime) -> "QuerySet[Any, Any]":
    used = _usables[kind].used(user, since, until)
    return _not_answered(user).filter(pk=content).filter(pk__in=used).values_list("pk")


_MAY_SAY = ForReader(_may_say)


def to_ask(user: User, now: datetime) -> Content | None:
    """The one content to ask this user about today: used at least a day ago and not more than a month. One query."""
    return _TO_ASK.first(user, tuple(_usables), moment=now) if _usables and user.may_write else None


def _to_ask(user: User, kinds: tuple[str, ...], *, moment: datetime) -> "QuerySet[Content]":
    used = Q()
    for kind in kinds:
        used |= Q(pk__in=_usables[kind].used(user, moment - _FORGOTTEN, moment - _TRIED))
    return _not_answered(user).filter(used).order_by("-pk")[:1]


_TO_ASK = ForReader(_to_ask)


@dataclass(frozen=True)
class Pulse:
    """What is told of a content: how many people said something, how far it made their work easier, and which share of
    them, in percent, saved how much time. What too few said is None, or empty."""

    people: int
    easier: Score | None
    saved: Sequence[tuple[str, int]]


class _Group(NamedTuple):
    """So many answers of a round that are the same."""

    wave: int
    edition: int
    floor: int
    answers: Mapping[str, Any]
    people: int


def pulse_of(content: Content) -> Pulse | None:
    """What those who used it say; None until a round is large enough. One query, four where there is something."""
    groups = [_Group(*row) for row in _ANSWERS.objects(content=content.pk)]
    sizes: Counter[int] = Counter()
    for one in groups:
        sizes[one.wave] += one.people
    groups = [one for one in groups if may_tell(sizes[one.wave], one.floor)]
    if not groups:
        return None
    asking = asking_of(Edition.objects.get(pk=max(one.edition for one in groups)))
    scale = next((asked for asked in asking.questions if asked.way == Way.SCALE), None)
    choice = next((asked for asked in asking.questions if asked.way == Way.CHOICE), None)
    people = sum(one.people for one in groups)
    return Pulse(people, _easier(scale, groups) if scale else None, _saved(choice, groups) if choice else [])


def _answers(*, content: int) -> "QuerySet[Any, Any]":
    rows = Response.objects.filter(wave__pulse_round__content=content, wave__closed_at__isnull=False)
    return rows.values_list("wave", "wave__edition", "wave__minimum", "answers").annotate(Count("pk"))


_ANSWERS = Prepared(_answers)


def _given(key: str, groups: Iterable[_Group]) -> Counter[str]:
    """How often each answer to a question was given, of rounds in which enough people gave one."""
    of_waves: dict[_Round, Counter[str]] = {}
    for one in groups:
        if (value := str(one.answers.get(key, CANNOT_SAY))) != CANNOT_SAY:
            of_waves.setdefault((one.wave, one.floor), Counter())[value] += one.people
    told = [counts for (_wave, floor), counts in of_waves.items() if may_tell(counts.total(), floor)]
    return sum(told, Counter())


def _easier(asked: Asked, groups: Iterable[_Group]) -> Score | None:
    values = [as_five(value, asked.steps) for value in _given(asked.key, groups).elements()]
    return score_of([value for value in values if value is not None])


def _saved(asked: Asked, groups: Iterable[_Group]) -> list[tuple[str, int]]:
    counts = _given(asked.key, groups)
    if not counts:
        return []
    return [(text, int(rounded(100 * counts[letter] / counts.total(), "1"))) for letter, text in asked.options]
