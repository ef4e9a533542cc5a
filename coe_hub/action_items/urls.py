"""Addresses of action items; name = view = template."""

from django.urls import path

from coe_hub.action_items import views

urlpatterns = [
    path("", views.action_list, name="action_list"),
    path("<id:public_id>/", views.action_detail, name="action_detail"),
    path("<id:public_id>/done/", views.action_finish, name="action_finish"),
    path("<id:public_id>/reopen/", views.action_reopen, name="action_reopen"),
    path("<id:public_id>/cancel/", views.action_cancel, name="action_cancel"),
    path("<id:public_id>/day/", views.action_day_settle, name="action_day_settle"),
    path("<id:public_id>/link/", views.action_link_send, name="action_link_send"),
    path("<id:public_id>/link/<int:pk>/withdraw/", views.action_link_revoke, name="action_link_revoke"),
]
