"""An app and a passkey, as a person sets them up and uses them: a real browser with an authenticator of its own."""

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from coe_hub.people.models import User
from tests.browser.axe import violations
from tests.browser.steps import field, follow, press, see, told
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("words")]


def put_authenticator_in(page: Page) -> None:
    """As if the computer had a reader for fingerprints, and its owner a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.locator("input[type=email]").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    press(page, "Sign in")


def test_a_passkey_is_added_signs_in_alone_and_says_who_is_there(visit: Callable[..., Page]) -> None:
    admin = make_user("Ada Admin", roles=["admin"])
    page = visit(admin)
    put_authenticator_in(page)
    page.goto("/people/me/")
    page.locator(".panel-item").filter(has_text="Second factor").get_by_role("link").click()
    see(page, "Second factor")
    follow(page, "Add a passkey")
    assert violations(page, "add a passkey") == []
    field(page, "What you call it").fill("My laptop")
    press(page, "Add the passkey")
    see(page, "Recovery codes")
    told(page, "The passkey is added.")
    with page.expect_download() as download:
        follow(page, "Download them")
    codes = page.locator("#codes").input_value().split()
    assert download.value.path().read_text().split() == ["CoE", "Hub", *codes]
    assert violations(page, "recovery codes") == []

    # Without a password
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    press(page, "Sign in with a passkey")
    expect(page.locator("body[data-user]")).to_be_visible()

    # Beside the password, and later for what matters
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    give_password(page, admin)
    see(page, "One more step")
    press(page, "Use a passkey")
    expect(page.locator("body[data-user]")).to_be_visible()
    page.goto("/accounts/second-factor/webauthn/reauthenticate/?next=/people/me/tokens/new/")
    see(page, "Is it you?")
    press(page, "Use a passkey")
    see(page, "Make a token")

    page.goto("/accounts/second-factor/webauthn/")
    expect(page.get_by_role("row").filter(has_text="My laptop")).to_be_visible()
    follow(page, "Remove My laptop")
    press(page, "Remove")
    told(page, "The passkey is removed.")


def test_a_role_that_asks_for_a_factor_sets_up_an_app_and_goes_on(
    visit: Callable[..., Page], settings: SimpleNamespace
) -> None:
    settings.MFA_REQUIRED_ROLES = ["curator"]
    curator = make_user("Cora Curator", roles=["curator"])
    page = visit(java_script_enabled=False)
    page.goto("/toolkits/")
    page.locator("input[type=email]").fill(curator.email)
    page.locator("input[type=password]").fill(PASSWORD)
    press(page, "Sign in")
    see(page, "Second factor")
    follow(page, "Set up an app")
    secret = page.locator("code.key").inner_text()
    expect(page.locator("img.qr")).to_be_visible()
    field(page, "Code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page, "Set it up")
    see(page, "Recovery codes")
    follow(page, "Done")
    expect(page).to_have_url("/toolkits/")
