"""Work of this room outside the request."""

from collections.abc import Mapping
from dataclasses import asdict
from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.db import transaction

from coe_hub.lib.mail import Mail, message_for, render_mail


@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=10, retry_backoff_max=3600, max_retries=12)
def send_mail(to: str, subject: str, text: str, html: str, calendar: str = "", reply_to: str = "") -> None:
    """Send one rendered mail; a mail server that is away is tried again for some hours."""
    message_for(Mail(subject=subject, text=text, html=html, calendar=calendar, reply_to=reply_to), to=to).send()


def hand_over(mail: Mail, *, to: str) -> None:
    """Give a rendered mail to the worker once the transaction is through: no page waits for a mail server."""
    transaction.on_commit(lambda: send_mail.delay(to, **asdict(mail)))


def send_in_background(name: str, *, to: str, language: str, context: Mapping[str, Any]) -> None:
    """Render a mail of ours in `language` and hand it over."""
    hand_over(render_mail(name, language=language, context=context), to=to)
