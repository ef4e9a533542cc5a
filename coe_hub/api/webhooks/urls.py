"""Addresses of webhooks."""

from django.urls import path

from coe_hub.api.webhooks import views

urlpatterns = [
    path("", views.webhook_list, name="webhook_list"),
    path("new/", views.webhook_create, name="webhook_create"),
    path("<int:pk>/", views.webhook_detail, name="webhook_detail"),
    path("<int:pk>/stop/", views.webhook_stop, name="webhook_stop"),
]
