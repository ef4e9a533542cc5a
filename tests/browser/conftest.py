"""A real Chromium on a real server: who comes in, and what is watched meanwhile."""

import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from coe_hub.people.models import User
from tests.browser.mailbox import Mailbox
from tests.browser.samples import make_samples
from tests.browser.steps import sign_in
from tests.browser.watching import DESKTOP, Watch

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 10_000


@pytest.fixture(scope="module", autouse=True)
def _left_as_found(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Journeys end with empty tables; the tests of other files find the starter words again."""
    yield
    with django_db_blocker.unblock():
        call_command("load_starter", stdout=io.StringIO())


@pytest.fixture(scope="module")
def playwright(_left_as_found: None) -> Iterator[Playwright]:
    """Playwright for one file: its event loop must not outlive the journeys, or Django refuses to query beside it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium: nothing is downloaded for the tests."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
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


@pytest.fixture
def visit(new_context: Callable, watch: Watch) -> Callable[..., Page]:
    """Open a fresh browser, and come in as somebody through the sign-in page where `user` is given."""

    def opened(user: User | None = None, **options: Any) -> Page:
        context = new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        page = context.new_page()
        if user:
            page.goto("/")
            sign_in(page, user)
        return page

    return opened


@pytest.fixture
def samples(tmp_path: Path, words: None) -> SimpleNamespace:
    """One of everything, as a hub in use has it, and an account that may open every page."""
    return make_samples(tmp_path)


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
