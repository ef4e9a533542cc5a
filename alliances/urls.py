"""Addresses of the alliances wing: each room lists its own."""

from django.urls import include, path

urlpatterns = [
    # Words before ids: an id may look like one.
    path("", include("alliances.importing.urls")),
    path("", include("alliances.goals.urls")),
    path("", include("alliances.health.urls")),
    path("", include("alliances.alignment.urls")),
    path("", include("alliances.agreements.urls")),
    path("<id:public_id>/", include("alliances.intake.urls")),
    path("", include("alliances.obligations.urls")),
    path("", include("alliances.issues.urls")),
    path("", include("alliances.journal.urls")),
    path("", include("alliances.sponsors.urls")),
    path("", include("alliances.partnerships.urls")),
    path("<id:public_id>/", include("alliances.one_page.urls")),
    path("", include("alliances.tools.urls")),
    path("<id:public_id>/", include("alliances.members.urls")),
    path("<id:public_id>/", include("alliances.stages.urls")),
    path("<id:public_id>/", include("alliances.reviews.urls")),
    path("<id:public_id>/", include("alliances.action_items.urls")),
    path("<id:public_id>/", include("alliances.files.urls")),
    path("<id:public_id>/", include("alliances.differences.urls")),
    path("<id:public_id>/", include("alliances.launch.urls")),
    path("<id:public_id>/", include("alliances.value.urls")),
]
