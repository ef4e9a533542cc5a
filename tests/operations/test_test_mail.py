"""The test mail that an admin sends themself: whether it went, and what the mail server said where it did not."""

from collections.abc import Callable
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import Cast


def said(browser: Client) -> str:
    """Send one from the page of the reminders; what the page says then."""
    page = browser.get(reverse("reminder_engine")).text
    assert f'action="{reverse("test_mail")}"' in page
    [message] = browser.post(reverse("test_mail"), follow=True).context["messages"]
    return str(message)


def test_it_goes_to_whoever_asks_for_it(cast: Cast, sign_in: Callable[..., Client]) -> None:
    assert said(sign_in(cast.admin)) == f"A test mail is on its way to {cast.admin.email}."
    [message] = mail.outbox
    assert (message.to, message.subject) == ([cast.admin.email], "Test mail from the CoE Hub")
    assert "invitations and reminders will too" in message.body


def test_what_the_mail_server_says_is_read_at_once(cast: Cast, sign_in: Callable[..., Client], settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    text = said(sign_in(cast.admin))
    assert text.startswith(f"No mail went to {cast.admin.email}. The mail server said: ")
    assert "refused" in text
