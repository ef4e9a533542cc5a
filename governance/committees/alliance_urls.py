"""Addresses of committees below their alliance."""

from django.urls import path

from governance.committees.views import committees

urlpatterns = [
    path("<id:public_id>/governance/", committees.alliance_governance, name="alliance_governance"),
    path("<id:public_id>/governance/new/", committees.alliance_committee_create, name="alliance_committee_create"),
]
