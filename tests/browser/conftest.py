"""A real Chromium on a real server: who comes in, and what is watched meanwhile."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from coe_hub.people.models import User
from tests import databases
from tests.browser.mailbox import Mailbox
from tests.browser.samples import make_samples
from tests.browser.watching import DESKTOP, Watch
from tests.chromium import launch
from tests.factories import PASSWORD

PATIENCE = 20_000  # a loaded machine takes its time


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright for one file: its event loop must not outlive the journeys, or Django refuses to query beside it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for a file; each person of a journey has a context of it."""
    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture(scope="session")
def base_url(django_db_setup: None, live_server: LiveServer) -> str:
    """Where the server of this process listens; journeys open paths."""
    return live_server.url


@pytest.fixture(scope="module")
def browser_context_args(base_url: str) -> dict[str, Any]:
    """What every browser is set up with."""
    return {"base_url": base_url}


@pytest.fixture(autouse=True)
def _address(settings: Any, base_url: str) -> None:
    """Links in mails lead to the server of the test."""
    settings.HUB_URL = base_url


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Every browser of the test is watched; what went wrong fails it in the end."""
    watching = Watch()
    yield watching
    watching.look_again_on_a_phone()
    assert watching.complaints() == []


def cookies_of(user: User, address: str) -> list[dict[str, str]]:
    """What a browser keeps after this user has signed in: the sign-in page itself is left to the tests about it."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]


@pytest.fixture
def visit(new_context: Callable, watch: Watch, base_url: str) -> Callable[..., Page]:
    """Open a fresh browser; on Today, signed in already, where `user` is given."""

    def opened(user: User | None = None, **options: Any) -> Page:
        context = new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        page = context.new_page()
        if user:
            context.add_cookies(cookies_of(user, base_url))
            page.goto("/")
            expect(page.locator("body[data-user]")).to_be_visible()
        return page

    return opened


@pytest.fixture
def samples(tmp_path: Path, words: None) -> SimpleNamespace:
    """One of everything, as a hub in use has it, and an account that may open every page."""
    return databases.world("samples", lambda: make_samples(tmp_path))


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """Where the hub's mails arrive, over a real SMTP connection."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()
