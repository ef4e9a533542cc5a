"""What the partner owes is asked of their contact by a link, by which they say that it was delivered."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.obligations.actions.fulfilments import fulfil
from alliances.obligations.history import obligation_sentences
from alliances.obligations.models import Fulfilment, Obligation
from alliances.obligations.partner import may_take_back, say_delivered
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import PartnerLink, Person, PersonLanguage, User
from coe_hub.reminders.delivery import run_engine
from coe_hub.vocabulary.models import Language
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


# What is a name, or was typed, in the mails below.
NAMES = "Nora Contact Tom Team Lena Lead Northwind Biotech Kestrel Pharma KRAS degraders Royalty report Sent on Friday"


def test_each_mail_about_it_is_in_the_language_of_whoever_gets_it(
    row: Fulfilment, ask: Callable[[], str], cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    nora = Person.objects.get(email="nora@northwind.example")
    PersonLanguage.objects.create(person=nora, language=Language.objects.get(code="ja"))
    User.objects.filter(pk=cast.team.pk).update(language="ja")
    browser = Client()
    browser.get(ask(), follow=True)
    for answer in ({"note": "Sent on Friday"}, {"answer": "take_back"}):
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse("partner_page"), answer)
    sent = list(mail.outbox)
    remind(row)
    body = mails_of(date(2026, 6, 16))["nora@northwind.example"].body
    path = re.search(r"/reminders/[^\s?]+(?=\?do=not_mine)", body).group()  # type: ignore[union-attr]
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(path, {"answer": "not_mine"})
    sent.append(mail.outbox[-1])
    assert [(one.to, one.subject) for one in sent] == [
        (["nora@northwind.example"], "Kestrel Pharmaからのお願い：Royalty report"),
        (["tom@hub.example"], "Nora Contactさんより履行の連絡：Royalty report"),
        (["tom@hub.example"], "Nora Contactさんが回答を取り消し：Royalty report"),
        (["tom@hub.example"], "Nora Contactさんより担当違いの連絡：Royalty report"),
    ]
    latin = {word for one in sent for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"https?://\S+", "", one.body))}
    assert latin - set(NAMES.split()) == set()


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


def test_the_partner_sends_a_file_with_it(row: Fulfilment, ask: Callable[[], str], cast: Cast, sign_in: SignIn) -> None:
    browser = Client()
    browser.get(ask(), follow=True)
    wrong = SimpleUploadedFile("report.exe", b"MZ")
    page = browser.post(reverse("partner_page"), {"note": "", "file": wrong})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["file"])
    assert Fulfilment.objects.get(pk=row.pk).delivered_on is None
    browser.post(reverse("partner_page"), {"note": "Attached", "file": SimpleUploadedFile("report.pdf", b"%PDF-1.7 x")})
    saved = Fulfilment.objects.get(pk=row.pk)
    assert (saved.delivered_note, [one.title for one in saved.folder.attachments.all()]) == ("Attached", ["report.pdf"])
    assert "report.pdf" in sign_in(cast.team).get(row.get_absolute_url()).content.decode()


def test_fulfilment_not_delivered(row: Fulfilment, ask: Callable[[], str], cast: Cast, sign_in: SignIn) -> None:
    browser, client = Client(), sign_in(cast.team)
    address = reverse("fulfilment_not_delivered", args=[row.public_id])
    assert [str(one) for one in client.post(address, follow=True).context["messages"]] == [
        "Nobody says that it was delivered."
    ]
    browser.get(ask(), follow=True)
    browser.post(reverse("partner_page"), {"note": "Sent on Friday"})
    assert [str(one) for one in client.post(address, follow=True).context["messages"]][-1] == (
        "It is open as before. Send them a link to ask again, or wait for the reminder."
    )
    saved = Fulfilment.objects.get(pk=row.pk)
    assert (saved.delivered_on, saved.delivered_by, saved.delivered_note, saved.is_settled) == (None, None, "", False)
    browser.get(ask(), follow=True)
    browser.post(reverse("partner_page"), {"note": "Again"})
    assert Fulfilment.objects.get(pk=row.pk).delivered_note == "Again"


# --- Told by itself --------------------------------------------------------------------------------------------------
def mails_of(day: date) -> dict[str, Any]:
    """The mails of that morning, by reader."""
    mail.outbox.clear()
    run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone))
    return {sent.to[0]: sent for sent in mail.outbox}


def remind(row: Fulfilment) -> None:
    """Let the counterpart be reminded."""
    Obligation.objects.filter(pk=row.obligation_id).update(tells_partner=True)


def test_the_counterpart_is_reminded_where_that_was_chosen_and_answers_by_the_link(
    row: Fulfilment, alliance: Alliance
) -> None:
    alliance.code_name = "Project Larch"
    alliance.save()
    assert "nora@northwind.example" not in mails_of(date(2026, 6, 16))
    remind(row)
    sent = mails_of(date(2026, 6, 16))["nora@northwind.example"]
    assert ("Royalty report (Project Larch)" in sent.body, alliance.name in sent.body) == (True, False)
    assert sent.extra_headers["Reply-To"] == "tom@hub.example"
    path = re.search(r"/p/[^/\s]+/", sent.body).group()  # type: ignore[union-attr]
    assert "nora@northwind.example" not in mails_of(date(2026, 6, 17))
    browser = Client()
    browser.get(path, follow=True)
    browser.post(reverse("partner_page"), {"note": "Sent on Friday"})
    assert Fulfilment.objects.get(pk=row.pk).delivered_note == "Sent on Friday"
    assert "nora@northwind.example" not in mails_of(date(2026, 6, 23))


def test_a_reminder_in_japanese(row: Fulfilment) -> None:
    remind(row)
    nora = Person.objects.get(email="nora@northwind.example")
    PersonLanguage.objects.create(person=nora, language=Language.objects.get(code="ja"))
    body = mails_of(date(2026, 6, 16))["nora@northwind.example"].body
    assert "お渡しになりましたら、こちらでお知らせください。アカウントは要りません。" in body


def test_whom_it_does_not_concern_says_so_and_our_owner_hears(
    row: Fulfilment, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    remind(row)
    body = mails_of(date(2026, 6, 16))["nora@northwind.example"].body
    answer = re.search(r"/reminders/[^\s?]+(?=\?do=not_mine)", body).group()  # type: ignore[union-attr]
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(answer, {"answer": "not_mine"})
    assert Obligation.objects.get(pk=row.obligation_id).tells_partner is False
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        ["tom@hub.example"], "Not theirs, says Nora Contact: Royalty report",
    )  # fmt: skip


def test_one_click_in_the_mail_says_that_it_was_delivered(row: Fulfilment) -> None:
    remind(row)
    body = mails_of(date(2026, 6, 16))["nora@northwind.example"].body
    answer = re.search(r"/reminders/[^\s?]+(?=\?do=done)", body).group()  # type: ignore[union-attr]
    Client().post(answer, {"answer": "done"})
    assert Fulfilment.objects.get(pk=row.pk).delivered_on == TODAY


def test_nobody_is_reminded_of_what_we_owe_or_without_a_name(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    one = owe(alliance, "Ours", responsible="partner")
    page = sign_in(cast.team).get(reverse("obligation_edit", args=[alliance.public_id, one.public_id]))
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    data |= {"fixed_on": "2026-07-31", "version": one.version, "tells_partner": "on", "owner": "", "counterpart": ""}
    page = sign_in(cast.team).post(reverse("obligation_edit", args=[alliance.public_id, one.public_id]), data)
    assert page.context["form"].non_field_errors() == [
        "A counterpart is reminded of what the partner owes: name them, and say that the partner or both sides owe it."
    ]
