"""Fixed addresses; each room lists its own."""

from django.urls import include, path, register_converter

from coe_hub.lib.addresses import PublicId
from coe_hub.people.views.accounts import account_email
from coe_hub.people.views.partner_links import partner_link_open, partner_page

register_converter(PublicId, "id")

urlpatterns = [
    path("", include("coe_hub.home.urls")),
    path("search/unmet/", include("coe_hub.usage.urls")),
    path("alliances/", include("alliances.urls")),
    path("toolkits/", include("toolkits.urls")),
    path("training/", include("training.urls")),
    path("governance/", include("governance.urls")),
    path("actions/", include("coe_hub.reminders.action_items.urls")),
    path("calendar/", include("coe_hub.reminders.calendar.urls")),
    path("people/", include("coe_hub.people.urls")),
    path("reminders/", include("coe_hub.reminders.urls")),
    path("words/", include("coe_hub.vocabulary.urls")),
    path("p/", partner_page, name="partner_page"),
    path("p/<str:token>/", partner_link_open, name="partner_link_open"),
    path("accounts/email/", account_email, name="account_email"),
    path("accounts/", include("allauth.account.urls")),
]
