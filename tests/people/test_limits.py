"""How often one person and one place may do something, and that nobody finds out who has an account."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from alliances.core.models import Alliance
from coe_hub.api.actions import make_token
from coe_hub.lib.limits import _limits, count_use
from coe_hub.lib.tokens import token_hash
from coe_hub.people.accounts.invitations import accept
from coe_hub.people.accounts.invitations import invite as invite_person
from coe_hub.people.models import Invitation, User
from tests.architecture import urls
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import PASSWORD, SINCE, make_person

HX = {"HX-Request": "true"}


def invite(client: Client) -> Any:
    person = make_person("Ida Invited")
    return client.post(reverse("invitation_create", args=[person.public_id]), {"email": "", "language": "en"})


ASKED: dict[str, Callable[[Client, Alliance], Any]] = {
    "search": lambda client, _alliance: client.get("/search/?q=kestrel"),
    "export": lambda client, _alliance: client.get("/alliances/?format=csv"),
    "upload": lambda client, alliance: client.post(
        reverse("attachment_create", args=["alliance", alliance.public_id]), {"uploads": pdf()}
    ),
    "invitation": lambda client, _alliance: invite(client),
    "reset": lambda _client, _alliance: Client().post("/accounts/password/reset/", {"email": "x@hub.example"}),
    "sign_in": lambda _client, _alliance: Client().post("/accounts/login/", {"login": "x@x.example", "password": "x"}),
    "partner_link": lambda _client, _alliance: Client().post("/p/"),
}


@pytest.mark.parametrize("action", list(ASKED))
def test_each_action_is_answered_429_once_it_was_done_too_often(
    action: str, cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {action: "2/10m/person,2/10m/address"}
    clients = [sign_in(cast.admin) for _ in range(3)]  # the same person in three browsers
    answers = [ASKED[action](client, alliance) for client in clients]
    kinds = [one.status_code == 429 for one in answers]
    assert (kinds, answers[-1]["Retry-After"]) == ([False, False, True], "600")
    assert "Wait 10 minutes, then try again." in answers[-1].content.decode()


def test_limits_count_persons_and_addresses_each_for_itself(
    cast: Cast, sign_in: Callable[..., Client], settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"search": "1/m/person,3/m/address"}

    def asked(user: User, address: str) -> int:
        return sign_in(user).get("/search/?q=x", REMOTE_ADDR=address).status_code

    at_one = [asked(user, "203.0.113.7") for user in (cast.lead, cast.lead, cast.team, cast.viewer, cast.manager)]
    assert at_one == [200, 429, 200, 200, 429]
    assert [asked(cast.manager, "203.0.113.8"), asked(cast.lead, "203.0.113.8")] == [200, 429]
    v6 = [asked(user, f"2001:db8:1:2::{user.pk}") for user in (cast.admin, cast.curator, cast.auditor, cast.stranger)]
    assert v6 == [200, 200, 200, 429]


@pytest.mark.parametrize(("proxies", "counted"), [(0, "10.0.0.9"), (1, "203.0.113.5"), (2, "198.51.100.7")])
def test_an_address_is_what_our_own_proxies_say(proxies: int, counted: str, settings: Any) -> None:
    """Whatever the visitor sends stands before what the proxies add, and is not believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    told = {"X-Forwarded-For": "1.2.3.4, 198.51.100.7, 203.0.113.5", "X-Real-IP": "1.2.3.4"}
    settings.LIMITS = {"sign_in": "1/m/address"}
    count_use(RequestFactory().get("/", headers=told, REMOTE_ADDR="10.0.0.9"), "sign_in")
    seen = {one for one in ("10.0.0.9", "203.0.113.5", "198.51.100.7", "1.2.3.4") if _is_counted(one)}
    assert seen == {counted}


def _is_counted(address: str) -> bool:
    [(_per, limit)] = _limits("sign_in", "1/m/address")
    return limit.is_reached(address)


