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
from alliances.obligations.history import obligation_sentences
from alliances.obligations.models import Fulfilment
from alliances.obligations.partner import may_take_back, say_delivered
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import PartnerLink
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


@pytest.fixture
def delivered(ask: Callable[[], str], django_capture_on_commit_callbacks: Callable[..., object]) -> Client:
    """The browser of the contact, who said by a slip that it was delivered."""
    browser = Client()
    browser.get(ask(), follow=True)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("partner_page"), {"note": "Sent on Friday"})
    return browser


def test_the_partner_takes_a_slip_back_and_answers_again(
    row: Fulfilment, delivered: Client, cast: Cast, sign_in: SignIn,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    assert "Take the answer back" in delivered.get(reverse("partner_page")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        again = delivered.post(reverse("partner_page"), {"answer": "take_back"}, follow=True)
    assert "It was delivered" in again.content.decode()
    saved = Fulfilment.objects.get(pk=row.pk)
    assert (saved.delivered_on, saved.delivered_by, saved.delivered_note) == (None, None, "")
    assert (mail.outbox[-1].to, mail.outbox[-1].subject, mail.outbox[-1].reply_to) == (
        ["tom@hub.example"], "Nora Contact took an answer back: Royalty report", ["nora@northwind.example"],
    )  # fmt: skip
    told = [one.what for one in obligation_sentences(row.obligation)]
    assert told[0] == "noted that the partner takes back that “Royalty report” was delivered"


def test_nothing_is_taken_back_once_somebody_acted_or_after_a_day(
    row: Fulfilment, delivered: Client, cast: Cast
) -> None:
    with time_machine.travel("2026-06-16T09:01Z", tick=False):
        assert may_take_back(Fulfilment.objects.get(), PartnerLink.objects.get()) is False
    fulfil(fulfilment=row, by=cast.team)
    page = delivered.post(reverse("partner_page"), {"answer": "take_back"})
    assert "Take the answer back" not in page.content.decode()
    assert Fulfilment.objects.get(pk=row.pk).delivered_note == "Sent on Friday"


def test_what_is_settled_while_they_write_is_told_and_not_an_error(
    row: Fulfilment, ask: Callable[[], str], cast: Cast, sign_in: SignIn
) -> None:
    """Both at once: the row that the page read is older than what was settled."""
    fulfil(fulfilment=Fulfilment.objects.get(pk=row.pk), by=cast.team)
    with pytest.raises(DomainError, match="This is settled already"):
        say_delivered(fulfilment=row, person=row.obligation.counterpart, note="")


def test_the_page_says_how_far_the_partner_was_told(
    row: Fulfilment, ask: Callable[[], str], cast: Cast, sign_in: SignIn
) -> None:
    def shown() -> str:
        return " ".join(sign_in(cast.team).get(row.obligation.get_absolute_url()).content.decode().split())

    assert "Nora Contact: " not in shown()
    path = ask()
    assert 'Nora Contact: <span class="telling">told 15 Jun</span>' in shown()
    Client().get(path, follow=True)
    assert 'Nora Contact: <span class="telling">opened 15 Jun</span>' in shown()


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
