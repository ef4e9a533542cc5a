"""Fixed addresses; each room lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("coe_hub.home.urls")),
    path("alliances/", include("alliances.urls")),
    path("people/", include("coe_hub.people.urls")),
    path("words/", include("coe_hub.vocabulary.urls")),
    path("accounts/", include("allauth.account.urls")),
]
