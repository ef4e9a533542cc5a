"""The mails of the hub, read as their readers do: subject, text and HTML, line by line."""

import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse

from coe_hub.lib.mail import render_mail
from coe_hub.reminders.delivery import run_engine
from tests.factories import make_alliance, make_member, make_user

HUB = "https://hub.example"
WHY = (
    "You get this mail because you lead this alliance or answer for it on our side. "
    "If somebody else does now, change the lead on its page."
)
EFFORT = (
    "It takes a few minutes: say where the alliance stands and, in a sentence, why. "
    "If you held the review already, write it down with its day."
)
DAY = date(2026, 11, 30)  # a Monday


class Reading(HTMLParser):
    """The text of a page, one line for each run of text, and the addresses of its links."""

    def __init__(self, page):
        super().__init__()
        self.lines, self.links, self._hidden = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._hidden = tag == "style"
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden and (line := " ".join(data.split())):
            self.lines.append(line)


@pytest.fixture(autouse=True)
def hub_address(settings):
    settings.HUB_URL = HUB


def mail_on(day, *, to="aiko@hub.example"):
    """The one mail of that morning to this reader, with its signed addresses made readable."""
    mail.outbox.clear()
    run_engine(clock=lambda zone: datetime(day.year, day.month, day.day, 9, tzinfo=zone))
    [sent] = [sent for sent in mail.outbox if sent.to == [to]]
    signed = re.compile(r"/reminders/(answer|mute)/[^/]+/")
    text, page = (signed.sub(r"/reminders/\1/TOKEN/", part) for part in (sent.body, sent.alternatives[0][0]))
    return SimpleNamespace(subject=sent.subject, text=text, html=page, headers=sent.extra_headers, to=sent.to)


@pytest.fixture
def aiko(due_on, cast):
    """Leads an alliance whose review is due on DAY."""
    user = make_user("Aiko Nakamura")
    user.alliance = due_on(DAY, user, name="Kestrel × Halden Bio")
    return user


ANSWER, MUTE = f"{HUB}/reminders/answer/TOKEN/", f"{HUB}/reminders/mute/TOKEN/"


def test_a_mail_of_its_own_in_full(aiko):
    sent = mail_on(DAY)

    review = f"{HUB}{aiko.alliance.get_absolute_url()}review/"
    assert (sent.to, sent.subject) == ([aiko.email], "Today: Review of Kestrel × Halden Bio")
    assert sent.text.splitlines() == [
        "Dear Aiko Nakamura,",
        "",
        "Review of Kestrel × Halden Bio: due today, 30 Nov 2026",
        "",
        EFFORT,
        "",
        "Do the review:",
        review,
        "",
        f"Remind me later: {ANSWER}?do=snooze",
        f"Not mine: {ANSWER}?do=not_mine",
        "",
        "-- ",
        WHY,
        "When and how you are told:",
        f"{HUB}/reminders/settings/",
        "No more mails like this one:",
        MUTE,
    ]
    page = Reading(sent.html)
    assert page.lines == [
        sent.subject,
        EFFORT,
        "CoE",
        "Hub",
        "Review of Kestrel × Halden Bio",
        "Dear Aiko Nakamura,",
        "due today, 30 Nov 2026",
        EFFORT,
        "Do the review",
        "If the button does not work, open this address:",
        review,
        "Remind me later",
        "·",
        "Not mine",
        WHY,
        "When and how you are told",
        "·",
        "No more mails like this one",
    ]
    settings_url = f"{HUB}/reminders/settings/"
    assert page.links == [review, review, f"{ANSWER}?do=snooze", f"{ANSWER}?do=not_mine", settings_url, MUTE]
    assert re.fullmatch(rf"<{HUB}/reminders/mute/[^/]+/>", sent.headers["List-Unsubscribe"])
    assert sent.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_digest_in_full(aiko, due_on, cast):
    make_member(aiko.alliance, cast.lead.person, role="executive_sponsor")
    due_on(date(2026, 12, 14), cast.lead, name="R&D <b>“x”</b>")

    words = mail_on(date(2026, 12, 7), to=cast.lead.email)

    led = cast.lead.person.led_alliances.get()
    first, second = (f"{HUB}{one.get_absolute_url()}review/" for one in (aiko.alliance, led))
    assert words.subject == "2 things for you: Review of Kestrel × Halden Bio and more"
    assert words.text.splitlines() == [
        "Dear Lena Lead,",
        "",
        "2 things want your eye, the soonest first.",
        "",
        "* Review of Kestrel × Halden Bio",
        "  was due on 30 Nov 2026, 7 days ago",
        "  Aiko Nakamura was told first.",
        "  Not reviewed yet.",
        f"  Do the review: {first}",
        f"Remind me later: {ANSWER}?do=snooze",
        f"Not mine: {ANSWER}?do=not_mine",
        "",
        "* Review of R&D <b>“x”</b>",
        "  due on 14 Dec 2026, in 7 days",
        "  Not reviewed yet.",
        f"  Do the review: {second}",
        f"Remind me later: {ANSWER}?do=snooze",
        f"Not mine: {ANSWER}?do=not_mine",
        "",
        "Everything that is due stands on Today:",
        f"{HUB}/",
        "",
        "-- ",
        "You get this mail because these things are yours, or you stand behind whose they are.",
        "When and how you are told:",
        f"{HUB}/reminders/settings/",
        "No more mails like this one:",
        MUTE,
    ]
    page = Reading(words.html)
    assert "<b>“x”" not in words.html
    assert [line for line in page.lines if line.startswith("Review of")] == [
        "Review of Kestrel × Halden Bio · Review of R&D <b>“x”</b>",
        "Review of Kestrel × Halden Bio",
        "Review of R&D <b>“x”</b>",
    ]


