"""The address of the one page."""

from django.urls import path

from alliances.one_page import views

urlpatterns = [path("one-page/", views.alliance_one_page, name="alliance_one_page")]