def test_the_answer_speaks_the_readers_language_and_is_a_sentence_for_a_part_of_a_page(
    cast: Cast, sign_in: Callable[..., Client], settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"search": "0/m/person"}
    User.objects.filter(pk=cast.team.pk).update(language="ja")
    client = sign_in(cast.team)
    page, part = client.get("/search/?q=x"), client.get("/search/?q=x", headers=HX)
    with translation.override("ja"):
        title = translation.gettext("Too many requests in a short time")
    assert (title in page.content.decode(), title.isascii(), page.templates[0].name) == (True, False, "429.html")
    assert (part.status_code, part["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert "<" not in part.content.decode()


def test_programs_get_a_problem(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"api": "1/m/address"}
    _token, text = make_token(user=cast.lead, name="Sheet", scope="read", expires_on=SINCE.replace(year=2099))
    answers = [Client().get("/api/v1/alliances/", headers={"Authorization": f"Bearer {text}"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 429]
    assert (answers[1]["Content-Type"], answers[1]["Retry-After"]) == ("application/problem+json", "60")


def test_the_settings_are_read_and_name_every_limit(settings: Any) -> None:
    used = {getattr(one.callback, "is_limited_as", None) for one in urls.patterns()} - {None}
    assert used == {"search", "export", "upload", "invitation", "partner_link"}
    assert set(settings.LIMITS) == used | {"sign_in", "reset", "api"}
    assert [len(_limits(name, text)) > 0 for name, text in settings.LIMITS.items()] == [True] * len(settings.LIMITS)
    assert _limits("search", "") == []
    with pytest.raises(ValueError, match="search: '3/w/person' is no limit"):
        _limits("search", "3/w/person")


# --- Who has an account ---------------------------------------------------------------------------------------------
class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed: where that is the same, so is the time."""

    times = 0

    def encode(self, password: str, salt: str) -> str:
        """As ever."""
        CountingHasher.times += 1
        return super().encode(password, salt)


def told(response: Any, typed: str) -> tuple[object, ...]:
    """What somebody outside sees, but for what they typed and what differs by the request."""
    text = re.sub(r'value="[^"]{60,}"|\{"x-csrftoken[^}]*\}', "", response.content.decode()).replace(typed, "…")
    return response.status_code, response.headers.get("Location"), text


@pytest.mark.parametrize("place", ["sign-in", "reset"])
def test_known_unknown_and_closed_accounts_get_the_same_answer_mails_and_work(
    place: str, cast: Cast, settings: Any, django_capture_on_commit_callbacks: Callable
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)
    without = cast.manager
    without.set_unusable_password()
    without.save()
    for user in (cast.team, cast.viewer):
        user.set_password(PASSWORD)
        user.save()
    seen = []
    for email in (cast.team.email, "nobody@hub.example", cast.viewer.email, without.email):
        CountingHasher.times = 0
        mail.outbox.clear()
        client = Client()
        with django_capture_on_commit_callbacks(execute=True):
            if place == "sign-in":
                answer = client.post("/accounts/login/", {"login": email, "password": "not this one"})
            else:
                answer = client.post("/accounts/password/reset/", {"email": email})
        seen.append((told(answer, email), [one.to == [email] for one in mail.outbox], CountingHasher.times))
    assert [one == seen[0] for one in seen] == [True] * 4
    assert [mails for _told, mails, _times in seen] == [[True] if place == "reset" else []] * 4
    assert [times for _told, _mails, times in seen] == [1 if place == "sign-in" else 0] * 4


def test_an_unknown_address_is_written_to_once_a_day_and_a_known_one_five_times_an_hour(
    cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    """V11 of the security findings: nobody's mailbox is filled, and the answer stays the same."""
    for email, most in (("nobody@hub.example", 1), (cast.team.email, 5)):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answers = {Client().post("/accounts/password/reset/", {"email": email})["Location"] for _ in range(7)}
        assert (answers, len(mail.outbox)) == ({reverse("account_reset_password_done")}, most)


def test_invitations_that_never_were_ran_out_or_were_used_are_told_alike(cast: Cast) -> None:
    sent = {"roles": [], "language": "en", "by": cast.admin}
    spent = invite_person(person=make_person("Sue Spent"), email="sue@x.example", **sent)
    accept(invitation=spent, password=PASSWORD, time_zone="UTC")
    late = invite_person(person=make_person("Lea Late"), email="lea@x.example", **sent)
    past = {"created_at": spent.created_at.replace(year=2020), "expires_at": spent.created_at.replace(year=2021)}
    for invitation, token in ((spent, "spent"), (late, "late")):
        Invitation.objects.filter(pk=invitation.pk).update(token_hash=token_hash(token), **past)
    pages = [told(Client().get(f"/people/invitation/{token}/"), token) for token in ("never", "spent", "late")]
    assert pages == [pages[0]] * 3
    assert pages[0][0] == 410
