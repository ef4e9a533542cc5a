"""Messages go out as reminders do: claimed, signed, sent, and marked; what is not received is tried again.

The address is looked up once and that very machine is spoken to, so that no name can lead into our own network after
it was looked at. Nobody is followed anywhere else.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.api.models import CallState, Webhook, WebhookCall
from coe_hub.api.webhooks.actions import secret_of
from coe_hub.lib.errors import DomainError

BATCH, MOST_ATTEMPTS = 20, 10
CLAIM, PATIENCE = timedelta(minutes=10), 10  # seconds
KEPT = timedelta(days=31)


def send_waiting(now: datetime) -> tuple[int, int]:
    """Send what waits; return how many were received, and how many not. Any number of workers may do this at once."""
    WebhookCall.objects.filter(ended_at__lt=now - KEPT).delete()
    sent = failed = 0
    for call in _claim(now):
        error = _send(call, now)
        _mark(call, error, now)
        sent, failed = sent + (not error), failed + bool(error)
    return sent, failed


def _claim(now: datetime) -> list[WebhookCall]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    waiting = WebhookCall.objects.filter(free, state=CallState.PLANNED, send_after__lte=now)
    with transaction.atomic():
        in_turn = waiting.select_for_update(skip_locked=True).order_by("send_after", "pk")
        pks = list(in_turn.values_list("pk", flat=True)[:BATCH])
        WebhookCall.objects.filter(pk__in=pks).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    return list(WebhookCall.objects.filter(pk__in=pks).select_related("webhook__user").order_by("send_after", "pk"))


def _mark(call: WebhookCall, error: str, now: datetime) -> None:
    """Received, or to be tried again after 2, 4, 8 … minutes, or given up."""
    call.claimed_until, call.last_error = None, error[:300]
    if not error or call.attempts >= MOST_ATTEMPTS:
        call.state, call.ended_at = CallState.FAILED if error else CallState.SENT, timezone.now()
    else:
        call.send_after = now + timedelta(minutes=2**call.attempts)
    call.save(update_fields=["claimed_until", "last_error", "state", "ended_at", "send_after"])


def _send(call: WebhookCall, now: datetime) -> str:
    """What went wrong; empty where it was received."""
    hook = call.webhook
    if hook.stopped_at or not hook.user.is_active:
        return "stopped"
    try:
        body = json.dumps({"id": str(call.pk), **call.body}).encode()
        status = _post(hook, body, headers_of(call, body, now))
    except (DomainError, InvalidToken) as error:
        return str(error) or "The secret cannot be read any more: make the webhook anew."
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if 200 <= status < 300 else f"HTTP {status}"


def headers_of(call: WebhookCall, body: bytes, now: datetime) -> dict[str, str]:
    """With the signature: HMAC-SHA256 over the time in seconds, a full stop, and the body."""
    at = str(int(now.timestamp()))
    signature = hmac.new(secret_of(call.webhook), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "CoE-Hub",
        "X-Hub-Delivery": str(call.pk),
        "X-Hub-Signature": f"t={at},v1={signature}",
    }


def _post(hook: Webhook, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(hook.address)
    ip = allowed_ip(parts)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    line = socket.create_connection((ip, port), timeout=PATIENCE)
    try:
        if parts.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", port, timeout=PATIENCE)
        connection.sock = line
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        line.close()


def allowed_ip(parts: SplitResult) -> str:
    """The address of the machine to speak to. Raises `DomainError` where it is none that may be told."""
    host = parts.hostname or ""
    is_listed = host in settings.WEBHOOK_PRIVATE_HOSTS
    if parts.scheme != "https" and not (is_listed and parts.scheme == "http"):
        raise DomainError(_("Give an address that begins with https://."), field="address")
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DomainError(_("There is no machine called %(host)s.") % {"host": host}, field="address") from error
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not addresses or not (is_listed or all(_is_public(one) for one in addresses)):
        sentence = _("%(host)s is inside a network. Whoever runs the hub lists it in WEBHOOK_PRIVATE_HOSTS first.")
        raise DomainError(sentence % {"host": host}, field="address")
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address) and (inner := address.ipv4_mapped or address.sixtofour):
        return inner.is_global and address.is_global
    return address.is_global and not address.is_multicast
