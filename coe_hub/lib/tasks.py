"""Work of this room outside the request, and how every room gives work to a worker."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from smtplib import SMTPException
from typing import Any

from celery import Task, shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from coe_hub.lib import stray_files
from coe_hub.lib.mail import Mail, message_for, render_mail
from coe_hub.lib.sealing import seal

logger = logging.getLogger(__name__)


def give_to_worker(task: Task, *arguments: Any, without: Callable[[], Any] | None = None, **named: Any) -> None:
    """Have a worker do this once the transaction is through.

    What was asked for is saved by then, so Redis away is no error of the page: `without` is done instead, or a task of
    beat takes up later what nobody was told of.
    """

    def give() -> None:
        try:
            task.delay(*arguments, **named)
        except OperationalError as error:
            logger.error("Redis is away, no worker was told of %s: %s", task.name, error)  # noqa: TRY400
            if without is not None:
                without()

    transaction.on_commit(give)


@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=10, retry_backoff_max=3600, max_retries=12)
def send_mail(to: str, **mail: str) -> None:
    """Send one rendered mail, sealed or, from before an upgrade, by the fields of `Mail`; a mail server that is away is
    tried again for hours."""
    message_for(_opened(**mail), to=to).send()


def _sealed(mail: Mail) -> dict[str, str]:
    """A mail as it lies in the broker: links in it open accounts, so nobody who reads there reads them."""
    return {"sealed": seal("mail").encrypt(json.dumps(asdict(mail)).encode()).decode()}


def _opened(*, sealed: str = "", **fields: str) -> Mail:
    return Mail(**json.loads(seal("mail").decrypt(sealed.encode()))) if sealed else Mail(**fields)


def hand_over(mail: Mail, *, to: str) -> None:
    """Give a rendered mail to the worker once the transaction is through: no page waits for a mail server, unless Redis
    is away and the page is the only one that can send it."""
    give_to_worker(send_mail, to, without=lambda: _send_here(mail, to), **_sealed(mail))


def _send_here(mail: Mail, to: str) -> None:
    try:
        message_for(mail, to=to).send()
    except (SMTPException, OSError):
        logger.exception("A mail went to nobody: Redis and the mail server are away")


def send_in_background(
    name: str, *, to: str, language: str, context: Mapping[str, Any], reply_to: str = "", company: str = ""
) -> None:
    """Render a mail of ours in `language` and hand it over. Answers go to `reply_to`, where one is given; people
    outside read the name of our `company` as its sender."""
    mail = render_mail(name, language=language, context=context)
    hand_over(replace(mail, reply_to=reply_to, company=company), to=to)


@shared_task
def remove_stray_files() -> None:
    """Once a day: what was stored and never came to have a row goes."""
    stray_files.remove_stray_files()
