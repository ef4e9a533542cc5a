"""Addresses of the company's words; name = view = template."""

from django.urls import path

from coe_hub.vocabulary import views

urlpatterns = [
    path("", views.word_kinds, name="word_kinds"),
    path("<slug:kind>/", views.word_list, name="word_list"),
    path("<slug:kind>/new/", views.word_create, name="word_create"),
    path("<slug:kind>/<slug:code>/", views.word_edit, name="word_edit"),
]
