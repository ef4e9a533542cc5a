"""Addresses of action items, below their alliance; name = view = template."""

from django.urls import path

from alliances.action_items import views

urlpatterns = [
    path("actions/", views.alliance_actions, name="alliance_actions"),
    path("actions/new/", views.alliance_action_create, name="alliance_action_create"),
    path("actions/<id:item_id>/edit/", views.alliance_action_edit, name="alliance_action_edit"),
]