@pytest.mark.parametrize(
    ("days_left", "subject", "sentence"),
    [
        (31, "1 thing for you: Review of Kestrel × Halden Bio", "due on 30 Nov 2026, in 31 days"),
        (3, "1 thing for you: Review of Kestrel × Halden Bio", "due on 30 Nov 2026, in 3 days"),
        (0, "Today: Review of Kestrel × Halden Bio", "due today, 30 Nov 2026"),
        (-1, "1 thing for you: Review of Kestrel × Halden Bio", "was due on 30 Nov 2026, 1 day ago"),
        (-8, "1 thing for you: Review of Kestrel × Halden Bio", "was due on 30 Nov 2026, 8 days ago"),
    ],
)
def test_a_mail_says_when(aiko, days_left, subject, sentence):
    sent = mail_on(DAY - timedelta(days_left))

    assert (sent.subject, sentence in Reading(sent.html).lines, sentence in sent.text) == (subject, True, True)


def test_the_mail_of_a_restricted_deal_shows_its_code_name_only(cast):
    make_alliance(
        "Us × Yunshu",
        by=make_user("Jonas Weber"),
        kind="restricted",
        stage="negotiating",
        partners=["Yunshu"],
        code_name="Project Larch",
        purpose="Buying Yunshu",
        stage_since=date(2026, 9, 30),
        review_months=1,
    )

    call_command("remind", on="2026-10-30")

    [sent] = mail.outbox
    [(page, kind)] = sent.alternatives
    assert (sent.to, kind, sent.subject) == (
        ["jonas@hub.example"],
        "text/html",
        "Today: Review of Project Larch",
    )
    assert Reading(page).lines[4:7] == ["Review of Project Larch", "Dear Jonas Weber,", "due today, 30 Oct 2026"]
    assert "Yunshu" not in sent.subject + sent.body + page


def test_invitation_mail_in_full():
    link = f"{HUB}/people/invitation/token/"
    context = {"name": "Aiko Nakamura", "inviter": "Anil Deshpande", "url": link, "days": 14}
    sent = render_mail("invitation", language="en", context=context)

    offer = (
        "Anil Deshpande invites you to the CoE Hub. It keeps our alliances in one place: "
        "who the partners are, what happened, and what needs you next."
    )
    once = "The link works once, for 14 days. If it has expired, ask for another invitation."
    why = (
        "You get this mail because Anil Deshpande entered your address in the CoE Hub. "
        "If you do not expect it, do nothing: no account is opened."
    )
    assert sent.subject == "Anil Deshpande invites you to the CoE Hub"
    assert sent.text.splitlines() == [
        "Dear Aiko Nakamura,",
        "",
        offer,
        "",
        "Choose a password to open your account:",
        link,
        "",
        once,
        "",
        "-- ",
        why,
    ]
    page = Reading(sent.html)
    assert page.lines == [
        sent.subject,
        "Choose a password to open your account.",
        "CoE",
        "Hub",
        sent.subject,
        "Dear Aiko Nakamura,",
        offer,
        f"Choose a password to open your account. {once}",
        "Open my account",
        "If the button does not work, open this address:",
        link,
        why,
    ]
    assert page.links == [link, link]


