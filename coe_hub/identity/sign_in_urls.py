"""Addresses by which people come in and go out by the company."""

from django.urls import path

from coe_hub.identity import views

urlpatterns = [
    path("company/<slug:code>/", views.company_sign_in, name="company_sign_in"),
    path("company/<slug:code>/return/", views.company_return, name="company_return"),
    path("signed-out/", views.company_sign_out, name="company_sign_out"),
]
