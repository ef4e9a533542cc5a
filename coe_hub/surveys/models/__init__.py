"""Questionnaires, waves of asking with their sides and participants, and what was answered."""

from coe_hub.surveys.models.answers import Ballot, Draft, Response
from coe_hub.surveys.models.pulses import PulseRound, PulseSkipped
from coe_hub.surveys.models.questionnaires import Questionnaire, QuestionnaireValues, Use
from coe_hub.surveys.models.waves import (
    FEWEST_ANONYMOUS,
    Participant,
    Perspective,
    Wave,
    WaveQuerySet,
    WaveSide,
)

__all__ = [
    "FEWEST_ANONYMOUS",
    "Ballot",
    "Draft",
    "Participant",
    "Perspective",
    "PulseRound",
    "PulseSkipped",
    "Questionnaire",
    "QuestionnaireValues",
    "Response",
    "Use",
    "Wave",
    "WaveQuerySet",
    "WaveSide",
]
