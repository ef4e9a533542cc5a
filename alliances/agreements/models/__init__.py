"""Agreements, how they end or go on, and programmes."""

from alliances.agreements.models.agreements import (
    Agreement,
    AgreementParty,
    AgreementQuerySet,
    AgreementValues,
    Renewal,
)
from alliances.agreements.models.endings import Ending, EndingKind, EndingSide
from alliances.agreements.models.programmes import (
    Origin,
    Programme,
    ProgrammePhase,
    ProgrammeQuerySet,
    ProgrammeValues,
)
from alliances.agreements.models.renewals import RenewalDecision

__all__ = [
    "Agreement",
    "AgreementParty",
    "AgreementQuerySet",
    "AgreementValues",
    "Ending",
    "EndingKind",
    "EndingSide",
    "Origin",
    "Programme",
    "ProgrammePhase",
    "ProgrammeQuerySet",
    "ProgrammeValues",
    "Renewal",
    "RenewalDecision",
]
