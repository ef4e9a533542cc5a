"""Reviews, and the hours agreed for them."""

from alliances.reviews.models.appointments import AppointmentValues, ReviewAppointment, ReviewInvitee
from alliances.reviews.models.reviews import Outcome, Review

__all__ = ["AppointmentValues", "Outcome", "Review", "ReviewAppointment", "ReviewInvitee"]
