"""Addresses of files and links; name = view = template."""

from django.urls import path

from coe_hub.attachments import views

urlpatterns = [
    path("to/<slug:code>/<id:public_id>/", views.attachment_create, name="attachment_create"),
    path("to/<slug:code>/<id:public_id>/link/", views.link_create, name="link_create"),
    path("<id:public_id>/", views.attachment_detail, name="attachment_detail"),
    path("<id:public_id>/download/", views.attachment_download, name="attachment_download"),
    path("<id:public_id>/download/<int:number>/", views.edition_attached, name="edition_attached"),
    path("<id:public_id>/replace/", views.attachment_replace, name="attachment_replace"),
    path("<id:public_id>/take-up/<int:number>/", views.edition_take_up, name="edition_take_up"),
    path("<id:public_id>/edit/", views.link_edit, name="link_edit"),
    path("<id:public_id>/remove/", views.attachment_archive, name="attachment_archive"),
    path("<id:public_id>/restore/", views.attachment_restore, name="attachment_restore"),
]
