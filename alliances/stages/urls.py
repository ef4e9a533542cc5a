"""Addresses of stages, below their alliance; name = view = template."""

from django.urls import path

from alliances.stages import views

urlpatterns = [path("stage/", views.stage_change, name="stage_change")]
