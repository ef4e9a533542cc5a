"""Signing in by the company: a certified provider on this machine, by real requests."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as hub
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from coe_hub.identity.group_roles import add_group_role, remove_group_role
from coe_hub.identity.models import DirectoryAccount
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.accounts.invitations import invite
from coe_hub.people.models import Invitation, Person, User
from tests.cast import Cast
from tests.factories import PASSWORD, make_person
from tests.identity.company import BACK, SIGN_IN, Company, question, running_company


@pytest.fixture(scope="module")
def started() -> Iterator[Company]:
    """One provider for all tests of this file."""
    with running_company(hub.HUB_URL) as company:
        yield company


@pytest.fixture
def company(started: Company, settings: Any) -> Company:
    """The hub lets people in by it."""
    settings.IDENTITY_PROVIDERS = started.settings()
    return started


def signed_in(browser: Client) -> str:
    """The address of whoever is signed in; empty for nobody."""
    found = User.objects.filter(pk=browser.session.get("_auth_user_id"))
    return found.values_list("email", flat=True).first() or ""


def refusal(answer: Any) -> str:
    """Why nobody came in."""
    assert answer.status_code == 403
    assert escape(answer.context["reason"]) in answer.content.decode()
    return answer.context["reason"]


def test_the_first_sign_in_opens_an_account_and_the_next_finds_it(company: Company, cast: Cast) -> None:
    company.knows("n1", "Nina Neu", email="Nina@HUB.example", locale="ja-JP", zoneinfo="Asia/Tokyo")
    browser = Client()
    shown = browser.get("/accounts/login/?next=/toolkits/").content.decode()
    assert ("Sign in with Kestrel ID" in shown, 'value="/toolkits/"' in shown) == (True, True)
    answer = company.sign_in(browser, "n1", next="/toolkits/")
    assert (answer.status_code, answer["Location"], signed_in(browser)) == (302, "/toolkits/", "nina@hub.example")
    made = User.objects.get(email="nina@hub.example")
    assert (made.language, made.time_zone, made.roles, made.has_usable_password()) == ("ja", "Asia/Tokyo", [], False)
    assert (made.person.family_name, made.person.email) == ("Neu", "nina@hub.example")
    assert (made.person.organisation, made.person.is_public) == (cast.admin.person.organisation, True)
    # A moment, which does not move when something is written into the session
    ends = browser.session.get_expiry_date()
    assert (ends == browser.session.get_expiry_date(), round((ends - timezone.now()).total_seconds() / 60)) == (
        True,
        720,
    )
    assert browser.get("/people/me/address/")["Location"] == "/people/me/"
    assert "あなたのメールアドレスとログインは会社が管理しています。" in browser.get("/people/me/").content.decode()
    # The provider's own name for a person counts from now on, not the address
    company.knows("n1", "Nina Neu", email="other@hub.example", email_verified=False)
    again = Client()
    company.sign_in(again, "n1")
    assert (signed_in(again), User.objects.filter(person__family_name="Neu").count()) == ("nina@hub.example", 1)


def test_who_is_there_already_is_found(company: Company, cast: Cast) -> None:
    asked = invite(
        person=make_person("Ivy Invited"), email="ivy@hub.example", roles=["curator"], language="ja", by=cast.admin
    )
    known = make_person("Kai Known", email="kai@hub.example")
    for login, name in (("s1", "Stan Stranger"), ("i1", "Ivy Invited"), ("k1", "Kai Known")):
        company.knows(login, name)
        company.sign_in(Client(), login)
    ivy, kai = User.objects.get(email="ivy@hub.example"), User.objects.get(email="kai@hub.example")
    assert (ivy.person, ivy.roles, ivy.language) == (asked.person, ["curator"], "ja")
    assert Invitation.objects.filter(accepted_at__isnull=True).count() == 0
    assert kai.person == known
    links = SocialAccount.objects.order_by("uid").values_list("uid", "user")
    assert list(links) == [("i1", ivy.pk), ("k1", kai.pk), ("s1", cast.stranger.pk)]
    assert (Person.objects.filter(family_name="Stranger").count(), cast.stranger.check_password(PASSWORD)) == (1, True)


def test_roles_follow_groups_and_those_given_by_hand_stay(company: Company, cast: Cast) -> None:
    row = add_group_role(group="CoE curators", role="curator")
    add_group_role(group="Alliance managers", role="alliance_manager")
    edit_account(account=cast.stranger, roles=["auditor"], is_active=True, by=cast.admin)
    company.knows("s1", "Stan Stranger", groups=["coe CURATORS", "Everybody"])

    def roles() -> list[str]:
        company.sign_in(Client(), "s1")
        cast.stranger.refresh_from_db()
        return cast.stranger.roles

    assert roles() == ["auditor", "curator"]
    company.knows("s1", "Stan Stranger", groups=["Alliance managers"])
    assert roles() == ["alliance_manager", "auditor"]
    company.knows("s1", "Stan Stranger", groups=[])
    assert roles() == ["auditor"]
    # The table changes: who is in the group feels it at once
    company.knows("s1", "Stan Stranger", groups=["CoE curators"])
    assert roles() == ["auditor", "curator"]
    remove_group_role(row=row)
    cast.stranger.refresh_from_db()
    assert cast.stranger.roles == ["auditor"]
    add_group_role(group="coe curators", role="auditor")
    edit_account(account=cast.stranger, roles=["auditor"], is_active=True, by=cast.admin)
    company.knows("s1", "Stan Stranger", groups=[])
    assert roles() == ["auditor"]


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email_verified": False}, "It has not verified your address nora@hub.example"),
        ({"email": None}, "It tells the hub no e-mail address."),
        ({"email": "nora@elsewhere.example"}, "Addresses such as nora@elsewhere.example are not signed in by it."),
    ],
)
def test_an_address_that_nobody_vouches_for_opens_nothing(
    company: Company, cast: Cast, claims: dict[str, Any], why: str
) -> None:
    company.knows("n2", "Nora Nobody", **claims)
    browser, before = Client(), User.objects.count()
    assert refusal(company.sign_in(browser, "n2")).startswith(why)
    assert (signed_in(browser), User.objects.count(), SocialAccount.objects.count()) == ("", before, 0)
    assert Person.objects.filter(family_name="Nobody").count() == 0


def test_a_closed_account_and_a_second_person_of_one_address_stay_out(company: Company, cast: Cast) -> None:
    company.knows("s1", "Stan Stranger")
    company.knows("s2", "Stan Stranger")
    browser = Client()
    company.sign_in(browser, "s1")
    assert refusal(company.sign_in(Client(), "s2")).startswith("stan@hub.example is the address of somebody else")
    edit_account(account=cast.stranger, roles=[], is_active=False, by=cast.admin)
    assert browser.get("/").status_code == 302
    assert refusal(company.sign_in(Client(), "s1")).startswith("Your account in the hub is closed.")


def test_who_left_the_group_of_those_who_may_come_is_closed(company: Company, cast: Cast, settings: Any) -> None:
    settings.IDENTITY_PROVIDERS = company.settings(group="Hub users")
    company.knows("s1", "Stan Stranger", groups=["Hub users"])
    browser = Client()
    company.sign_in(browser, "s1")
    assert signed_in(browser) == "stan@hub.example"
    company.knows("s1", "Stan Stranger", groups=["Somewhere else"])
    assert refusal(company.sign_in(Client(), "s1")).startswith("You are not in the group “Hub users”.")
    cast.stranger.refresh_from_db()
    closed = DirectoryAccount.objects.get(user=cast.stranger)
    assert (cast.stranger.is_active, closed.closed_at is not None) == (False, True)
    assert browser.get("/").status_code == 302


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(company: Company, cast: Cast) -> None:
    company.knows("s1", "Stan Stranger")
    browser, thief = Client(), Client()
    back = company.way_back(browser, "s1")
    thief.post(SIGN_IN)
    assert refusal(thief.get(back)).startswith("Its answer belongs to another sign-in")
    assert browser.get(back).status_code == 302
    assert refusal(browser.get(back)).startswith("Its answer belongs to another sign-in")
    # The same code in the browser's next sign-in, as if the state had been right
    state = question(Client.post(browser, SIGN_IN).context["address"])["state"]
    code = question(back)["code"]
    again = browser.get(BACK, {"code": code, "state": state})
    assert refusal(again).startswith("It does not accept the hub’s question.")


def test_the_question_has_pkce_and_a_nonce_and_nobody_adds_to_it(company: Company, cast: Cast) -> None:
    answer = Client().post(f"{SIGN_IN}?scope=admin&auth_params=prompt%3Dnone&process=connect", {"process": "connect"})
    asked = question(answer.context["address"])
    assert set(asked) == {
        "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope",
        "state",
    }  # fmt: skip
    assert (asked["code_challenge_method"], set(asked["scope"].split())) == (
        "S256", {"openid", "profile", "email", "groups"},
    )  # fmt: skip
    assert asked["redirect_uri"] == hub.HUB_URL + BACK


def test_cancelled_and_down_are_told_apart(company: Company, cast: Cast, settings: Any) -> None:
    browser = Client()
    state = question(browser.post(SIGN_IN).context["address"])["state"]
    cancelled = browser.get(BACK, {"error": "access_denied", "state": state})
    assert refusal(cancelled).startswith("You cancelled it, or you are not assigned to the hub there.")
    settings.IDENTITY_PROVIDERS = company.settings(issuer="http://127.0.0.1:9")
    assert refusal(browser.post(SIGN_IN)) == "It does not answer. Try again in a few minutes."
    assert browser.post("/accounts/company/unknown/").status_code == 404


def test_signing_out_tells_the_provider(company: Company, cast: Cast) -> None:
    company.knows("s1", "Stan Stranger")
    browser = Client()
    company.sign_in(browser, "s1")
    assert browser.post("/accounts/logout/")["Location"] == "/accounts/signed-out/"
    page = browser.get("/accounts/signed-out/")
    asked = question(page.context["address"])
    assert (signed_in(browser), page.context["address"].startswith(f"{company.issuer}/session/end?")) == ("", True)
    assert (asked["client_id"], asked["post_logout_redirect_uri"]) == ("hub", f"{hub.HUB_URL}/accounts/login/")
    assert asked["id_token_hint"].count(".") == 2
    assert browser.get("/accounts/signed-out/")["Location"] == "/accounts/login/"
    with_password = Client()
    with_password.post("/accounts/login/", {"login": "stan@hub.example", "password": PASSWORD})
    assert with_password.post("/accounts/logout/")["Location"] == "/accounts/login/"


def test_without_passwords_only_the_accounts_kept_for_emergencies_open_by_one(
    company: Company, cast: Cast, settings: Any, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    settings.PASSWORD_SIGN_IN, settings.BREAK_GLASS_ADMINS = False, ["ada@hub.example"]
    page = Client().get("/accounts/login/").content.decode()
    assert ("Emergency sign-in for admins" in page, "Sign in with Kestrel ID" in page) == (True, True)
    for email, opened in (("stan@hub.example", ""), ("ada@hub.example", "ada@hub.example")):
        browser = Client()
        browser.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert signed_in(browser) == opened
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/accounts/password/reset/", {"email": email})
    assert [one.to for one in mailoutbox] == [["ada@hub.example"]]
