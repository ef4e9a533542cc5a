"""Those who may not: an auditor reads and changes nothing, a stranger finds nothing there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.browser.steps import see
from tests.factories import make_alliance, make_organisation, make_user

pytestmark = pytest.mark.browser

WAYS_TO_WRITE = (
    "Log a partnership", "Edit", "Change stage", "Do the review", "Write down", "Archive this alliance", "Add a person",
    "Correct", "Remove", "Name a lead", "Write it", "Set one",
)  # fmt: skip


@pytest.fixture
def lead(words: None) -> User:
    """Who leads both alliances."""
    return make_user("Lena Lead")


@pytest.fixture
def alliance(lead: User) -> Alliance:
    """An open one, due for review and without a purpose: there would be much to press."""
    return make_alliance("Kestrel × Northwind", by=lead)


@pytest.fixture
def secret(lead: User) -> Alliance:
    """One that is open only to its people."""
    make_organisation("Umbra", is_public=False)
    return make_alliance("Umbra acquisition talks", by=lead, kind="restricted", partners=["Umbra"])


def writable(page: Page) -> list[str]:
    """The ways to write this page offers."""
    offered = page.get_by_role("link").or_(page.get_by_role("button")).all_inner_texts()
    return [text for text in offered if text.strip().startswith(WAYS_TO_WRITE)]


def test_lead_is_offered_ways_to_write(visit: Callable[..., Page], lead: User, alliance: Alliance) -> None:
    page = visit(lead)
    page.goto(alliance.get_absolute_url())
    assert {"Edit", "Change stage", "Do the review", "Write down", "Archive this alliance"} <= set(writable(page))


def test_auditor_reads_and_cannot_write(visit: Callable[..., Page], alliance: Alliance) -> None:
    page = visit(make_user("Aldo Auditor", roles=["auditor"]))
    for address in ("/", "/alliances/", "/people/", "/people/organisations/"):
        page.goto(address)
        assert writable(page) == []
    for part in ("", "journal/", "people/", "history/"):
        page.goto(alliance.get_absolute_url() + part)
        see(page, alliance.name)
        assert writable(page) == []

    for part in ("edit/", "stage/", "review/", "journal/new/", "people/new/", "archive/"):
        answer = page.goto(alliance.get_absolute_url() + part)
        assert answer.status == 403
        see(page, "Your role does not allow this")
    page.get_by_role("link", name="Go to Today").click()
    see(page, "You can read 1 alliance")


def test_auditor_of_an_empty_hub_is_offered_nothing_forbidden(visit: Callable[..., Page], words: None) -> None:
    page = visit(make_user("Aldo Auditor", roles=["auditor"]))
    page.goto("/alliances/")
    see(page, "0 alliances")
    assert writable(page) == []


def test_stranger_finds_nothing(visit: Callable[..., Page], secret: Alliance) -> None:
    page = visit(make_user("Stan Stranger"))
    answer = page.goto(secret.get_absolute_url())
    assert answer.status == 404
    see(page, "Nothing here that you can open")
    page.goto("/search/?q=Umbra")
    see(page, "Nothing found for “Umbra”")
    page.goto("/alliances/?q=Umbra")
    see(page, "0 alliances")
    expect(page.get_by_text("No alliance matches")).to_be_visible()
