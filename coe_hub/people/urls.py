"""Addresses of the people room; name = view = template."""

from django.urls import path

from coe_hub.people.accounts import browser_views as browsers
from coe_hub.people.accounts import profile_views as profiles
from coe_hub.people.accounts import views as accounts
from coe_hub.people.directory import views as directory
from coe_hub.people.doubles import views as doubles
from coe_hub.people.handover import views as handover

urlpatterns = [
    path("", directory.person_list, name="person_list"),
    path("new/", directory.person_create, name="person_create"),
    path("suggest/", directory.person_suggest, name="person_suggest"),
    path("time-zones/suggest/", directory.time_zone_suggest, name="time_zone_suggest"),
    path("me/", accounts.profile_edit, name="profile_edit"),
    path("me/address/", accounts.address_change, name="address_change"),
    path("me/address/<str:token>/", accounts.address_confirm, name="address_confirm"),
    path("me/sessions/", browsers.session_list, name="session_list"),
    path("me/sessions/end/", browsers.other_sessions_end, name="other_sessions_end"),
    path("me/sessions/<int:pk>/end/", browsers.session_end, name="session_end"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/invite/", accounts.invitations_create, name="invitations_create"),
    path("accounts/<id:public_id>/", accounts.account_edit, name="account_edit"),
    path("accounts/<id:public_id>/close/", handover.account_close, name="account_close"),
    path("accounts/<id:public_id>/second-factor/", browsers.factor_reset, name="factor_reset"),
    path("accounts/<id:public_id>/address/", accounts.account_address, name="account_address"),
    path("invitation/<str:token>/", accounts.invitation_accept, name="invitation_accept"),
    path("organisations/", directory.organisation_list, name="organisation_list"),
    path("organisations/new/", directory.organisation_create, name="organisation_create"),
    path("organisations/suggest/", directory.organisation_suggest, name="organisation_suggest"),
    path("organisations/<id:public_id>/", directory.organisation_detail, name="organisation_detail"),
    path("organisations/<id:public_id>/edit/", directory.organisation_edit, name="organisation_edit"),
    path("organisations/<id:public_id>/merge/", doubles.organisation_merge, name="organisation_merge"),
    path("doubles/", doubles.double_list, name="double_list"),
    path("merges/<int:pk>/undo/", doubles.merge_undo, name="merge_undo"),
    path("sites/", directory.site_list, name="site_list"),
    path("sites/new/", directory.site_create, name="site_create"),
    path("sites/<id:public_id>/edit/", directory.site_edit, name="site_edit"),
    path("<id:public_id>/", profiles.person_detail, name="person_detail"),
    path("<id:public_id>/edit/", directory.person_edit, name="person_edit"),
    path("<id:public_id>/hand-over/", handover.person_hand_over, name="person_hand_over"),
    path("<id:public_id>/merge/", doubles.person_merge, name="person_merge"),
    path("<id:public_id>/invite/", accounts.invitation_create, name="invitation_create"),
]
