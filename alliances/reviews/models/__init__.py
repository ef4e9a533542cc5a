"""Reviews, and the hours agreed for them."""

from alliances.reviews.models.appointments import ReviewAppointment, ReviewInvitee
from alliances.reviews.models.reviews import Outcome, Review

__all__ = ["Outcome", "Review", "ReviewAppointment", "ReviewInvitee"]
