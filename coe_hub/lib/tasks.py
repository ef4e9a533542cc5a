"""Work of this room outside the request."""

from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.db import transaction

from coe_hub.lib.mail import message_for, render_mail


@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=10, retry_backoff_max=3600, max_retries=12)
def send_mail(name: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Render and send one mail; mail servers that are away are tried again for some hours."""
    message_for(render_mail(name, language=language, context=context), to=to).send()


def send_in_background(name: str, *, to: str, language: str, context: Mapping[str, Any]) -> None:
    """Hand a mail to the worker once the transaction is through."""
    transaction.on_commit(lambda: send_mail.delay(name, to, language, dict(context)))
