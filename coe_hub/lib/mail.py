"""Mails of the hub: rendered in the reader's language, as text and HTML, from three small templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True)
class Mail:
    """A rendered mail."""

    subject: str
    text: str
    html: str


def render_mail(name: str, *, language: str, context: Mapping[str, Any]) -> Mail:
    """Render `templates/emails/<name>_subject.txt`, `_body.txt` and `_body.html` in `language`."""
    words = {**context, "hub_url": settings.HUB_URL, "language": language}
    with translation.override(language):
        subject = " ".join(render_to_string(f"emails/{name}_subject.txt", words).split())
        return Mail(
            subject=subject,
            text=render_to_string(f"emails/{name}_body.txt", words).strip() + "\n",
            html=render_to_string(f"emails/{name}_body.html", words | {"subject": subject}),
        )


def message_for(
    mail: Mail, *, to: str, message_id: str = "", headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """The mail as a message; a given Message-ID stays the same however often it is sent."""
    headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
    if message_id:
        headers["Message-ID"] = f"<{message_id}>"
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message
