"""Fixed addresses; each room lists its own."""

from django.urls import include, path, register_converter

from coe_hub.lib.addresses import PublicId
from coe_hub.people.access.views import partner_link_open, partner_page
from coe_hub.people.accounts.views import account_email

register_converter(PublicId, "id")
handler429 = "coe_hub.home.errors.too_many"  # allauth asks for it

handler500 = "coe_hub.home.errors.server_error"

urlpatterns = [
    path("", include("coe_hub.home.urls")),
    path("search/unmet/", include("coe_hub.usage.urls")),
    path("alliances/", include("governance.committees.alliance_urls")),
    path("alliances/", include("alliances.urls")),
    path("toolkits/", include("toolkits.urls")),
    path("training/", include("training.urls")),
    path("governance/", include("governance.urls")),
    path("questionnaires/", include("coe_hub.surveys.urls")),
    path("actions/", include("coe_hub.action_items.urls")),
    path("import/", include("coe_hub.imports.urls")),
    path("exports/", include("coe_hub.api.exports.urls")),
    path("lists/", include("coe_hub.lists.urls")),
    path("files/", include("coe_hub.attachments.urls")),
    path("calendar/", include("coe_hub.calendars.urls")),
    path("api/v1/", include("coe_hub.api.urls")),
    path("webhooks/", include("coe_hub.api.webhooks.urls")),
    path("people/me/tokens/", include("coe_hub.api.token_urls")),
    path("people/", include("coe_hub.people.urls")),
    path("reminders/engine/", include("coe_hub.operations.urls")),
    path("reminders/", include("coe_hub.reminders.urls")),
    path("privacy/", include("coe_hub.privacy.urls")),
    path("history/", include("coe_hub.audit.urls")),
    path("words/", include("coe_hub.vocabulary.urls")),
    path("p/", partner_page, name="partner_page"),
    path("p/<str:token>/", partner_link_open, name="partner_link_open"),
    path("company-sign-in/", include("coe_hub.identity.urls")),
    path("scim/v2/", include("coe_hub.identity.scim.urls")),
    path("accounts/", include("coe_hub.identity.sign_in_urls")),
    path("accounts/email/", account_email, name="account_email"),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("accounts/", include("allauth.account.urls")),
]