READER = SimpleNamespace(person=SimpleNamespace(display_name="Aiko Nakamura"))
ASKED = "Somebody, most likely you, asked for a new password"
RESET_ONCE = "The link works once. If it has expired, ask for another one on the sign-in page."
NO_ACCOUNT = f"{ASKED} with the address aiko@x.example. The CoE Hub has no account for it."
TRY_ANOTHER = (
    "Perhaps you were invited under another address: try that one. "
    "Accounts are opened by invitation; an admin of your company can invite you."
)


@pytest.mark.parametrize(
    ("name", "context", "subject", "lines", "page_lines"),
    [
        (
            "password_reset_key",
            {"user": READER, "password_reset_url": f"{HUB}/reset/"},
            "Choose a new password for the CoE Hub",
            [
                "Dear Aiko Nakamura,",
                "",
                f"{ASKED} for your account. Choose it here:",
                f"{HUB}/reset/",
                "",
                RESET_ONCE,
                "",
                "-- ",
                "If you did not ask for this, do nothing: your password stays as it is.",
            ],
            [
                "Choose a new password",
                "Dear Aiko Nakamura,",
                f"{ASKED} for your account. {RESET_ONCE}",
                "Choose a new password",
                "If the button does not work, open this address:",
                f"{HUB}/reset/",
                "If you did not ask for this, do nothing: your password stays as it is.",
            ],
        ),
        (
            "unknown_account",
            {"email": "aiko@x.example"},
            "The CoE Hub has no account for this address",
            [
                NO_ACCOUNT,
                "",
                TRY_ANOTHER,
                "",
                "-- ",
                "If you did not ask for this, do nothing: your address is not kept.",
            ],
            [
                "No account for this address",
                NO_ACCOUNT,
                TRY_ANOTHER,
                "If you did not ask for this, do nothing: your address is not kept.",
            ],
        ),
        (
            "email_confirmation",
            {"user": READER, "activate_url": f"{HUB}/confirm/"},
            "Confirm your e-mail address for the CoE Hub",
            [
                "Dear Aiko Nakamura,",
                "",
                "This address was added to your account in the CoE Hub. Confirm that it is yours:",
                f"{HUB}/confirm/",
                "",
                "-- ",
                "If you do not know of this, do nothing: the address is not used.",
            ],
            [
                "Confirm your e-mail address",
                "Dear Aiko Nakamura,",
                "This address was added to your account in the CoE Hub. Confirm that it is yours.",
                "Confirm this address",
                "If the button does not work, open this address:",
                f"{HUB}/confirm/",
                "If you do not know of this, do nothing: the address is not used.",
            ],
        ),
    ],
)
def test_account_mails_in_full(name, context, subject, lines, page_lines):
    page = Reading(render_to_string(f"account/email/{name}_message.html", context))

    assert render_to_string(f"account/email/{name}_subject.txt", context).strip() == subject
    assert render_to_string(f"account/email/{name}_message.txt", context).strip().splitlines() == lines
    assert page.lines[0] == subject
    assert page.lines[4:] == page_lines


def test_password_reset_is_mailed_as_text_and_html(client, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": cast.team.email})
        client.post(reverse("account_reset_password"), {"email": "nobody@hub.example"})

    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([cast.team.email], "Choose a new password for the CoE Hub"),
        (["nobody@hub.example"], "The CoE Hub has no account for this address"),
    ]
    assert [[kind for _page, kind in sent.alternatives] for sent in mail.outbox] == [["text/html"], ["text/html"]]
    assert mail.outbox[0].body.splitlines()[0] == "Dear Tom Team,"
