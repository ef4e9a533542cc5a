"""What the partner owes is asked of their contact by a link, by which they say that it was delivered."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.obligations.actions.fulfilments import fulfil
from alliances.obligations.models import Fulfilment
from tests.alliances.obligations.data import TODAY, only, owe
from tests.cast import Cast
from tests.factories import make_member, make_organisation, make_person

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def row(alliance: Alliance, cast: Cast) -> Fulfilment:
    """A report that the partner owes."""
    nora = make_person("Nora Contact", at=make_organisation("Northwind Biotech"), email="nora@northwind.example")
    make_member(alliance, nora, role="alliance_lead", side="theirs")
    values = {"responsible": "partner", "counterpart": nora, "owner": cast.team.person, "clause": "7.2"}
    return only(owe(alliance, "Royalty report", fixed_on=date(2026, 6, 30), **values))


@pytest.fixture
def ask(
    row: Fulfilment, cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[[], str]:
    """Send the link; the path it leads to."""

    def asked() -> str:
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(cast.team).post(reverse("fulfilment_link_send", args=[row.public_id]))
        return re.search(r"/p/[^/\s]+/", mail.outbox[-1].body).group()  # type: ignore[union-attr]

    return asked


def test_the_mail_says_what_is_due_and_by_when(ask: Callable[[], str]) -> None:
    ask()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["nora@northwind.example"], "Kestrel Pharma asks for: Royalty report")
    assert "Royalty report\nClause 7.2\nBy 30 Jun 2026\n" in sent.body


def test_the_partner_says_that_it_was_delivered(
    row: Fulfilment, ask: Callable[[], str], cast: Cast, sign_in: SignIn,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    browser = Client()
    page = browser.get(ask(), follow=True)
    assert (page.status_code, "Royalty report" in page.content.decode()) == (200, True)
    with django_capture_on_commit_callbacks(execute=True):
        thanks = browser.post(reverse("partner_page"), {"note": "Sent on Friday"}, follow=True)
    assert "Your word is noted" in thanks.content.decode()
    saved = Fulfilment.objects.get(pk=row.pk)
    assert (saved.delivered_on, saved.delivered_note, saved.fulfilled_on) == (TODAY, "Sent on Friday", None)
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        ["tom@hub.example"], "Delivered, says Nora Contact: Royalty report",
    )  # fmt: skip
    ours = sign_in(cast.team).get(row.get_absolute_url()).content.decode()
    assert "Nora Contact said so on 15 Jun 2026." in ours


def test_a_link_to_what_is_settled_leads_to_a_friendly_end(row: Fulfilment, ask: Callable[[], str], cast: Cast) -> None:
    path = ask()
    fulfil(fulfilment=row, by=cast.team)
    assert "There is nothing left for you to do here." in Client().get(path, follow=True).content.decode()


def test_what_we_owe_is_asked_of_nobody(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    ours = only(owe(alliance))
    response = sign_in(cast.team).post(reverse("fulfilment_link_send", args=[ours.public_id]), follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Links are for what the partner owes, with a counterpart there, as long as it is open."
    ]
