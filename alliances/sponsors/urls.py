"""Addresses of sponsors and of requests for support; name = view = template."""

from django.urls import path

from alliances.sponsors import views

urlpatterns = [
    path("sponsors/", views.sponsor_list, name="sponsor_list"),
    path("support/", views.support_list, name="support_list"),
    path("support/<id:request_id>/", views.support_answer, name="support_answer"),
    path("<id:public_id>/sponsors/", views.alliance_sponsors, name="alliance_sponsors"),
    path("<id:public_id>/sponsors/<id:person_id>/contact/", views.sponsor_contact, name="sponsor_contact"),
    path("<id:public_id>/support/new/", views.support_create, name="support_create"),
]
