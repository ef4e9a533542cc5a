"""The address of an account: one for signing in and for mails, changed by its owner or an admin."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coe_hub.people.directory.actions import create_person
from coe_hub.people.models import Person, User
from tests.alliances.data import as_opened
from tests.cast import Cast
from tests.factories import PASSWORD, make_person

CHANGE = "/people/me/address/"
NEW = "stan@new.example"


@pytest.fixture
def me(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.stranger)


def addresses(user: User) -> tuple[str, str, list[tuple[str, bool, bool]]]:
    """Where the account signs in, where its person is written to, and what allauth knows."""
    user = User.objects.select_related("person").get(pk=user.pk)
    known = list(user.emailaddress_set.values_list("email", "verified", "primary"))  # type: ignore[attr-defined]
    return user.email, user.person.email, known


def ask(client: Client, commit: Callable, **data: str) -> object:
    with commit(execute=True):
        return client.post(CHANGE, {"email": NEW, "password": PASSWORD} | data)


def link(message: object) -> str:
    return re.search(r"http://[^/]+(/people/me/address/\S+)", message.body).group(1)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Callable) -> Callable:
    return django_capture_on_commit_callbacks


def test_account_email_of_allauth_leads_to_our_page(me: Client) -> None:
    assert me.get(reverse("account_email"))["Location"] == CHANGE


def test_account_and_contact_address_are_one(cast: Cast) -> None:
    old = "stan@hub.example"
    assert addresses(cast.stranger) == (old, old, [(old, True, True)])


def test_a_member_changes_the_own_address_by_a_link_to_the_new_one(me: Client, cast: Cast, commit: Callable) -> None:
    assert ask(me, commit, email="Stan@NEW.example")["Location"] == reverse("profile_edit")
    [message] = mail.outbox
    assert (message.to, message.subject) == ([NEW], "Confirm your new address")
    assert "Until then nothing changes." in message.body
    page = me.get(link(message))
    assert (page.context["change"].new, addresses(cast.stranger)[0]) == (NEW, "stan@hub.example")
    with commit(execute=True):
        me.post(link(message))
    assert addresses(cast.stranger) == (NEW, NEW, [(NEW, True, True)])
    told = mail.outbox[1]
    assert (told.to, told.subject) == (["stan@hub.example"], "The address of your account has changed")
    assert "From now on: stan@new.example" in told.body
    assert me.get(link(message)).status_code == 410
    visitor = Client()
    visitor.post("/accounts/login/", {"login": NEW, "password": PASSWORD})
    assert visitor.get(CHANGE).context["request"].user == cast.stranger


BAD = {
    "another password": ({"password": "wrong"}, {"password": ["This is not your password."]}),
    "the address now": ({"email": "STAN@hub.example"}, {"email": ["This is the address now."]}),
    "somebody's": ({"email": "LENA@hub.example"}, {"email": ["There is an account with this e-mail already."]}),
    "none": ({"email": "stan"}, {"email": ["Enter a valid email address."]}),
}


@pytest.mark.parametrize(("data", "errors"), BAD.values(), ids=BAD)
def test_a_wish_that_cannot_be_is_told(
    data: dict[str, str], errors: dict[str, list[str]], me: Client, commit: Callable
) -> None:
    assert ask(me, commit, **data).context["form"].errors == errors
    assert mail.outbox == []


def test_a_link_is_good_for_three_days_for_one_account_and_no_other_text(
    me: Client, cast: Cast, commit: Callable, sign_in: Callable[..., Client]
) -> None:
    ask(me, commit)
    address = link(mail.outbox[0])
    answers = [sign_in(cast.lead).get(address).status_code, me.get(address[:-2] + "x/").status_code]
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        answers.append(sign_in(cast.stranger).get(address).status_code)
    assert (answers, me.get(address).status_code) == ([410, 410, 410], 200)


def test_six_mails_in_an_hour_are_too_many(me: Client, commit: Callable) -> None:
    answers = [ask(me, commit, email=f"stan{number}@new.example") for number in range(6)]
    assert answers[5].context["form"].errors == {
        "email": ["Several mails are on their way already. Try again in an hour."]
    }
    assert len(mail.outbox) == 5


def test_an_address_that_somebody_took_meanwhile_is_not_taken_twice(me: Client, cast: Cast, commit: Callable) -> None:
    ask(me, commit)
    User.objects.filter(pk=cast.lead.pk).update(email=NEW)
    page = me.post(link(mail.outbox[0]), follow=True)
    assert [str(one) for one in page.context["messages"]][1:] == ["There is an account with this e-mail already."]
    assert addresses(cast.stranger)[0] == "stan@hub.example"


def test_an_admin_changes_it_at_once_and_both_addresses_are_told(
    cast: Cast, commit: Callable, sign_in: Callable[..., Client]
) -> None:
    address = reverse("account_address", args=[cast.stranger.person.public_id])
    with commit(execute=True):
        answer = sign_in(cast.admin).post(address, {"email": NEW})
    assert answer["Location"] == reverse("account_edit", args=[cast.stranger.person.public_id])
    assert addresses(cast.stranger) == (NEW, NEW, [(NEW, True, True)])
    assert sorted(message.to[0] for message in mail.outbox) == ["stan@hub.example", NEW]
    assert "Ada Admin changed the address of your account" in mail.outbox[0].body


def test_whoever_keeps_the_directory_cannot_change_the_address_of_an_account(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    for keeper in (cast.manager, cast.admin):
        client = sign_in(keeper)
        address = reverse("person_edit", args=[cast.stranger.person.public_id])
        assert "email" not in client.get(address).context["form"].fields
        client.post(address, as_opened(client, address, job_title="Chemist") | {"email": "mine@hub.example"})
        assert addresses(cast.stranger)[:2] == ("stan@hub.example", "stan@hub.example")
        assert Person.objects.get(pk=cast.stranger.person_id).job_title == "Chemist"


def test_a_new_person_at_a_known_address_is_asked_about(cast: Cast, sign_in: Callable[..., Client]) -> None:
    manager = sign_in(cast.manager)
    new = {
        "version": 0, "family_name": "Nobody", "organisation": "Kestrel Pharma", "email": "STAN@hub.example",
    }  # fmt: skip
    form = manager.post("/people/new/", new).context["form"]
    assert form.errors == {
        "email": [
            (
                "stan@hub.example is the address of “Stan Stranger · Kestrel Pharma”. "
                "Choose that person, or tick “This is somebody new”."
            )
        ]
    }
    manager.post("/people/new/", new | {"confirm_new": "on"})
    assert Person.objects.filter(email="stan@hub.example").count() == 2


def test_nobody_is_invited_to_the_address_of_another_person(cast: Cast, sign_in: Callable[..., Client]) -> None:
    create_person(
        family_name="Quill", email="una@x.example", organisation=cast.lead.person.organisation, is_public=True
    )
    other = make_person("U. Quill")
    address = reverse("invitation_create", args=[other.public_id])
    form = sign_in(cast.admin).post(address, {"email": "UNA@x.example", "language": "en"}).context["form"]
    assert form.errors == {"email": ["Quill has this address. If both are one person, merge them first."]}


def test_a_link_that_nobody_was_sent_changes_nothing(cast: Cast, sign_in: Callable[..., Client]) -> None:
    browser, address = sign_in(cast.team), reverse("address_confirm", args=["nonsense"])
    answers = [browser.get(address).status_code, browser.post(address).status_code]
    cast.team.refresh_from_db()
    assert (answers, cast.team.email) == ([410, 410], "tom@hub.example")
