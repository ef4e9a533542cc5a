"""Getting in: by e-mail, by nobody else, and back in after the password is forgotten."""

import hashlib
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from coe_hub.demo_sign_ins import PASSWORD as PASSWORD_OF_DEMO
from coe_hub.demo_sign_ins import SIGN_INS
from coe_hub.people.accounts.passwords import is_listed
from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"
WRONG = ["The email address and/or password you specified are not correct."]
NEW = "a new and longer sentence"


@pytest.fixture
def member(db: None) -> User:
    return make_user("Aiko Nakamura", account={"language": "ja", "time_zone": "Asia/Tokyo"})


def sign_in(email: str, password: str = PASSWORD, client: Client | None = None) -> tuple[Client, object]:
    client = client or Client()
    return client, client.post(LOGIN, {"login": email, "password": password})


def who(client: Client) -> str | None:
    response = client.get("/")
    return response.context["request"].user.email if response.status_code == 200 else None


@pytest.mark.parametrize("typed", ["aiko@hub.example", "AIKO@Hub.Example", "  aiko@hub.example "])
def test_members_sign_in_by_email_whatever_its_case(typed: str, member: User) -> None:
    client, response = sign_in(typed)
    assert (response["Location"], who(client)) == ("/", member.email)


@pytest.mark.parametrize(("email", "password"), [("aiko@hub.example", "wrong"), ("nobody@hub.example", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(email: str, password: str, member: User) -> None:
    client, response = sign_in(email, password)
    assert response.context["form"].errors == {"__all__": WRONG}
    assert (response.context["form"]["login"].value(), who(client)) == (email, None)


@pytest.mark.parametrize(("is_demo", "shown"), [(True, [PASSWORD_OF_DEMO, *SIGN_INS]), (False, [])])
def test_a_demo_says_its_password_alone_in_its_line_and_who_may_come_in(
    is_demo: bool, shown: list[str], db: None
) -> None:
    with override_settings(HUB_DEMO=is_demo):
        page = Client().get(LOGIN).content.decode()
    below = page[page.find("</form>") :]
    lines = [unescape(line) for line in re.findall(r"<(?:code|li)>([^<]*)</(?:code|li)>", below)]
    assert (lines, f"{PASSWORD_OF_DEMO}:" in page) == (shown, False)


def test_a_switched_off_account_gets_in_no_more(member: User) -> None:
    inside, _response = sign_in(member.email)
    User.objects.update(is_active=False)
    outside, _response = sign_in(member.email)
    assert (who(inside), who(outside)) == (None, None)


def test_signing_in_leads_on_to_the_page_that_was_asked_for(member: User) -> None:
    client = Client()
    asked = client.get("/alliances/?mine=on")
    assert asked["Location"] == "/accounts/login/?next=/alliances/%3Fmine%3Don"
    done = client.post(asked["Location"], {"login": member.email, "password": PASSWORD, "next": "/alliances/?mine=on"})
    assert done["Location"] == "/alliances/?mine=on"


def test_signing_in_leads_to_no_other_site(member: User) -> None:
    done = Client().post(LOGIN, {"login": member.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert done["Location"] == "/"


def test_signing_out_ends_the_session(member: User) -> None:
    client, _response = sign_in(member.email)
    client.post("/accounts/logout/")
    assert who(client) is None


def test_a_fragment_asked_for_after_the_session_ended_sends_the_whole_page_to_sign_in(member: User) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/abc/"}
    response = Client().get("/alliances/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (401, "/accounts/login/?next=/people/abc/")


def test_guessing_a_password_is_stopped_after_five_tries(member: User) -> None:
    for _ in range(5):
        sign_in(member.email, "wrong")
    client, response = sign_in(member.email)
    assert (response.status_code, response["Retry-After"], who(client)) == (429, "300", None)
    assert reverse("account_reset_password") in response.content.decode()
    # V7 of the security findings: whoever guesses from elsewhere locks nobody out.
    at_home = Client(REMOTE_ADDR="203.0.113.9")
    assert who(sign_in(member.email, client=at_home)[0]) == member.email


def test_nobody_signs_up(db: None) -> None:
    client = Client()
    data = {"email": "new@hub.example", "password1": PASSWORD, "password2": PASSWORD}
    for response in (client.get("/accounts/signup/"), client.post("/accounts/signup/", data)):
        assert "account/signup_closed.html" in [one.name for one in response.templates]
    assert User.objects.count() == 0


def test_the_demo_password_opens_nothing_where_the_demo_is_off(member: User, settings: object) -> None:
    member.set_password(settings.DEMO_PASSWORD)
    member.save()
    got_in = {}
    for is_demo in (True, False):
        settings.HUB_DEMO = is_demo
        got_in[is_demo] = who(sign_in(member.email, settings.DEMO_PASSWORD)[0])
    assert got_in == {True: member.email, False: None}


# --- Forgotten password ------------------------------------------------------------------------------------------
@pytest.fixture
def ask(django_capture_on_commit_callbacks: Callable) -> Callable[[str], object]:
    """Ask for a new password, and let the worker send what there is to send."""

    def asked(email: str) -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return Client().post("/accounts/password/reset/", {"email": email})

    return asked


def link(body: str) -> str:
    return re.search(r"http://\S+?(/accounts/\S+)", body).group(1)


def test_a_forgotten_password_is_replaced_by_mail(member: User, ask: Callable[[str], object]) -> None:
    assert ask("AIKO@hub.example")["Location"] == reverse("account_reset_password_done")
    [message] = mail.outbox
    assert message.to == [member.email]
    client = Client()
    form_page = client.get(link(message.body))["Location"]
    client.post(form_page, {"password1": NEW, "password2": NEW})
    old, new = sign_in(member.email)[0], sign_in(member.email, NEW)[0]
    assert (who(old), who(new)) == (None, member.email)
    again = Client().get(link(message.body))
    assert (again.status_code, again.context["token_fail"]) == (200, True)


def test_the_mail_for_a_new_password_speaks_the_members_language_as_text_and_html(
    member: User, ask: Callable[[str], object]
) -> None:
    ask(member.email)
    [message] = mail.outbox
    with translation.override("ja"):
        asked = translation.gettext(
            "Somebody, most likely you, asked for a new password for your account. Choose it here:"
        )
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert not asked.isascii()
    assert asked in message.body
    assert link(message.body) == link(html.replace('"', " "))


def test_asking_for_an_unknown_address_looks_the_same_from_outside(member: User, ask: Callable[[str], object]) -> None:
    known, unknown = ask(member.email), ask("nobody@hub.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [link(one.body) for one in mail.outbox if one.to == [member.email]] != []
    assert [one.body for one in mail.outbox if one.to != [member.email] and "/password/reset/key/" in one.body] == []


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("short", "This password is too short. It must contain at least 10 characters."),
        ("1234567890", "This password is too common."),
        ("!Sunshine-2026", "This password is too common."),
        ("Alliance-Hub-2026!", "Choose another password: this one is easy to guess here."),
        (settings.DEMO_PASSWORD, "Choose another password: this one is known to everybody."),
    ],
)
def test_a_weak_new_password_is_refused(password: str, error: str, cast: Cast) -> None:
    client, _response = sign_in(cast.team.email)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    errors = client.post("/accounts/password/change/", data).context["form"].errors
    assert error in [one for found in errors.values() for one in found]
    assert who(sign_in(cast.team.email)[0]) == cast.team.email


def sha1(word: str) -> str:
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


def test_a_password_that_leaked_somewhere_is_found_in_the_companys_list(tmp_path: Path, settings: Any) -> None:
    """Lines of a hash and a count in the order of hashes, as Have I Been Pwned gives them out."""
    words = [f"word {number}" for number in range(300)]
    hashes = sorted(sha1(word) for word in words)
    listed = tmp_path / "leaked.txt"
    for end in ("\n", "\r\n"):
        listed.write_text("".join(f"{one}:{place}{end}" for place, one in enumerate(hashes)), newline="")
        assert [word for word in words if not is_listed(listed, word)] == []
        assert [word for word in words if is_listed(listed, word.upper())] == []
    listed.write_text("")
    assert is_listed(listed, words[0]) is False
    settings.BREACHED_PASSWORDS = ""
    validate_password("word 7 and more")
    settings.BREACHED_PASSWORDS = str(listed)
    listed.write_text(sha1("word 7 and more"))
    with pytest.raises(ValidationError, match="this one was stolen somewhere"):
        validate_password("word 7 and more")


def test_a_password_of_any_letters_is_changed_with_the_one_before_and_ends_other_sessions(cast: Cast) -> None:
    new = " Lang und 長い, 64 Zeichen und mehr; ÄÖÜ ß \t nothing is cut or folded of it! "
    here, there = sign_in(cast.team.email)[0], sign_in(cast.team.email)[0]
    data = {"oldpassword": "not this one", "password1": new, "password2": new}
    refused = here.post("/accounts/password/change/", data).context["form"].errors
    assert (list(refused), who(there)) == (["oldpassword"], cast.team.email)
    here.post("/accounts/password/change/", data | {"oldpassword": PASSWORD})
    assert (len(new) > 64, who(here), who(there)) == (True, cast.team.email, None)
    tried = [new.strip(), new.lower(), new[:64], new]
    assert [who(sign_in(cast.team.email, one)[0]) for one in tried] == [None, None, None, cast.team.email]


def test_signing_in_begins_another_session_and_both_ends_are_in_the_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client()
    browser.post("/preferences/", {"language": "en"})
    browser.session.save()
    sign_in(cast.team.email, "wrong", client=browser)
    browser.session["x"] = 1
    before = browser.session.session_key
    sign_in(cast.team.email, client=browser)
    assert (before == browser.session.session_key, who(browser)) == (False, cast.team.email)
    told = [one.getMessage() for one in caplog.records if one.name == "coe_hub.security"]
    assert told == [
        f"Nobody signed in as {cast.team.email}: wrong password, or no such account",
        f"Account {cast.team.pk} signed in by password",
    ]
