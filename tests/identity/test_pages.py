"""The admin's pages of company sign-in: company_directory, group_role_remove, directory_secret_revoke, others."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from coe_hub.identity.models import DirectorySecret, GroupRole
from coe_hub.identity.secrets import open_secret
from coe_hub.lib.identity_providers import IdentityProvider, read_providers
from tests.cast import Cast

HOME = "/company-sign-in/"
GIVEN = {
    "OIDC_PROVIDERS": "entra, okta",
    "OIDC_ENTRA_ISSUER": "https://login.example/tenant/v2.0",
    "OIDC_ENTRA_CLIENT_ID": "hub",
    "OIDC_ENTRA_CLIENT_SECRET": "s",
    "OIDC_ENTRA_DOMAINS": "hub.example, @Kestrel.example",
    "OIDC_ENTRA_GROUP": "Hub users",
    "OIDC_OKTA_ISSUER": "https://kestrel.okta.example",
    "OIDC_OKTA_CLIENT_ID": "o",
    "OIDC_OKTA_CLIENT_SECRET": "s",
    "OIDC_OKTA_DOMAINS": "hub.example",
    "OIDC_OKTA_NAME_JA": "オクタ",
    "OIDC_OKTA_SCOPES": "groups",
}


def test_a_provider_is_added_by_the_environment_alone() -> None:
    entra, okta = read_providers(GIVEN)
    assert entra == IdentityProvider(
        "entra", "Entra", "Entra", "https://login.example/tenant/v2.0", "hub", "s",
        ("hub.example", "kestrel.example"), "groups", "Hub users",
    )  # fmt: skip
    assert (okta.name, okta.local_name, okta.scopes) == ("Okta", "オクタ", ("openid", "profile", "email", "groups"))
    assert [entra.vouches_for(one) for one in ("a@KESTREL.example", "a@b.hub.example", "hub.example")] == [
        True, False, True,
    ]  # fmt: skip
    assert read_providers({}) == ()


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"OIDC_ENTRA_DOMAINS": ""}, "OIDC_ENTRA_DOMAINS is not set, and OIDC_PROVIDERS names entra."),
        ({"OIDC_ENTRA_ISSUER": "http://login.example"}, "OIDC_ENTRA_ISSUER has to begin with https://."),
        ({"OIDC_PROVIDERS": "Entra"}, "OIDC_PROVIDERS has “Entra”: use lower-case letters and digits, such as entra."),
        ({"OIDC_PROVIDERS": "entra entra"}, "OIDC_PROVIDERS names a provider twice."),
    ],
)
def test_what_is_missing_or_malformed_stops_the_start_in_one_line(changes: dict[str, str], line: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_providers(GIVEN | changes)
    assert str(refused.value) == line


def test_group_role_create_and_group_role_remove_keep_the_table(cast: Cast, sign_in: Any) -> None:
    browser = sign_in(cast.admin)
    form = {"group": "CoE curators", "role": "curator"}
    assert browser.post(f"{HOME}groups/new/", form)["Location"] == HOME
    again = browser.post(f"{HOME}groups/new/", form | {"group": "coe CURATORS"})
    assert again.context["form"].errors == {"__all__": ["This group gives this role already."]}
    row = GroupRole.objects.get()
    assert "CoE curators" in browser.get(HOME).content.decode()
    assert "Curator" in browser.get(f"{HOME}groups/{row.pk}/remove/").content.decode()
    assert browser.post(f"{HOME}groups/{row.pk}/remove/")["Location"] == HOME
    told = browser.get(f"{HOME}history/").context["page"].object_list  # company_directory_history
    assert [(one.who, one.what) for one in told] == [
        ("Ada Admin", "let the group “CoE curators” no longer give the role: Curator"),
        ("Ada Admin", "let the group “CoE curators” give the role: Curator"),
    ]


def test_directory_secret_create_shows_a_secret_once_and_directory_secret_revoke_ends_it(
    cast: Cast, sign_in: Any
) -> None:
    browser = sign_in(cast.admin)
    page = browser.post(f"{HOME}secrets/new/", {"name": "Entra"})
    secret, text = DirectorySecret.objects.get(), page.context["text"]
    assert (text in page.content.decode(), open_secret(text, at=secret.made_at)) == (True, secret)
    home = browser.get(HOME).content.decode()
    assert (text in home, f"…{secret.hint}" in home) == (False, True)
    assert browser.get(f"{HOME}secrets/{secret.pk}/revoke/").status_code == 200
    assert browser.post(f"{HOME}secrets/{secret.pk}/revoke/")["Location"] == HOME
    assert open_secret(text, at=secret.made_at) is None
    told = browser.get(f"{HOME}history/").context["page"].object_list
    assert [one.what for one in told] == [
        "revoked the directory’s secret “Entra”", "let the directory in by the secret “Entra”",
    ]  # fmt: skip


def test_company_directory_says_what_stands(cast: Cast, sign_in: Any, settings: Any) -> None:
    browser = sign_in(cast.admin)
    assert "None yet: people sign in by e-mail and password." in browser.get(HOME).content.decode()
    settings.IDENTITY_PROVIDERS = read_providers(GIVEN)
    settings.PASSWORD_SIGN_IN, settings.BREAK_GLASS_ADMINS = False, ["ada@hub.example"]
    shown = browser.get(HOME).content.decode()
    for line in (
        "http://localhost:8000/accounts/company/okta/return/",
        "of the group “Hub users” only",
        "ada@hub.example",
    ):
        assert line in shown
    assert "kept for emergencies" in browser.get("/people/accounts/").content.decode()
    step = next(one for one in browser.get("/set-up/").context["steps"] if one.url == HOME)
    assert step.is_done is False
