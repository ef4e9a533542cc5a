"""Mails of the hub: rendered in the reader's language, as text and HTML, from three small templates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.charset import BASE64, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """A rendered mail. `calendar` is the same told to a calendar; answers go to `reply_to`, where one is given, and
    it comes in the name of `company`, where that is said."""

    subject: str
    text: str
    html: str
    calendar: str = ""
    reply_to: str = ""
    company: str = ""


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


# Python tries each letter of a subject in two encodings, over all that stands before it: half of what a mail took.
_BASE64 = Charset("utf-8")
_BASE64.header_encoding = BASE64


class _Message(EmailMultiAlternatives):
    """A message whose subject is folded knowing what stands before it: else the first line of a long one stays empty,
    and mail programs show two blanks before it."""

    def message(self, **options: Any) -> Any:
        subject = str(self.subject)
        if subject.isascii() or len(subject.splitlines()) > 1:  # which Django refuses
            return super().message(**options)
        self.subject = ""
        found: Any = super().message(**options)
        self.subject = subject
        del found["Subject"]
        folded: Any = Header(subject, _BASE64, header_name="Subject")
        MIMEMultipart.__setitem__(found, "Subject", folded)
        return found


def sender_for(company: str) -> str:
    """The hub's own address under the name of a company, for mails that leave for people who know only that."""
    return formataddr((company, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def message_for(
    mail: Mail, *, to: str, message_id: str = "", headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """The mail as a message; a given Message-ID stays the same however often it is sent."""
    headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
    if message_id:
        headers["Message-ID"] = f"<{message_id}>"
    reply_to = [mail.reply_to] if mail.reply_to else None
    sender = sender_for(mail.company) if mail.company else None
    message = _Message(mail.subject, mail.text, sender, to=[to], headers=headers, reply_to=reply_to)
    message.attach_alternative(mail.html, "text/html")
    if method := _METHOD.search(mail.calendar):
        # Last of the alternatives, with its method in the type: only so do mail programs offer to accept (RFC 6047).
        # Lines end as in every other part; the mail server is given the line ends that the standards ask for.
        text = mail.calendar.replace("\r\n", "\n")
        message.attach_alternative(text, f"text/calendar; method={method.group(1)}")
    return message
