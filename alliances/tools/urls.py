"""Addresses of tools on alliances; name = view = template."""

from django.urls import path

from alliances.tools import views

urlpatterns = [
    path("with-tool/<slug:slug>/", views.tool_alliances, name="tool_alliances"),
    path("<id:public_id>/tools/", views.alliance_tools, name="alliance_tools"),
    path("<id:public_id>/tools/<slug:slug>/", views.alliance_tool, name="alliance_tool"),
]
