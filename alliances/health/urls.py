"""Addresses of health checks; name = view = template."""

from django.urls import path

from alliances.health.views import checks, lists, running

urlpatterns = [
    path("health/", lists.health_list, name="health_list"),
    path("health/<id:check_id>/", checks.health_detail, name="health_detail"),
    path("health/<id:check_id>/edit/", running.health_edit, name="health_edit"),
    path("health/<id:check_id>/ask/", running.participant_create, name="participant_create"),
    path("health/<id:check_id>/agenda/", running.health_agenda, name="health_agenda"),
    path("health/<id:check_id>/remind/", checks.health_remind, name="health_remind"),
    path("health/<id:check_id>/close/", checks.health_close, name="health_close"),
    path("health/<id:check_id>/show/", checks.health_show, name="health_show"),
    path("health/<id:check_id>/act/", checks.joint_action_create, name="joint_action_create"),
    path("<id:public_id>/health/", checks.alliance_health, name="alliance_health"),
    path("<id:public_id>/health/new/", checks.health_create, name="health_create"),
    path("<id:public_id>/health/talk/", checks.health_talk, name="health_talk"),
]
