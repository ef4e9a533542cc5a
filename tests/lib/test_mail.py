"""Mails are handed to the worker once the transaction is through."""

from collections.abc import Callable
from dataclasses import asdict
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from coe_hub.lib.mail import Mail, message_for
from coe_hub.lib.tasks import hand_over, send_mail

MAIL = Mail(subject="中村様へ", text="Text\n", html="<p>Text</p>")


def test_a_mail_waits_for_the_transaction(django_capture_on_commit_callbacks: Callable, db: None) -> None:
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        hand_over(MAIL, to="a@hub.example")
    assert (len(waiting), mail.outbox) == (1, [])
    waiting[0]()
    [message] = mail.outbox
    assert (message.subject, message.body, message.alternatives[0][0], message.to) == (
        "中村様へ",
        "Text\n",
        "<p>Text</p>",
        ["a@hub.example"],
    )


def test_a_mail_says_that_nobody_typed_it_and_keeps_its_id(db: None) -> None:
    headers = message_for(MAIL, to="a@hub.example", message_id="one@hub").message()
    assert (headers["Auto-Submitted"], headers["Message-ID"]) == ("auto-generated", "<one@hub>")


def test_a_subject_cannot_smuggle_a_header_in(db: None) -> None:
    evil = Mail(subject="Hello\nBcc: all@hub.example", text="", html="")
    with pytest.raises(ValueError, match="newline"):
        send_mail("a@hub.example", **asdict(evil))
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again() -> None:
    assert issubclass(SMTPServerDisconnected, send_mail.autoretry_for)
    assert (send_mail.max_retries, send_mail.retry_backoff_max) == (12, 3600)
