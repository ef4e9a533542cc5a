"""Addresses of the engine that reminds, for admins; name = view = template."""

from django.urls import path

from coe_hub.operations import views

urlpatterns = [
    path("", views.reminder_engine, name="reminder_engine"),
    path("test-mail/", views.test_mail, name="test_mail"),
    path("mails/", views.delivery_list, name="delivery_list"),
    path("rules/", views.reminder_rules, name="reminder_rules"),
    path("addresses/<int:pk>/trust/", views.address_trust, name="address_trust"),
]
