"""Addresses of needs; name = view = template."""

from django.urls import path

from governance.needs import views

urlpatterns = [
    path("", views.need_list, name="need_list"),
    path("new/", views.need_create, name="need_create"),
    path("campaigns/new/", views.campaign_create, name="campaign_create"),
    path("campaigns/<id:campaign_id>/", views.campaign_detail, name="campaign_detail"),
    path("campaigns/<id:campaign_id>/edit/", views.campaign_edit, name="campaign_edit"),
    path("campaigns/<id:campaign_id>/remind/", views.campaign_remind, name="campaign_remind"),
    path("campaigns/<id:campaign_id>/close/", views.campaign_close, name="campaign_close"),
    path("<id:need_id>/", views.need_detail, name="need_detail"),
    path("<id:need_id>/edit/", views.need_edit, name="need_edit"),
    path("<id:need_id>/vote/", views.need_vote, name="need_vote"),
    path("<id:need_id>/tell/", views.need_tell, name="need_tell"),
]
