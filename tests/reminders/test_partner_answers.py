"""People at partners: told at once, in our company's name; they answer, correct themselves, propose another day."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from coe_hub.action_items.actions import reopen_action
from coe_hub.action_items.answers import take_back
from coe_hub.action_items.due import asked_by
from coe_hub.action_items.models import ActionItem
from coe_hub.due import iterate
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.mail import Mail, message_for
from coe_hub.people.models import Person
from tests.cast import Cast
from tests.factories import make_member
from tests.overtaking import overtaken
from tests.refusals import refused
from tests.reminders.items import make_contact, make_item, make_link

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def _sent_at_once(django_capture_on_commit_callbacks: Callable[..., Any]) -> Any:
    """Mails arrive while the test goes on."""
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        yield callbacks


@pytest.fixture
def contact(alliance: Alliance) -> Person:
    person = make_contact()
    make_member(alliance, person, role="adviser", side="theirs")
    return person


@pytest.fixture
def item(cast: Cast, alliance: Alliance, contact: Person) -> ActionItem:
    """Given by the team, while somebody else leads."""
    return make_item(alliance, contact, by=cast.team, side="theirs", due_on=TODAY + timedelta(days=3))


def telling(item: ActionItem) -> str:
    return ActionItem.objects.with_row().get(pk=item.pk).telling


def arrive(path: str) -> Client:
    browser = Client()
    browser.get(path)
    browser.get(reverse("partner_page"))
    return browser


def answer(browser: Client, answer: str, **data: str) -> Any:
    return browser.post(reverse("partner_page"), {"answer": answer, "note": "", "proposed_on": ""} | data)


# --- Told at once ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ticked", [True, False])
def test_an_action_tells_the_partner_at_once_where_that_is_ticked(
    ticked: bool,
    cast: Cast,
    alliance: Alliance,
    contact: Person,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    address = reverse("alliance_action_create", args=[alliance.public_id])
    data = {"text": "Send the data", "owner": "Nia Partner"} | ({"tells_now": "on"} if ticked else {})
    with django_capture_on_commit_callbacks(execute=True):
        assert sign_in(cast.lead).post(address, data).status_code == 302
    assert [one.to for one in mail.outbox] == ([[contact.email]] if ticked else [])
    assert telling(ActionItem.objects.get()) == ("told" if ticked else "not_told")


def test_a_review_tells_the_partners_it_gave_something(
    cast: Cast,
    alliance: Alliance,
    contact: Person,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    address = reverse("review_create", args=[alliance.public_id])
    data = {"outcome": "watch", "held_on": TODAY.isoformat(), "text_1": "Send it", "owner_1": "Nia Partner"}
    data |= {"text_2": "Write it up", "tells_now": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert sign_in(cast.lead).post(address, data).status_code == 302
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([contact.email], "Kestrel Pharma noted for you: Send it")
    ]


@pytest.mark.parametrize("page", ["alliance_action_create", "review_create"])
def test_nobody_without_an_address_is_told(
    page: str, cast: Cast, alliance: Alliance, contact: Person, sign_in: Callable[..., Client]
) -> None:
    Person.objects.filter(pk=contact.pk).update(email="")
    names = ("text_1", "owner_1") if page == "review_create" else ("text", "owner")
    data = {names[0]: "Send it", names[1]: "Nia Partner", "tells_now": "on"}
    data |= {"outcome": "watch", "held_on": TODAY.isoformat()}
    form = sign_in(cast.lead).post(reverse(page, args=[alliance.public_id]), data).context["form"]
    assert form.errors == {
        names[1]: ["No e-mail address of Nia Partner is known. Add it under People, or tell them yourself."]
    }
    assert not ActionItem.objects.exists()


def test_an_action_shows_how_far_the_partner_is(item: ActionItem) -> None:
    shown = [telling(item)]
    path, _link = make_link(item)
    shown.append(telling(item))
    browser = arrive(path)
    shown.append(telling(item))
    answer(browser, "other_day", proposed_on=LATER.isoformat())
    shown.append(telling(item))
    assert shown == ["not_told", "told", "opened", "answered"]


def test_a_mail_to_a_partner_comes_from_our_company_and_answers_go_to_the_giver(
    cast: Cast,
    item: ActionItem,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.team).post(reverse("action_link_send", args=[item.public_id]))
    (sent,) = mail.outbox
    assert (sent.from_email, sent.reply_to) == ("Kestrel Pharma <hub@localhost>", [cast.team.email])
    assert sent.subject == "Kestrel Pharma noted for you: Send the data"


@pytest.mark.parametrize(
    "subject",
    [
        "Kestrel Pharma noted for you: Send the “minutes” of the joint committee to everybody who was there",
        "議事録を合同委員会の全員に送る件について、ご確認のほどよろしくお願いいたします。期日は来週の金曜日です",
        "Kestrel Pharma noted for you: " + "word " * 30 + "end",
    ],
)
def test_a_long_subject_arrives_as_it_was_written(subject: str) -> None:
    message = message_for(Mail(subject=subject, text="x", html="x"), to="a@b.example").message()
    arrived = message_from_bytes(message.as_bytes(), policy=default)
    assert str(arrived["Subject"]) == subject
    assert len(message.as_bytes().split(b"Subject:")) == 2


# --- Answered -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "told", "subject"),
    [
        ("done", ["tom"], "Done, says Nia Partner: Send the data"),
        ("other_day", ["tom"], "Nia Partner proposes {day}: Send the data"),
        ("not_mine", ["tom", "lena"], "Not theirs, says Nia Partner: Send the data"),
    ],
)
def test_whoever_gave_it_is_told_of_every_answer(
    said: str,
    told: list[str],
    subject: str,
    item: ActionItem,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    browser = arrive(make_link(item)[0])
    with django_capture_on_commit_callbacks(execute=True):
        answer(browser, said, note="As agreed.", proposed_on=LATER.isoformat() if said == "other_day" else "")
    assert [one.to[0].split("@")[0] for one in mail.outbox] == told
    assert {one.subject for one in mail.outbox} == {subject.format(day=date_text(LATER))}
    assert all("As agreed." in one.body for one in mail.outbox)
    assert {tuple(one.reply_to) for one in mail.outbox} == {("nia@northwind.example",)}


def test_whoever_lost_their_way_in_is_not_told(
    cast: Cast, secret: Alliance, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    contact = make_contact()
    make_member(secret, contact, role="adviser", side="theirs")
    item = make_item(secret, contact, by=cast.stranger, side="theirs")
    browser = arrive(make_link(item)[0])
    with django_capture_on_commit_callbacks(execute=True):
        answer(browser, "done")
    assert [one.to for one in mail.outbox] == [[cast.lead.email]]


@pytest.mark.parametrize("said", ["done", "not_mine", "other_day"])
def test_an_answer_can_be_taken_back_for_a_day(
    said: str, item: ActionItem, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    path, link = make_link(item)
    browser = arrive(path)
    answer(browser, said, proposed_on=LATER.isoformat())
    assert "Take the answer back" in browser.get(reverse("partner_page")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer(browser, "take_back")
    item.refresh_from_db()
    link.refresh_from_db()
    assert (item.state, item.returned_at, item.proposed_on, link.used_at) == ("open", None, None, None)
    assert "Nia Partner took an answer back: Send the data" in {one.subject for one in mail.outbox}
    # The same link answers again.
    answer(browser, "done")
    item.refresh_from_db()
    assert item.state == "done"


def test_after_a_day_or_once_somebody_acted_nothing_is_taken_back(cast: Cast, item: ActionItem) -> None:
    path, link = make_link(item)
    answer(arrive(path), "done")
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        browser = arrive(path)
        assert "Take the answer back" not in browser.get(reverse("partner_page")).content.decode()
        answer(browser, "take_back")
    item.refresh_from_db()
    link.refresh_from_db()
    assert (item.state, link.used_at is None) == ("done", False)


def test_take_back_once_somebody_acted_is_refused(cast: Cast, item: ActionItem) -> None:
    path, link = make_link(item)
    answer(arrive(path), "done")
    reopen_action(item=item)
    link.refresh_from_db()
    with refused(DomainError("This answer cannot be taken back any more. Write to your contact.")):
        take_back(item=item, link=link)


def test_somebody_who_acts_in_that_moment_is_told_to_the_partner(item: ActionItem) -> None:
    path, _link = make_link(item)
    browser = arrive(path)
    answer(browser, "done")
    with overtaken(lambda: reopen_action(item=item)):
        page = browser.post(reverse("partner_page"), {"answer": "take_back"}).content.decode()
    assert "This answer cannot be taken back any more. Write to your contact." in page
    assert "Take the answer back" not in page


# --- Another day ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("", "Say which day suits you."),
        ((TODAY - timedelta(days=1)).isoformat(), "Choose another day, from today on."),
        ((TODAY + timedelta(days=3)).isoformat(), "Choose another day, from today on."),
    ],
)
def test_a_day_that_cannot_be_agreed_on_is_refused(day: str, error: str, item: ActionItem) -> None:
    page = answer(arrive(make_link(item)[0]), "other_day", proposed_on=day)
    item.refresh_from_db()
    assert (page.context["form"].errors, item.proposed_on) == ({"proposed_on": [error]}, None)


@pytest.mark.parametrize(("button", "is_agreed"), [("agree", True), ("keep", False)])
def test_the_giver_says_yes_or_no_and_the_partner_hears(
    button: str,
    is_agreed: bool,
    cast: Cast,
    alliance: Alliance,
    item: ActionItem,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    before = item.due_on
    answer(arrive(make_link(item)[0]), "other_day", proposed_on=LATER.isoformat(), note="On holiday.")
    browser = sign_in(cast.team)
    assert "On holiday." in browser.get(item.get_absolute_url()).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("action_day_settle", args=[item.public_id]), {button: ""})
    item.refresh_from_db()
    assert (item.due_on, item.proposed_on, item.proposed_note) == (LATER if is_agreed else before, None, "")
    said = "The day you proposed suits us." if is_agreed else "We ask you to keep to the day, if you can."
    assert [(one.to, said in one.body) for one in mail.outbox] == [(["nia@northwind.example"], True)]
    told = [one.what for one in alliance_sentences(alliance)]
    assert any("proposes another day for the action “Send the data”" in one for one in told)


def test_settling_twice_says_that_there_is_nothing_left(
    cast: Cast, item: ActionItem, sign_in: Callable[..., Client]
) -> None:
    response = sign_in(cast.team).post(reverse("action_day_settle", args=[item.public_id]), {"agree": ""}, follow=True)
    assert [str(one) for one in response.context["messages"]] == ["No day is proposed any more."]


def test_a_reminder_to_a_partner_names_our_company_and_a_person(cast: Cast, item: ActionItem) -> None:
    ActionItem.objects.filter(pk=item.pk).update(reminds_by_mail=True)
    (row,) = [one for one in iterate(until=LATER) if one.object_id == item.pk and one.kind == "action_item"]
    assert asked_by(row) == cast.team.person
