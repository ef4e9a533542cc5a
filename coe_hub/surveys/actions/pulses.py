"""Saying how something went that was used, or that one would rather not; and closing rounds that are large enough."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import Scope, ScopeKind, User
from coe_hub.publishing.models import Content, Edition
from coe_hub.surveys.actions.answering import Answers, hand_in
from coe_hub.surveys.actions.waves import LONGEST_DAYS, Invitee, ask_another, close_wave
from coe_hub.surveys.asking import live_edition
from coe_hub.surveys.models import Participant, PulseRound, PulseSkipped, Questionnaire, Use, Wave, WaveSide
from coe_hub.surveys.pulses import MINIMUM


def pulse_edition() -> Edition | None:
    """What the pulse asks: the first questionnaire of its use that is published."""
    questionnaire = Questionnaire.objects.published().filter(use=Use.PULSE).select_related("content").in_order().first()
    return live_edition(questionnaire.content) if questionnaire else None


@transaction.atomic
def answer_pulse(*, content: Content, given: Answers, by: User) -> None:
    """Say how it went, once. Raises `DomainError` where one has said so before, or nothing asks."""
    lock_record(content)
    if Participant.objects.filter(wave__pulse_round__content=content, person=by.person).exists():
        raise DomainError(_("You have said so already. Thank you."))
    wave = _open_round(content)
    participant = ask_another(wave=wave, side=wave.sides.get(), invitee=Invitee(by.person))
    hand_in(participant=participant, given=given)


def _open_round(content: Content) -> Wave:
    found = PulseRound.objects.filter(content=content, wave__closed_at__isnull=True).select_related("wave").first()
    if found:
        _lengthen(found.wave)
        return found.wave
    edition = pulse_edition()
    if edition is None:
        raise DomainError(_("Nothing of this questionnaire is published. Choose another one."))
    today = timezone.localdate()
    wave = Wave(
        scope=Scope.objects.create(kind=ScopeKind.OPEN),
        edition=edition,
        subject=content.slug,
        opens_on=today,
        closes_on=today + timedelta(days=LONGEST_DAYS),
        is_anonymous=True,
        minimum=MINIMUM,
        by=edition.approved_by or edition.author,
    )
    wave.full_clean()
    wave.save()
    WaveSide.objects.create(wave=wave, label=content.slug, is_ours=True)
    PulseRound.objects.create(content=content, wave=wave)
    return wave


def _lengthen(wave: Wave) -> None:
    """A round with too few answers goes on, however long it takes: closed, they would never be told."""
    today = timezone.localdate()
    if wave.closes_on <= today:
        wave.closes_on = today + timedelta(days=LONGEST_DAYS)
        save_record(wave, fields=["closes_on"])


@transaction.atomic
def skip_pulse(*, content: Content, by: User) -> None:
    """Say that one would rather not; doing so twice changes nothing."""
    PulseSkipped.objects.get_or_create(content=content, user=by)


def settle_rounds() -> int:
    """Close the rounds with answers enough, and let the others go on; return how many were closed."""
    closed = 0
    rounds = PulseRound.objects.filter(wave__closed_at__isnull=True).select_related("wave")
    for one in rounds.annotate(answers=Count("wave__ballots")).order_by("pk"):
        if one.answers >= MINIMUM:
            close_wave(wave=one.wave)
            closed += 1
        else:
            _lengthen(one.wave)
    return closed
