"""The way in: an admin invites, a mail arrives, a password is chosen, and the link is spent."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from coe_hub.people.models import Invitation, Person, User
from tests.cast import Cast
from tests.factories import PASSWORD, make_person

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def person(cast: Cast) -> Person:
    return make_person("Aiko Nakamura", email="aiko@hub.example")


@pytest.fixture
def invite(
    cast: Cast, person: Person, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Callable
) -> Callable[..., object]:
    """Invite the person on the page, and let the worker send the mail."""

    def invited(**changes: object) -> object:
        data = {"email": "aiko@hub.example", "language": "en"} | changes
        with django_capture_on_commit_callbacks(execute=True):
            return sign_in(cast.admin).post(reverse("invitation_create", args=[person.public_id]), data)

    return invited


def link(message: object) -> str:
    return re.search(r"http://[^/]+(/people/invitation/\S+)", message.body).group(1)


def test_an_invitation_leads_from_the_mail_into_the_hub(invite: Callable[..., object], person: Person) -> None:
    response = invite(roles=["curator", "committee"], reason="runs the desk")
    assert response["Location"] == reverse("account_list")
    [message] = mail.outbox
    assert message.to == ["aiko@hub.example"]
    visitor = Client()
    form = visitor.get(link(message)).context["form"]
    assert form["time_zone"].value() == "UTC"
    done = visitor.post(link(message), {"password": PASSWORD, "time_zone": "Asia/Tokyo"})
    assert done["Location"] == "/"
    user = User.objects.get(person=person)
    assert (user.email, user.roles, user.language, user.time_zone, user.is_active) == (
        "aiko@hub.example",
        ["committee", "curator"],
        "en",
        "Asia/Tokyo",
        True,
    )
    assert visitor.get("/").context["request"].user == user
    assert Client().post("/accounts/login/", {"login": "aiko@hub.example", "password": PASSWORD})["Location"] == "/"
    spent = Client().get(link(message))
    assert (spent.status_code, spent.templates[0].name) == (410, "people/invitation_expired.html")


def test_the_mail_speaks_the_language_of_the_invitation(invite: Callable[..., object]) -> None:
    invite(language="ja")
    [message] = mail.outbox
    assert not message.subject.isascii()
    [(html, kind)] = message.alternatives
    assert (kind, 'lang="ja"' in html, link(message) in html) == ("text/html", True, True)


def test_the_database_keeps_no_token(invite: Callable[..., object]) -> None:
    invite()
    token = link(mail.outbox[0]).rstrip("/").rsplit("/", 1)[1]
    stored = Invitation.objects.values().get()
    assert token not in repr(stored)
    assert token not in repr(list(Invitation.pgh_event_model.objects.values()))


def test_a_second_invitation_takes_the_place_of_the_first(invite: Callable[..., object]) -> None:
    invite()
    invite(email="a.nakamura@hub.example")
    first, second = mail.outbox
    assert [Client().get(link(one)).status_code for one in (first, second)] == [410, 200]
    assert Invitation.objects.get().email == "a.nakamura@hub.example"


def test_an_invitation_is_good_for_two_weeks(invite: Callable[..., object]) -> None:
    with time_machine.travel(NOON, tick=False):
        invite()
    answers = {}
    for days in (13, 14):
        with time_machine.travel(NOON + timedelta(days), tick=False):
            answers[days] = Client().get(link(mail.outbox[0])).status_code
    assert answers == {13: 200, 14: 410}


def test_opening_the_link_changes_nothing(invite: Callable[..., object], person: Person) -> None:
    invite()
    visitor = Client()
    assert [visitor.get(link(mail.outbox[0])).status_code for _ in range(3)] == [200, 200, 200]
    assert (Invitation.objects.get().accepted_at, User.objects.filter(person=person).exists()) == (None, False)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"password": "short"}, {"password": ["This password is too short. It must contain at least 10 characters."]}),
        ({"time_zone": "Mars/Base"}, {"time_zone": ["Choose a time zone such as Asia/Tokyo or Europe/Berlin."]}),
        ({"password": ""}, {"password": ["This field is required."]}),
        ({"password": "nakamura nakamura\x00"}, {"password": ["Null characters are not allowed."]}),
    ],
)
def test_a_password_that_is_refused_leaves_the_invitation_open(
    changes: dict[str, str], errors: dict[str, list[str]], invite: Callable[..., object], person: Person
) -> None:
    invite()
    visitor = Client()
    data = {"password": PASSWORD, "time_zone": "Asia/Tokyo"} | changes
    assert visitor.post(link(mail.outbox[0]), data).context["form"].errors == errors
    assert not User.objects.filter(person=person).exists()
    assert visitor.get(link(mail.outbox[0])).status_code == 200


def test_an_address_that_has_an_account_is_not_invited_again(invite: Callable[..., object], cast: Cast) -> None:
    form = invite(email=cast.team.email.upper()).context["form"]
    assert form.errors == {"email": ["There is an account with this e-mail already."]}
    assert (len(mail.outbox), Invitation.objects.count()) == (0, 0)


def test_a_person_who_has_an_account_is_not_invited_again(cast: Cast, sign_in: Callable[..., Client]) -> None:
    address = reverse("invitation_create", args=[cast.team.person.public_id])
    form = sign_in(cast.admin).post(address, {"email": "other@hub.example", "language": "en"}).context["form"]
    assert form.errors == {"__all__": ["This person has an account already."]}
    assert Invitation.objects.count() == 0


def test_an_address_taken_meanwhile_is_told_and_the_invitation_stays_open(
    invite: Callable[..., object], cast: Cast, person: Person
) -> None:
    invite()
    User.objects.filter(pk=cast.team.pk).update(email="AIKO@hub.example")
    response = Client().post(link(mail.outbox[0]), {"password": PASSWORD, "time_zone": "UTC"})
    assert response.context["form"].errors == {"__all__": ["There is an account with this e-mail already."]}
    assert (Invitation.objects.get().accepted_at, User.objects.filter(person=person).exists()) == (None, False)


def test_bad_input_is_told_at_its_field(invite: Callable[..., object]) -> None:
    choice = "Select a valid choice. {} is not one of the available choices."
    form = invite(email="aiko at", roles=["king"], language="xx").context["form"]
    assert form.errors == {
        "email": ["Enter a valid email address."],
        "roles": [choice.format("king")],
        "language": [choice.format("xx")],
    }
    assert form["email"].value() == "aiko at"
