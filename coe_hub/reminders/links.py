"""Addresses in mails that work without signing in, for three months.

Each is signed and says only which reminder or mail it is about. Opening one changes nothing: mail scanners open every
link. What may be done with it is a choice of a few words, on a page with a button.
"""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from coe_hub.reminders.models import Delivery, Reminder

LASTS = timedelta(days=90)
_ANSWER = TimestampSigner(salt="reminders.answer")
_MUTE = TimestampSigner(salt="reminders.mute")


def answer_path(reminder: Reminder) -> str:
    """Where this reminder is answered."""
    return reverse("reminder_answer", args=[_ANSWER.sign(str(reminder.pk))])


def mute_path(delivery: Delivery) -> str:
    """Where mails like this one are switched off."""
    return reverse("reminder_mute", args=[_MUTE.sign(str(delivery.pk))])


def reminder_of(token: str) -> Reminder | None:
    """The reminder that a token is about; None for a forged or expired one."""
    key = _read(_ANSWER, token)
    return Reminder.objects.select_related("person__user", "person__site").filter(pk=key).first() if key else None


def delivery_of(token: str) -> Delivery | None:
    """The mail that a token is about; None for a forged or expired one."""
    key = _read(_MUTE, token)
    return Delivery.objects.select_related("person").filter(pk=key).first() if key else None


def _read(signer: TimestampSigner, token: str) -> str | None:
    try:
        return signer.unsign(token, max_age=LASTS)
    except BadSignature:
        return None
