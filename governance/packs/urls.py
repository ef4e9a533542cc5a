"""Addresses of packs; name = view = template."""

from django.urls import path

from governance.packs import views

urlpatterns = [
    path("packs/", views.pack_list, name="pack_list"),
    path("packs/new/", views.pack_create, name="pack_create"),
    path("packs/<id:public_id>/", views.pack_detail, name="pack_detail"),
    path("packs/<id:public_id>/again/", views.pack_make_again, name="pack_make_again"),
    path("packs/<id:public_id>/<slug:kind>/", views.pack_file, name="pack_file"),
]
