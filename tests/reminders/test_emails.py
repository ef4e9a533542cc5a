"""The mails of the hub, read as their readers do: subject, text and HTML, line by line."""

from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse

from coe_hub.lib.mail import render_mail
from coe_hub.reminders.due import DueItem
from coe_hub.vocabulary.management.commands.load_starter import load_starter
from tests.factories import make_alliance, make_user

HUB = "https://hub.example"
RECORD = f"{HUB}/alliances/abc/"
REVIEW = f"{HUB}/alliances/abc/review/"
WHY = "You get this mail because you lead this alliance or answer for it on our side. "
CHANGE = "If somebody else does now, change the lead on its page."
PROFILE = "Language and time zone of these mails are in your profile"
EFFORT = (
    "It takes a few minutes: say where the alliance stands and, in a sentence, why. "
    "If you held the review already, write it down with its day."
)


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


def review_mail(*, days_left=7, title="Kestrel × Halden Bio", name="Aiko Nakamura"):
    item = DueItem("alliance_review", 1, "abc", 1, 1, "the name within", title, "", date(2026, 11, 30))
    context = {
        "name": name,
        "item": item,
        "days_left": days_left,
        "days_late": -days_left,
        "url": RECORD,
        "act_url": REVIEW,
    }
    return render_mail("alliance_review", language="en", context=context)


def test_review_mail_in_full():
    sent = review_mail()

    assert sent.subject == "Review in 7 days: Kestrel × Halden Bio"
    assert sent.text.splitlines() == [
        "Dear Aiko Nakamura,",
        "",
        "The review of “Kestrel × Halden Bio” is due on 30 Nov 2026, in 7 days.",
        "",
        EFFORT,
        "",
        "Do the review:",
        REVIEW,
        "",
        "Read the alliance first:",
        RECORD,
        "",
        "-- ",
        WHY + CHANGE,
        PROFILE + ":",
        f"{HUB}/people/me/",
    ]
    page = Reading(sent.html)
    assert page.lines == [
        "Review in 7 days: Kestrel × Halden Bio",
        "Due on 30 Nov 2026. It takes a few minutes.",
        "CoE",
        "Hub",
        "Review in 7 days",
        "Dear Aiko Nakamura,",
        "The review of “Kestrel × Halden Bio” is due on 30 Nov 2026, in 7 days.",
        EFFORT,
        "Do the review",
        "If the button does not work, open this address:",
        REVIEW,
        "Read the alliance first",
        WHY + CHANGE,
        PROFILE + ".",
    ]
    assert page.links == [REVIEW, REVIEW, RECORD, f"{HUB}/people/me/"]


@pytest.mark.parametrize(
    ("days_left", "subject", "sentence"),
    [
        (30, "Review in 30 days: X", "The review of “X” is due on 30 Nov 2026, in 30 days."),
        (1, "Review tomorrow: X", "The review of “X” is due tomorrow, 30 Nov 2026."),
        (0, "Review today: X", "The review of “X” is due today, 30 Nov 2026."),
        (
            -1,
            "Review open since 30 Nov 2026: X",
            "The review of “X” was due yesterday, 30 Nov 2026, and is not written down yet.",
        ),
        (
            -8,
            "Review open since 30 Nov 2026: X",
            "The review of “X” was due on 30 Nov 2026, 8 days ago, and is not written down yet.",
        ),
    ],
)
def test_review_mail_says_when(days_left, subject, sentence):
    sent = review_mail(days_left=days_left, title="X")

    page = Reading(sent.html)
    assert sent.subject == subject
    assert sent.text.splitlines()[2] == sentence
    assert (page.lines[0], page.lines[4], page.lines[6]) == (subject, subject.removesuffix(": X"), sentence)


def test_review_mail_writes_names_as_they_are():
    sent = review_mail(title="R&D <b>“x”</b>", name="O'Brien")

    page = Reading(sent.html)
    assert sent.subject == "Review in 7 days: R&D <b>“x”</b>"
    assert sent.text.splitlines()[0] == page.lines[5] == "Dear O'Brien,"
    assert "<b>“x”" not in sent.html
    assert page.lines[6] == "The review of “R&D <b>“x”</b>” is due on 30 Nov 2026, in 7 days."


def test_review_mail_of_a_restricted_deal_shows_its_code_name_only(db):
    load_starter()
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
    assert (sent.to, kind, sent.subject) == (["jonas@hub.example"], "text/html", "Review today: Project Larch")
    assert Reading(page).lines[4:7] == [
        "Review today",
        "Dear Jonas Weber,",
        "The review of “Project Larch” is due today, 30 Oct 2026.",
    ]
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
