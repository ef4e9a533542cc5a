"""A mail server of one's own, and alliances that are due."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db.models import F, Value
from django.db.models.expressions import RawSQL

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import make_alliance


class Postbox:
    """A real SMTP server: keeps what it takes, and answers some addresses as it is told."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Message]] = []
        self.answers: dict[str, str] = {}
        self.falls_silent = False  # once it has taken a mail

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        self.mails += [(address, message) for address in envelope.rcpt_tos]
        if self.falls_silent:
            server.transport.abort()
        return "250 OK"

    @property
    def readers(self) -> list[str]:
        """Who got a mail, by their addresses: several come at a time."""
        return sorted(address for address, _message in self.mails)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server on a free port of this machine; `port` says which."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    box.port = port
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def by_smtp(postbox: Postbox, settings: object) -> Postbox:
    """Mails of this test go out over SMTP to the postbox, several at a time."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postbox.port
    settings.EMAIL_SENDERS = 3
    return postbox


@pytest.fixture
def due_on() -> Callable[..., Alliance]:
    """An alliance of this user's whose next review is on the day."""

    def make(day: date, user: User, **values: object) -> Alliance:
        name = values.pop("name", f"Amber of {user.email}")
        alliance = make_alliance(name, by=user, review_months=1, **values)
        before = (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)
        Alliance.objects.filter(pk=alliance.pk).update(last_reviewed_on=before)
        alliance.refresh_from_db()
        assert alliance.next_review_on == day
        return alliance

    return make


@pytest.fixture
def one_step(cast: Cast) -> Iterator[list[int]]:
    """A kind of due thing that one step closes, due to the lead; who closed it is in the list."""
    done: list[int] = []

    def rows(user: User | None) -> list:
        people = User.objects.filter(pk=cast.lead.pk) if not done else User.objects.none()
        day = Value(date(2026, 5, 14))
        facts = {"kind": Value("step"), "object_id": F("pk"), "key": F("person__public_id"), "due_date": day}
        facts |= {"scope_id": due.NOBODY, "owner_id": F("person_id"), "backup_id": due.NOBODY}
        words = {"title": F("person__given_name"), "mail_title": F("person__given_name"), "detail": Value("")}
        return [people.annotate(**facts, **words).values(*due.COLUMNS)]

    def text(item: due.DueItem, name: str) -> due.DueText:
        return due.DueText(f"A step of {name}", "Why.", "What.", "Because.", "Go")

    due.register(
        due.Source(
            kind="step",
            label="Steps",
            rows=rows,
            text=text,
            url_name="person_detail",
            act_url_name="person_detail",
            finish=lambda _object_id, person: done.append(person.pk),
        )
    )
    yield done
    due.forget("step")


@pytest.fixture
def breaks_for() -> Iterator[set[int]]:
    """People whose reviews cannot be put into words."""
    source = due.find_source("alliance_review")
    people: set[int] = set()

    def text(item: due.DueItem, name: str) -> due.DueText:
        if item.owner_id in people:
            raise RuntimeError("no words for it")
        return source.text(item, name)

    due.register(replace(source, text=text))
    yield people
    due.register(source)


@pytest.fixture
def rows_break() -> Iterator[Callable[[], None]]:
    """Call it, and the database can no longer read which tools are to be reviewed."""
    source = due.find_source("tool_review")

    def rows(user: User | None) -> list:
        return [part.filter(pk=RawSQL("no_such_column", [])) for part in source.rows(user)]

    yield lambda: due.register(replace(source, rows=rows))
    due.register(source)
