"""Beginning a wave, asking its people, closing it."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import Organisation, Person, Scope, User
from coe_hub.surveys.asking import live_edition
from coe_hub.surveys.floors import told_groups
from coe_hub.surveys.models import Participant, Perspective, Questionnaire, Response, Wave, WaveSide
from coe_hub.surveys.sealing import unseal

LONGEST_DAYS = 120


@dataclass(frozen=True)
class Invitee:
    """Somebody to ask, and as who they see the work."""

    person: Person
    perspective: str = Perspective.OPERATIONAL


@dataclass(frozen=True)
class SideToAsk:
    """A side with its people."""

    label: str
    is_ours: bool
    people: Sequence[Invitee]
    organisation: Organisation | None = None


def too_small(sides: Iterable[SideToAsk], minimum: int) -> list[SideToAsk]:
    """Sides with fewer people than are told together: of these an anonymous wave could never say anything."""
    return [side for side in sides if len(side.people) < minimum]


@transaction.atomic
def begin_wave(
    *,
    scope: Scope,
    questionnaire: Questionnaire,
    subject: str,
    sides: Sequence[SideToAsk],
    opens_on: date,
    closes_on: date,
    is_anonymous: bool,
    minimum: int,
    by: User,
) -> Wave:
    """A wave with its sides and participants. Nobody is written to yet.

    Raises `DomainError` where nothing of the questionnaire is published, a side has nobody, somebody stands on two
    sides, or an anonymous side is too small; `ValidationError` where a value is refused.
    """
    edition = live_edition(questionnaire.content)
    if edition is None or questionnaire.content.is_archived:
        raise DomainError(_("Nothing of this questionnaire is published. Choose another one."), field="questionnaire")
    if not sides or any(not side.people for side in sides):
        raise DomainError(_("Choose somebody on each side."), field="people")
    people = Counter(one.person.pk for side in sides for one in side.people)
    if max(people.values()) > 1:
        raise DomainError(_("Nobody answers for two sides. Choose each person once."), field="people")
    if (closes_on - opens_on).days > LONGEST_DAYS:
        raise DomainError(_("Ask for four months at most."), field="closes_on")
    if is_anonymous and (small := too_small(sides, minimum)):
        words = {"side": small[0].label, "minimum": minimum}
        raise DomainError(
            _(
                "%(side)s has fewer than %(minimum)d people here, so nothing of it could ever be told. Ask more "
                "people, ask with names, or talk it through with the talk guide instead."
            )
            % words,
            field="people",
        )
    wave = Wave(
        scope=scope,
        edition=edition,
        subject=subject,
        opens_on=opens_on,
        closes_on=closes_on,
        is_anonymous=is_anonymous,
        minimum=minimum if is_anonymous else 1,
        by=by,
    )
    wave.full_clean()
    wave.save()
    for place, side in enumerate(sides):
        _add_side(wave, side, place)
    return wave


def _add_side(wave: Wave, side: SideToAsk, place: int) -> None:
    row = WaveSide(wave=wave, label=side.label, is_ours=side.is_ours, organisation=side.organisation, position=place)
    row.full_clean()
    row.save()
    for one in side.people:
        participant = Participant(wave=wave, side=row, person=one.person, perspective=one.perspective)
        participant.full_clean()
        participant.save()


@transaction.atomic
def move_last_day(*, wave: Wave, closes_on: date, version: int) -> None:
    """Give people more time, or less. Raises `DomainError` where the wave is closed, `ValidationError` where the day
    is refused, `LostUpdateError` where it was saved since `version`."""
    if wave.is_counted:
        raise DomainError(_("It is closed. Ask again in a new one."))
    if closes_on < timezone.localdate() or (closes_on - wave.opens_on).days > LONGEST_DAYS:
        raise DomainError(_("Choose a day from today on, and four months after it opened at most."), field="closes_on")
    wave.closes_on = closes_on
    wave.full_clean()
    save_record(wave, fields=["closes_on"], version=version)


@transaction.atomic
def close_wave(*, wave: Wave) -> None:
    """Take no more answers and open what was handed in, all at once. Doing so twice changes nothing.

    Ballots become responses in an order of chance and in one statement, so nothing about a row tells when its answers
    came; what was not handed in goes.
    """
    lock_record(wave)
    if wave.is_counted:
        return
    found = [unseal(text) for text in wave.ballots.values_list("sealed", flat=True)]
    secrets.SystemRandom().shuffle(found)
    told = _told_perspectives(found, wave)
    Response.objects.bulk_create([_response(wave, one, told) for one in found])
    wave.ballots.all().delete()
    for participant in wave.participants.filter(draft__isnull=False).select_related("draft"):
        participant.draft.delete()
    wave.closed_at = timezone.now()
    save_record(wave, fields=["closed_at"])


def _response(wave: Wave, content: Mapping[str, Any], told: set[tuple[int, str]]) -> Response:
    side, perspective = content["side"], content["perspective"]
    return Response(
        wave=wave,
        side_id=side,
        perspective=perspective if (side, perspective) in told else "",
        participant_id=None if wave.is_anonymous else content["participant"],
        answers=content["answers"],
        comments=content["comments"],
    )


def _told_perspectives(found: Iterable[Mapping[str, Any]], wave: Wave) -> set[tuple[int, str]]:
    """The perspectives of each side that enough people share, and that leave nobody alone among the others."""
    counts: dict[int, Counter[str]] = {}
    for one in found:
        counts.setdefault(one["side"], Counter())[one["perspective"]] += 1
    return {(side, name) for side, of_side in counts.items() for name in told_groups(of_side, wave.floor)}


def close_waves() -> int:
    """Close every wave whose last day is over; return how many. One that cannot be opened leaves the others alone."""
    closed = 0
    for wave in Wave.objects.to_count(timezone.localdate()).order_by("pk"):
        close_wave(wave=wave)
        closed += 1
    return closed


@transaction.atomic
def let_go(*, participant: Participant) -> None:
    """Ask somebody no more. Raises `DomainError` where they have answered, or their side would become too small."""
    wave = participant.wave
    lock_record(wave)
    participant.refresh_from_db()
    if wave.is_counted or participant.has_answered:
        raise DomainError(_("This person has answered already."))
    left = participant.side.participants.count() - 1
    if left < (wave.minimum if wave.is_anonymous else 1):
        raise DomainError(_("Their side would be too small to be told. Ask somebody else first."))
    participant.delete()


@transaction.atomic
def ask_another(*, wave: Wave, side: WaveSide, invitee: Invitee) -> Participant:
    """Ask one more person. Raises `DomainError` where the wave is closed or asks them already."""
    lock_record(wave)
    if wave.is_counted:
        raise DomainError(_("It is closed. Ask again in a new one."))
    if wave.participants.filter(person=invitee.person).exists():
        raise DomainError(_("This person is asked already."), field="person")
    participant = Participant(wave=wave, side=side, person=invitee.person, perspective=invitee.perspective)
    participant.full_clean()
    participant.save()
    return participant


def answer_days(wave: Wave) -> int:
    """For how many days from today answers can be handed in: how long a link to it is good."""
    return max(1, (wave.closes_on - timezone.localdate()).days + 1)


def hub_page(wave: Wave) -> str:
    """Where somebody with an account answers; its whole address."""
    return settings.HUB_URL + wave.get_absolute_url()
