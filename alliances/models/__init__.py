"""Models of the alliances room."""

from alliances.models.alliances import Alliance, AllianceQuerySet, Member, Party
from alliances.models.appointments import ReviewAppointment, ReviewInvitee
from alliances.models.events import EntryKind, JournalEntry, Outcome, Review, StageChange
from coe_hub.people.models import Side

__all__ = [
    "Alliance",
    "AllianceQuerySet",
    "EntryKind",
    "JournalEntry",
    "Member",
    "Outcome",
    "Party",
    "Review",
    "ReviewAppointment",
    "ReviewInvitee",
    "Side",
    "StageChange",
]
