"""Who is told that something changed: what is sent, how it is signed, and where nothing goes."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from coe_hub.api.models import CallState, Webhook, WebhookCall
from coe_hub.api.webhooks.actions import make_webhook, secret_of, stop_webhook
from coe_hub.api.webhooks.following import follow
from coe_hub.api.webhooks.forms import WebhookForm
from coe_hub.api.webhooks.sending import allowed_ip, send_waiting
from coe_hub.lib.errors import DomainError
from tests.cast import Cast


class Receiver:
    """A system that is told, and what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/told?by=hub"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


def changed(alliance: Alliance, by: Any, text: str) -> Any:
    return write_entry(alliance=alliance, kind="note", text=text, happened_on=timezone.localdate(), by=by)


def test_a_change_is_told_signed_and_once(cast: Cast, alliance: Alliance, secret: Alliance, receiver: Receiver) -> None:
    hook, key = make_webhook(user=cast.admin, name="W", address=receiver.address, resources=["journal"])
    entry = changed(alliance, cast.lead, "Called")
    changed(secret, cast.lead, "Umbra called")
    soon = timezone.now() + timedelta(minutes=2)
    follow(soon)
    follow(soon)
    assert (send_waiting(soon), send_waiting(soon)) == ((1, 0), (0, 0))
    ((headers, body),) = receiver.heard
    told = json.loads(body)
    assert [(one["resource"], one["id"], one["version"]) for one in told["changes"]] == [
        ("journal", entry.public_id, 1)
    ]
    at, _comma, signature = headers["X-Hub-Signature"].removeprefix("t=").partition(",v1=")
    assert signature == hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert (secret_of(hook).decode(), headers["X-Hub-Delivery"]) == (key, told["id"])


def test_what_is_not_received_is_tried_again_and_then_given_up(
    cast: Cast, alliance: Alliance, receiver: Receiver
) -> None:
    hook, _key = make_webhook(user=cast.admin, name="W", address=receiver.address, resources=["journal"])
    call = WebhookCall.objects.create(webhook=hook, body={"changes": []})
    receiver.status, now = 302, timezone.now()
    assert send_waiting(now) == (0, 1)
    call.refresh_from_db()
    assert (call.state, call.last_error, call.send_after) == (CallState.PLANNED, "HTTP 302", now + timedelta(minutes=2))
    assert send_waiting(now) == (0, 0)
    for _attempt in range(9):
        now += timedelta(days=1)
        send_waiting(now)
    call.refresh_from_db()
    assert (call.state, call.attempts, len(receiver.heard)) == (CallState.FAILED, 10, 10)
    receiver.status = 200
    WebhookCall.objects.create(webhook=hook, body={"changes": []})
    stop_webhook(hook=hook)
    changed(alliance, cast.lead, "Called")
    follow(now + timedelta(days=1))
    assert (send_waiting(now), Webhook.objects.living().count()) == ((0, 0), 0)


def test_nothing_goes_into_a_network_that_is_not_listed(cast: Cast, settings: Any) -> None:
    inside = (
        "https://127.0.0.1/", "https://10.1.2.3/", "https://192.168.0.1/", "https://169.254.169.254/latest/",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[fd00::1]/", "http://93.184.215.14/", "https://0.0.0.0/",
    )  # fmt: skip
    for address in inside:
        with pytest.raises(DomainError) as caught:
            allowed_ip(urlsplit(address))
        no_https = address.startswith("http:") and "Give an address that begins with https://."
        host = urlsplit(address).hostname
        within = f"{host} is inside a network. Whoever runs the hub lists it in WEBHOOK_PRIVATE_HOSTS first."
        assert (caught.value.message, caught.value.field) == (no_https or within, "address")
    with pytest.raises(DomainError) as caught:
        allowed_ip(urlsplit("https://no machine/"))
    assert caught.value.message == "There is no machine called no machine."
    assert allowed_ip(urlsplit("https://93.184.215.14/hook")) == "93.184.215.14"
    form = WebhookForm({"name": "W", "address": "https://10.1.2.3/", "resources": ["journal"]})
    assert list(form.errors) == ["address"]
    settings.WEBHOOK_PRIVATE_HOSTS = ["10.1.2.3"]
    assert WebhookForm({"name": "W", "address": "http://10.1.2.3/", "resources": ["journal"]}).is_valid()
    hook, _key = make_webhook(user=cast.admin, name="W", address="https://10.1.2.4/", resources=["journal"])
    WebhookCall.objects.create(webhook=hook, body={"changes": []})
    assert send_waiting(timezone.now()) == (0, 1)


def test_webhook_create_shows_the_secret_once(cast: Cast, sign_in: Any, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["10.1.2.3"]
    browser = sign_in(cast.admin)
    words = {"name": "Warehouse", "address": "http://10.1.2.3/hub", "resources": ["journal", "alliances"]}
    page = browser.post("/webhooks/new/", words)
    hook = Webhook.objects.get()
    assert page.context["secret"] == secret_of(hook).decode()
    assert page.context["secret"] not in browser.get(f"/webhooks/{hook.pk}/").content.decode()
    assert browser.post(f"/webhooks/{hook.pk}/stop/").status_code == 302
    assert [one.stopped_at is not None for one in browser.get("/webhooks/").context["hooks"]] == [True]
