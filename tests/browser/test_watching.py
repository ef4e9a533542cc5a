"""The watch over every journey notices what it is there for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.watching import DESKTOP, Watch

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("words")]


@pytest.fixture
def watch() -> Watch:
    """A watch that does not fail the test: here the test asks it."""
    return Watch()


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """The sign-in page, in a watched browser."""
    opened = visit()
    opened.goto("/accounts/login/")
    return opened


def test_watch_is_content_with_a_good_page(page: Page, watch: Watch) -> None:
    watch.look_again_on_a_phone()
    assert watch.complaints() == []


def test_watch_hears_the_console(page: Page, watch: Watch) -> None:
    page.evaluate("console.error('something is wrong')")
    assert [line.split(" (")[0] for line in watch.complaints()] == ["console: something is wrong"]


def test_watch_hears_broken_scripts(page: Page, watch: Watch) -> None:
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert watch.complaints() == ["script: broken"]


def test_watch_hears_the_policy(page: Page, watch: Watch) -> None:
    with page.expect_console_message(lambda message: message.text.startswith("policy:")):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')")
    assert any(line.startswith("console: policy: style-src-attr blocked inline") for line in watch.complaints())


def test_watch_sees_failing_parts_and_not_refused_pages(page: Page, watch: Watch) -> None:
    page.goto("/accounts/nowhere/")
    assert watch.complaints() == []
    with page.expect_console_message(lambda message: "404" in message.text):
        page.evaluate("fetch('/static/nowhere.js')")
    assert len(watch.complaints()) == 1


def test_watch_sees_answers_that_fail(page: Page, watch: Watch) -> None:
    page.route("**/broken/", lambda route: route.fulfill(status=500, body="broken"))
    page.goto("/broken/")
    assert [line.split(":")[0] for line in watch.complaints()] == ["answer 500"]


def test_watch_sees_what_is_too_wide_for_a_phone(visit: Callable[..., Page], watch: Watch) -> None:
    page = visit()
    wide = "<html lang=en><title>Wide</title><table width=600><tr><td>wide</table>"
    page.context.route("**/wide/", lambda route: route.fulfill(body=wide, content_type="text/html"))
    page.goto("/wide/")
    assert page.viewport_size == DESKTOP
    watch.look_again_on_a_phone()
    assert [line.split(":")[0] for line in watch.complaints()] == ["too wide on a phone"]


def test_axe_finds_what_cannot_be_read(page: Page) -> None:
    page.get_by_role("heading", level=1).evaluate("one => { one.style.color = 'silver' }")
    assert any("color-contrast" in line for line in violations(page, "sign-in"))
