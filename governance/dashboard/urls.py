"""Addresses of the governance room; name = view = template."""

from django.urls import path

from governance.dashboard import views

urlpatterns = [
    path("", views.governance_home, name="governance_home"),
    path("trends/", views.trend_list, name="trend_list"),
    path("reviews/", views.review_list, name="review_list"),
    path("coverage/", views.coverage_list, name="coverage_list"),
    path("reach/", views.reach_list, name="reach_list"),
]
