"""Addresses of the launch check, below their alliance; name = view = template."""

from django.urls import path

from alliances.launch import views

urlpatterns = [
    path("launch/", views.launch_check, name="launch_check"),
    path("launch/open-point/", views.open_point_create, name="open_point_create"),
    path("launch/<slug:code>/", views.launch_answer, name="launch_answer"),
    path("launch/<slug:code>/open/", views.launch_answer_take_back, name="launch_answer_take_back"),
]
