"""A real Chromium on a real server: who comes in, and what is watched meanwhile."""

import socket
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, Playwright
from pytest_django.live_server_helper import LiveServer

from coe_hub.people.models import User
from tests.browser.mailbox import Mailbox
from tests.browser.steps import sign_in
from tests.browser.watching import DESKTOP, Watch

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 8_000


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: Playwright's event loop stays in the process, and beside it Django refuses to query."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """Playwright, started when the database is there and stopped before it goes; beside its loop we may query."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium: nothing is downloaded for the tests."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(django_db_setup: None, live_server: LiveServer) -> str:
    """Where the server of this process listens; journeys open paths."""
    return live_server.url


@pytest.fixture(autouse=True)
def _address(settings: object, base_url: str) -> None:
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

    def opened(user: User | None = None, **options: object) -> Page:
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
def mailbox(settings: object) -> Iterator[Mailbox]:
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
