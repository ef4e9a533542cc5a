"""Addresses of reviews and their appointments, below their alliance; name = view = template."""

from django.urls import path

from alliances.reviews.views import appointments, reviews

urlpatterns = [
    path("reviews/", reviews.alliance_reviews, name="alliance_reviews"),
    path("review/", reviews.review_create, name="review_create"),
    path("review/time/", appointments.appointment_create, name="appointment_create"),
    path("review/time/<id:appointment_id>/", appointments.appointment_edit, name="appointment_edit"),
    path("review/time/<id:appointment_id>/cancel/", appointments.appointment_cancel, name="appointment_cancel"),
]
