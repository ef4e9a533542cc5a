"""Requests that may be sent again: one that names itself by an `Idempotency-Key` is done once."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.api.models import KeptAnswer
from coe_hub.api.problems import Problem

KEPT_FOR = timedelta(days=1)
_LONGEST_KEY = 255
_KEPT_HEADERS = ("ETag", "Location", "Content-Language")


def done_once(request: Any, do: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `do`, or, where the same request of this token came before, the answer that it had.

    What is refused keeps nothing: the key may be used again. Whoever asks a second time meanwhile waits for the first.
    Raises `Problem` for a key that came with another request.
    """
    key, asked = _key(request), _hash(request)
    with transaction.atomic():
        KeptAnswer.objects.filter(token=request.auth, key=key, made_at__lt=timezone.now() - KEPT_FOR).delete()
        kept, is_first = KeptAnswer.objects.get_or_create(token=request.auth, key=key, defaults={"asked_hash": asked})
        if is_first:
            response = do()
            kept.status, kept.body = response.status_code, response.content.decode()
            kept.headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
            kept.save(update_fields=["status", "body", "headers"])
            return response
    if kept.asked_hash != asked:
        raise Problem("key-taken", _("This key was sent with another request. Use a new one for each."))
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json", headers=kept.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def _key(request: Any) -> str:
    key = request.headers["Idempotency-Key"].strip()
    if not key or len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        most = {"most": _LONGEST_KEY}
        raise Problem("malformed", _("“Idempotency-Key” is 1 to %(most)d letters, digits and signs.") % most)
    return key


def _hash(request: Any) -> str:
    parts = (request.method, request.get_full_path(), request.headers.get("If-Match", ""))
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()


def forget_answers() -> None:
    """Remove what was kept for longer than a day."""
    KeptAnswer.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
