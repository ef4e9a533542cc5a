"""Second factors: set up, asked for at sign-in, required of roles, lost and taken away."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows that has this secret, so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set up an app; its secret, and the recovery codes that are shown once."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    return secret, answer.context["unused_codes"]


def come_in(user: User, code: str = "", client: Client | None = None) -> tuple[Client, object]:
    """Sign in with the password and, where it is asked for, this code."""
    client = client or Client()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    if code:
        assert answer["Location"] == reverse("mfa_authenticate")
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
    return client, answer


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def age(client: Client) -> None:
    """As if the sign-in was an hour ago."""
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 3600
    session.save()


def test_an_app_is_set_up_asked_for_and_taken_away(
    cast: Cast, django_capture_on_commit_callbacks: Callable, settings: object
) -> None:
    client, answer = come_in(cast.team)
    assert (answer["Location"], is_in(client)) == ("/", True)
    page = client.get(reverse("mfa_activate_totp"))
    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert refused.context["form"].errors == {"code": ["Incorrect code."]}
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = set_up(client)
    assert len(codes) == 10
    [told] = [one for one in mail.outbox if "changed" in one.subject]
    assert (told.to, "An authenticator app was set up." in told.body) == ([cast.team.email], True)

    # Shown once: the page has a file to download, and shows nothing the next time.
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert (again.context["can_view_codes"], client.get(reverse("mfa_download_recovery_codes")).status_code) == (
        False,
        403,
    )
    # Nothing that is kept gives a code away.
    kept = " ".join(str(one.data) for one in Authenticator.objects.filter(user=cast.team))
    assert [secret in kept, *(code in kept for code in codes)] == [False] * 11

    outside, answer = come_in(cast.team)
    assert (answer["Location"], is_in(outside)) == (reverse("mfa_authenticate"), False)
    wrong = outside.post(reverse("mfa_authenticate"), {"code": "123"})
    assert (wrong.context["form"].errors, is_in(outside)) == ({"code": ["Incorrect code."]}, False)
    inside, _answer = come_in(cast.team, code_of(secret, 1))
    replayed, _answer = come_in(cast.team, code_of(secret, 1))
    recovered, _answer = come_in(cast.team, codes[3])
    spent, _answer = come_in(cast.team, codes[3])
    assert [is_in(one) for one in (inside, replayed, recovered, spent)] == [True, False, True, False]

    assert "9 codes are left." in client.get(reverse("mfa_index")).content.decode()
    client.post(reverse("mfa_generate_recovery_codes"))
    assert is_in(come_in(cast.team, codes[5])[0]) is False
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=cast.team).count() == 0
    assert is_in(come_in(cast.team)[0]) is True


def test_a_role_that_asks_for_a_factor_leads_to_setting_one_up_and_back(
    cast: Cast, settings: object, sign_in: Callable[..., Client]
) -> None:
    settings.MFA_REQUIRED_ROLES = ["admin"]
    client, member = sign_in(cast.admin), sign_in(cast.team)
    led = client.get("/people/accounts/?page=1")
    fragment = client.get("/alliances/", headers={"HX-Request": "true"})
    sent = client.post(
        f"/people/accounts/{cast.team.person.public_id}/", {"roles": ["admin"]},
        headers={"Referer": "http://testserver/people/accounts/"},
    )  # fmt: skip
    assert (led.status_code, led["Location"]) == (302, reverse("mfa_index"))
    assert (fragment.status_code, fragment["HX-Redirect"]) == (401, reverse("mfa_index"))
    assert (sent["Location"], User.objects.get(pk=cast.team.pk).roles) == (reverse("mfa_index"), [])
    assert "Set up an app or a passkey now" in client.get(reverse("mfa_index")).content.decode()
    assert is_in(member) is True

    set_up(client)
    page = client.get(reverse("mfa_index")).content.decode()
    assert re.findall(r'href="([^"]+)">Go on to where you were', page) == ["http://testserver/people/accounts/"]
    assert client.get("/people/accounts/").status_code == 200
    assert "Go on to where you were" not in client.get(reverse("mfa_index")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/")["Location"] == reverse("mfa_index")
    assert client.post("/accounts/logout/")["Location"] == LOGIN


def test_a_code_is_good_once_for_as_long_as_it_is_taken(cast: Cast, time_machine: object) -> None:
    """The code before this one and the one after it are taken; none of them twice."""
    at = timezone.now()
    time_machine.move_to(at, tick=False)
    client, _answer = come_in(cast.team)
    secret, _codes = set_up(client)
    code = code_of(secret, 1)
    first, _answer = come_in(cast.team, code)
    time_machine.move_to(at + timezone.timedelta(seconds=31), tick=False)
    second, _answer = come_in(cast.team, f"{code[:3]}-{code[3:]}")
    assert [is_in(first), is_in(second)] == [True, False]


def test_factors_are_changed_by_who_is_there_and_a_new_password_goes_round_none(
    cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    client, _answer = come_in(cast.team)
    secret, _codes = set_up(client)
    age(client)
    asked = [client.get(reverse(name)).status_code for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes")]
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/accounts/password/reset/", {"email": cast.team.email})
    [link] = [
        found
        for one in mail.outbox
        for found in re.findall(r"http://[^/]+(/accounts/password/reset/key/\S+)", one.body)
    ]
    other, new = Client(), "a new and longer sentence"
    other.post(other.get(link)["Location"], {"password1": new, "password2": new})
    answer = other.post(LOGIN, {"login": cast.team.email, "password": new})
    assert (asked, answer["Location"], is_in(other)) == ([302, 302], reverse("mfa_authenticate"), False)
    other.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)})
    assert is_in(other) is True


def test_everybody_may_be_asked_for_a_factor(cast: Cast, settings: object, sign_in: Callable[..., Client]) -> None:
    settings.MFA_REQUIRED_ROLES = ["everybody"]
    assert sign_in(cast.stranger).get("/people/")["Location"] == reverse("mfa_index")


def test_a_lost_factor_is_taken_away_with_a_reason_a_mail_and_a_line_of_history(
    cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Callable
) -> None:
    theirs, _answer = come_in(cast.team)
    set_up(theirs)
    admin = sign_in(cast.admin)
    address = reverse("factor_reset", args=[cast.team.person.public_id])
    edit = reverse("account_edit", args=[cast.team.person.public_id])
    assert address in admin.get(edit).content.decode()
    assert admin.post(address, {"reason": ""}).context["form"].errors == {"reason": ["This field is required."]}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        done = admin.post(address, {"reason": "Telephone lost, called back"})
    assert (done["Location"], is_in(theirs)) == (edit, False)
    [told] = mail.outbox
    assert (told.to, told.subject) == ([cast.team.email], "Your second factor was taken away")
    assert "Telephone lost, called back" in told.body
    assert is_in(come_in(cast.team)[0]) is True
    history = admin.get(reverse("person_detail", args=[cast.team.person.public_id]))
    assert history.status_code == 200
    gone = admin.post(address, {"reason": "Once more"}).context["form"].errors
    assert gone == {"__all__": ["There is no second factor to take away."]}
    assert sign_in(cast.lead).get(address).status_code == 403


def test_what_matters_asks_who_is_there_and_loses_nothing(cast: Cast, sign_in: Callable[..., Client]) -> None:
    client = sign_in(cast.admin)
    address = reverse("account_edit", args=[cast.team.person.public_id])
    age(client)
    asked = client.get(f"{address}?from=list")
    assert asked["Location"] == f"/accounts/reauthenticate/?next={address.replace('/', '%2F')}%3Ffrom%3Dlist"
    # A form that was open for an hour
    sent = client.post(
        f"{address}?from=list", {"roles": ["curator", "auditor"], "is_active": "on", "reason": "New work"}
    )
    assert User.objects.get(pk=cast.team.pk).roles == []
    wrong = client.post(sent["Location"], {"password": "wrong", "next": address})
    assert wrong.context["form"].errors == {"password": ["Incorrect password."]}
    done = client.post(sent["Location"], {"password": PASSWORD, "next": address})
    assert (done["Location"], User.objects.get(pk=cast.team.pk).roles) == (
        reverse("account_list"),
        ["auditor", "curator"],
    )
    assert client.get(address).status_code == 200  # for a while nothing is asked


def test_tokens_and_archives_ask_who_is_there(
    cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Callable
) -> None:
    client = sign_in(cast.lead)
    address, tokens = reverse("export_list"), reverse("token_create")
    with django_capture_on_commit_callbacks(execute=True):
        archive = client.post(address, {"kind": "own"})["Location"]
    before = client.get(f"{archive}file/").status_code
    age(client)
    asked = [client.get(address), client.get(tokens), client.post(address, {"kind": "own"})]
    assert (before, [one.status_code for one in asked]) == (200, [200, 302, 302])
    page = {"Referer": f"http://testserver{archive}"}
    file = client.get(f"{archive}file/", headers=page)
    assert client.get(file["Location"]).context["redirect_field_value"] == f"http://testserver{archive}"
    # What was sent before is done once they have said who they are.
    sent = client.post(asked[2]["Location"], {"password": PASSWORD, "next": address})
    assert (sent.status_code, re.sub("[0-9a-z]{10}/", "", sent["Location"])) == (302, address)
    assert client.get(tokens).status_code == 200


def test_what_is_kept_of_people_and_forgetting_them_ask_who_is_there(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    client, of = sign_in(cast.admin), [cast.team.person.public_id]
    pages = [reverse("retention_edit"), *(reverse(name, args=of) for name in ("person_forget", "person_export"))]
    before = [client.get(page).status_code for page in pages]
    age(client)
    assert (before, [client.get(page).status_code for page in pages]) == ([200] * 3, [302] * 3)


def test_a_factor_says_who_is_there_as_well(cast: Cast) -> None:
    client, _answer = come_in(cast.admin)
    secret, _codes = set_up(client)
    age(client)
    address = reverse("factor_reset", args=[cast.team.person.public_id])
    asked = client.get(address)["Location"]
    ways = [one["url"] for one in client.get(asked).context["reauthentication_alternatives"]]
    assert ways == [f"/accounts/second-factor/reauthenticate/?next={address.replace('/', '%2F')}"]
    done = client.post(ways[0], {"code": code_of(secret, 1), "next": address})
    assert (done["Location"], client.get(address).status_code) == (address, 200)


# --- Where somebody is signed in ------------------------------------------------------------------------------------
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.5 Mobile/15E148 Safari/604.1"
)


def browser(agent: str, address: str) -> Client:
    return Client(headers={"user-agent": agent}, REMOTE_ADDR=address)


def test_sessions_are_listed_in_words_and_ended_one_by_one_or_all(cast: Cast) -> None:
    here, _answer = come_in(cast.team, client=browser(FIREFOX, "203.0.113.77"))
    phone, _answer = come_in(cast.team, client=browser(PHONE, "2001:db8:12:34::9"))
    third, _answer = come_in(cast.team)
    page = here.get(reverse("session_list"))
    shown = [(row["device"], row["address"], row["is_here"]) for row in page.context["sessions"]]
    assert shown[0] == ("Firefox on Windows", "203.0.113.…", True)
    assert sorted(shown[1:]) == [
        ("Another program", "127.0.0.…", False),
        ("Safari on iPhone", "2001:db8:12::…", False),
    ]
    assert "203.0.113.77" not in page.content.decode()
    [of_phone] = [row["pk"] for row in page.context["sessions"] if "iPhone" in row["device"]]
    strangers, _answer = come_in(cast.stranger)
    assert strangers.post(reverse("session_end", args=[of_phone])).status_code == 404
    here.post(reverse("session_end", args=[of_phone]))
    assert [is_in(one) for one in (here, phone, third)] == [True, False, True]
    here.post(reverse("other_sessions_end"))
    assert [is_in(one) for one in (here, phone, third)] == [True, False, False]
    assert len(here.get(reverse("session_list")).context["sessions"]) == 1
    # Whoever sits down at a browser that was left open ends none of the owner's
    age(here)
    fourth, _answer = come_in(cast.team)
    asked = here.post(reverse("other_sessions_end"))["Location"]
    before = is_in(fourth)
    here.post(asked, {"password": PASSWORD, "next": reverse("other_sessions_end")})
    assert (asked.startswith("/accounts/reauthenticate/"), before, is_in(fourth)) == (True, True, False)
    assert is_in(come_in(cast.team)[0]) is True


def test_a_request_writes_no_session_and_use_is_noted_by_the_quarter_of_an_hour(
    cast: Cast, time_machine: object
) -> None:
    at = timezone.now()
    time_machine.move_to(at)
    client, _answer = come_in(cast.team)
    client.get("/")
    noted = lambda: client.get(reverse("session_list")).context["sessions"][0]["last_used"]  # noqa: E731
    first = noted()
    time_machine.move_to(at + timezone.timedelta(minutes=14))
    second = noted()
    time_machine.move_to(at + timezone.timedelta(minutes=16))
    third = noted()
    assert (second == first, third > first) == (True, True)


@pytest.mark.parametrize(("limits", "is_open"), [
    ({"SESSION_HOURS": 72}, [True, True, True, False]),
    ({"SESSION_IDLE_HOURS": 21}, [True, True, True, True]),
    ({"SESSION_IDLE_HOURS": 19}, [False, False, False, False]),
])  # fmt: skip
def test_a_session_ends_by_its_age_and_when_it_lies_unused(
    limits: dict, is_open: list, cast: Cast, settings: object, time_machine: object
) -> None:
    """Used every twenty hours."""
    at = timezone.now()
    time_machine.move_to(at)
    for name, hours in limits.items():
        setattr(settings, name, hours)
    client, _answer = come_in(cast.team)
    found = []
    for times in range(1, 5):
        time_machine.move_to(at + timezone.timedelta(hours=20 * times))
        found.append(is_in(client))
    assert found == is_open


def test_a_new_browser_is_told_of_once_in_the_members_language(
    cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    User.objects.filter(pk=cast.team.pk).update(language="ja", time_zone="Asia/Tokyo", last_login=None)
    User.objects.filter(pk=cast.lead.pk).update(last_login=timezone.now())
    known = browser(FIREFOX, "203.0.113.77")
    with django_capture_on_commit_callbacks(execute=True):
        come_in(cast.team, client=known)  # for the first time ever
        known.post("/accounts/logout/")
        come_in(cast.team, client=known)
    assert mail.outbox == []
    other = browser(PHONE, "198.51.100.4")
    with django_capture_on_commit_callbacks(execute=True):
        come_in(cast.team, client=other)
        other.post("/accounts/logout/")
        come_in(cast.team, client=other)
        known.post("/accounts/logout/")
        come_in(cast.lead, client=known)
    [told, of_lead] = mail.outbox
    assert (told.to, of_lead.to) == ([cast.team.email], [cast.lead.email])
    assert of_lead.subject == "You signed in on a new device"
    assert ("198.51.100.…" in told.body, "iPhone" in told.body, told.subject.isascii()) == (True, True, False)


def test_a_closed_account_opened_again_has_none_of_its_old_sessions(cast: Cast, sign_in: Callable) -> None:
    """V8 of the security findings."""
    inside, admin = sign_in(cast.curator), sign_in(cast.admin)
    admin.post(reverse("account_close", args=[cast.curator.person.public_id]), {"reason": "left"})
    answer = is_in(inside)
    edit = reverse("account_edit", args=[cast.curator.person.public_id])
    admin.post(edit, {"roles": ["curator"], "is_active": "on"})
    assert (answer, is_in(inside), is_in(come_in(cast.curator)[0])) == (False, False, True)
