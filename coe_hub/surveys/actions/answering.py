"""Answers of one participant: kept as one goes, handed in once."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.surveys.models import Ballot, Draft, Participant, Wave
from coe_hub.surveys.sealing import seal, unseal


class Answers(NamedTuple):
    """Values by the keys of questions, texts by the keys of themes."""

    answers: Mapping[str, Any]
    comments: Mapping[str, str]


NOTHING = Answers({}, {})


def draft_of(participant: Participant) -> Answers:
    """What they have answered so far and not handed in."""
    draft = Draft.objects.filter(participant=participant).first()
    if draft is None:
        return NOTHING
    content = unseal(draft.sealed)
    return Answers(content["answers"], content["comments"])


@transaction.atomic
def keep_draft(*, participant: Participant, given: Answers) -> None:
    """Keep what they have answered so far. Raises `DomainError` where they handed in, or the wave takes no more."""
    _locked(participant)
    sealed = seal({"answers": dict(given.answers), "comments": dict(given.comments)})
    Draft.objects.update_or_create(participant=participant, defaults={"sealed": sealed})


@transaction.atomic
def hand_in(*, participant: Participant, given: Answers) -> None:
    """Hand the answers in, once: the draft goes and a sealed ballot comes, which names nobody where the wave is
    anonymous. Raises `DomainError` where they handed in before, or the wave takes no more."""
    wave = _locked(participant)
    content: dict[str, Any] = {
        "side": participant.side_id,
        "perspective": participant.perspective,
        "answers": dict(given.answers),
        "comments": dict(given.comments),
    }
    if not wave.is_anonymous:
        content["participant"] = participant.pk
    Draft.objects.filter(participant=participant).delete()
    Ballot.objects.create(wave=wave, sealed=seal(content))
    Participant.objects.filter(pk=participant.pk).update(has_answered=True)
    participant.has_answered = True


def _locked(participant: Participant) -> Wave:
    """The participant's wave, read now; nobody closes it, and nobody answers for them, until the transaction ends."""
    wave = Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.wave_id)
    if not wave.takes_answers():
        raise DomainError(_("It takes no more answers. What you wrote here was not handed in."))
    now = Participant.objects.select_for_update(of=("self",)).filter(pk=participant.pk).first()
    if now is None:
        raise DomainError(_("You are not asked any more. What you wrote here was not handed in."))
    if now.has_answered:
        raise DomainError(_("Your answers were handed in already. Thank you."))
    return wave
