"""Answers that no honest provider gives: each is refused in clear words, and nobody is made or let in."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from coe_hub.people.models import User
from tests.cast import Cast
from tests.identity.company import BACK, SIGN_IN, question
from tests.identity.forger import CLIENT_ID, SECRET, Forger, running_forger

Forged = Callable[[Forger, str], str | None]
NOT_SIGNED = "Its answer is not signed by a key of its own."
FOR_ANOTHER = "Its answer is meant for another program."
OTHER_SIGN_IN = "Its answer belongs to another sign-in. Sign in again."
PAST = int(time.time()) - 3600


def says(**changes: Any) -> Forged:
    """Signed as it should be, but with other claims."""
    return lambda forger, nonce: forger.sign(forger.claims(nonce, **changes))


def signed(**how: Any) -> Forged:
    """The right claims, signed otherwise."""
    return lambda forger, nonce: forger.sign(forger.claims(nonce), **how)


def foreign(forger: Forger, nonce: str) -> str:
    """Signed by somebody else, who calls the key as the provider calls its own."""
    return forger.sign(forger.claims(nonce), key=forger.foreign_key)


def changed(forger: Forger, nonce: str) -> str:
    """Signed by the provider, and changed on the way."""
    head, _body, mark = forger.sign(forger.claims(nonce)).split(".")
    return ".".join([head, forger.sign(forger.claims(nonce, email="ada@hub.example")).split(".")[1], mark])


FORGED = {
    "wrong issuer": (says(iss="https://elsewhere.example"), "Its answer comes from somebody else."),
    "no issuer": (says(iss=None), NOT_SIGNED),
    "expired": (says(exp=PAST), "Its answer is too old. Sign in again."),
    "never expires": (says(exp=None), NOT_SIGNED),
    "replayed from another sign-in": (says(nonce="of another one"), OTHER_SIGN_IN),
    "without a nonce": (says(nonce=None), OTHER_SIGN_IN),
    "other audience": (says(aud="another program"), FOR_ANOTHER),
    "other audience beside us": (says(aud=[CLIENT_ID, "another program"]), FOR_ANOTHER),
    "asked for by another": (says(azp="another program"), FOR_ANOTHER),
    "unsigned": (signed(key="", algorithm="none"), NOT_SIGNED),
    "signed with our own secret": (signed(key=SECRET, algorithm="HS256"), NOT_SIGNED),
    "signed by somebody else": (foreign, NOT_SIGNED),
    "signed with an unknown key": (signed(kid="two"), NOT_SIGNED),
    "changed on the way": (changed, NOT_SIGNED),
    "no token": (lambda _forger, _nonce: None, "Its answer holds no id token."),
    "rubbish": (lambda _forger, _nonce: "a.b.c", NOT_SIGNED),
    "issued tomorrow": (says(iat=PAST + 90_000), NOT_SIGNED),
}  # fmt: skip


@pytest.fixture(scope="module")
def started() -> Iterator[Forger]:
    """One liar for all tests of this file."""
    with running_forger() as forger:
        yield forger


@pytest.fixture
def forger(started: Forger, settings: Any) -> Forger:
    """The hub takes it for the company's."""
    settings.IDENTITY_PROVIDERS = started.settings()
    started.described, started.userinfo, started.moved = {}, {}, ""
    return started


def come(forger: Forger, forged: Forged) -> tuple[Client, Any]:
    """Sign in, and be answered so."""
    browser = Client()
    asked = question(browser.post(SIGN_IN).context["address"])
    forger.id_token = forged(forger, asked["nonce"])
    return browser, browser.get(BACK, {"code": "c", "state": asked["state"]})


def test_an_honest_answer_is_taken(forger: Forger, cast: Cast) -> None:
    """Without this the refusals below would say nothing."""
    browser, answer = come(forger, says())
    assert (answer.status_code, browser.session["_auth_user_id"]) == (302, str(cast.stranger.pk))


@pytest.mark.parametrize("what", FORGED)
def test_forged_answers_are_refused(forger: Forger, cast: Cast, what: str) -> None:
    forged, why = FORGED[what]
    before = User.objects.count()
    browser, answer = come(forger, forged)
    assert (answer.status_code, answer.context["reason"]) == (403, why)
    assert ("_auth_user_id" in browser.session, User.objects.count(), SocialAccount.objects.count()) == (
        False,
        before,
        0,
    )


def test_entra_says_in_its_own_way_that_an_address_is_verified(forger: Forger, cast: Cast) -> None:
    """Microsoft Entra ID has no email_verified; with xms_edov it says that the tenant owns the domain."""
    _browser, answer = come(forger, says(email_verified=None, xms_edov="0"))
    assert answer.context["reason"].startswith("It has not verified your address")
    browser, _answer = come(forger, says(email_verified=None, xms_edov=True))
    assert browser.session["_auth_user_id"] == str(cast.stranger.pk)


def test_what_it_tells_beside_the_token_is_about_the_same_person(forger: Forger, cast: Cast) -> None:
    forger.userinfo = {"sub": "somebody else", "email": "ada@hub.example", "email_verified": True}
    _browser, answer = come(forger, says(email=None))
    assert answer.context["reason"] == "Its answers are about two people."


def test_a_description_of_somebody_else_is_refused(forger: Forger, cast: Cast) -> None:
    forger.described = {"issuer": "https://elsewhere.example"}
    answer = Client().post(SIGN_IN)
    assert answer.context["reason"].startswith("It calls itself by another name than the hub was told")
    forger.described = {"authorization_endpoint": None}
    assert Client().post(SIGN_IN).context["reason"] == "Its description is incomplete."
    forger.described, browser = {}, Client()
    asked = question(browser.post(SIGN_IN).context["address"])
    forger.described = {"issuer": "https://elsewhere.example"}
    answer = browser.get(BACK, {"code": "c", "state": asked["state"]})
    assert (answer.status_code, answer.context["reason"][:17]) == (403, "It calls itself b")


def test_who_gave_a_second_factor_to_the_company_is_not_asked_for_another(
    forger: Forger, cast: Cast, settings: Any
) -> None:
    settings.MFA_REQUIRED_ROLES = ["everybody"]

    def is_in(**claims: Any) -> bool:
        browser, _answer = come(forger, says(**claims))
        return browser.get("/").status_code == 200

    said = [{}, {"amr": ["pwd"]}, {"amr": ["pwd", "mfa"]}, {"acr": "phr"}, {"amr": {"mfa": 1}}]
    assert [is_in(**claims) for claims in said] == [False, False, True, False, False]
    settings.IDENTITY_PROVIDERS = tuple(replace(one, factors=("phr",)) for one in settings.IDENTITY_PROVIDERS)
    assert [is_in(**claims) for claims in said] == [False, False, False, True, False]

    # Nor for the one that they set up in the hub; who comes by a password is
    TOTP.activate(cast.stranger, generate_totp_secret())
    browser, answer = come(forger, says(acr="phr"))
    assert (answer.status_code, browser.get("/").status_code) == (302, 200)
    _browser, answer = come(forger, says())
    assert answer["Location"] == reverse("mfa_authenticate")


def test_a_provider_leads_the_hub_nowhere_else(forger: Forger, cast: Cast) -> None:
    browser = Client()
    asked = question(browser.post(SIGN_IN).context["address"])
    forger.id_token, forger.moved = forger.sign(forger.claims(asked["nonce"])), "/keys"
    answer = browser.get(BACK, {"code": "c", "state": asked["state"]})
    assert (answer.status_code, answer.context["reason"][:19]) == (403, "It does not answer.")
