"""A member of the steering committee with a phone and ten minutes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from alliances.reviews.actions.reviews import do_review
from coe_hub.people.models import User
from tests import databases
from tests.browser.steps import day, follow, see
from tests.browser.watching import PHONE
from tests.factories import make_alliance, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def marta(words: None) -> User:
    """She sits on the committee, of a company with six open alliances and a restricted one."""
    return databases.world("committee", make_marta)


def make_marta() -> User:
    """She sits on the committee, of a company with six open alliances and a restricted one."""
    lead = make_user("Lena Lead")
    long_ago, lately = (timezone.localdate() - timedelta(days=days) for days in (400, 20))
    for number, outcome in enumerate(["at_risk", "at_risk", "on_track", "watch"]):
        alliance = make_alliance(f"Reviewed {number}", by=lead, stage_since=long_ago)
        do_review(alliance=alliance, by=lead, outcome=outcome, note="", held_on=lately)
    for number in range(2):
        make_alliance(f"Forgotten {number}", by=lead, stage_since=long_ago)
    make_alliance("Umbra acquisition talks", by=lead, kind="restricted", stage="exploring", stage_since=lately)
    return make_user("Marta Ruiz", roles=["committee"])


@pytest.fixture
def page(visit: Callable[..., Page], marta: User) -> Page:
    """Her phone, on Today."""
    return visit(marta, viewport=PHONE, has_touch=True, is_mobile=True)


def number(place: Locator) -> int:
    """The first figure of a text."""
    return int(re.search(r"\d+", place.inner_text()).group())


def rows(page: Page, count: int) -> list[str]:
    """Names on the list behind a figure, once so many stand there."""
    names = page.get_by_role("main").locator("tbody th").get_by_role("link")
    expect(names).to_have_count(count)
    return names.all_inner_texts()


def test_three_lists_come_first_and_lead_to_what_is_behind(page: Page) -> None:
    see(page, "4 alliances need the committee’s attention")
    card = page.get_by_role("region", name="Attend to")
    expect(card.get_by_role("heading", level=3)).to_have_count(3)
    assert number(card.get_by_role("link", name="All 4")) == 4
    card.get_by_role("link", name="All 4").click()
    assert sorted(rows(page, 4)) == ["Forgotten 0", "Forgotten 1", "Reviewed 0", "Reviewed 1"]


@pytest.mark.parametrize("label", ["Held on time", "Held late", "Due within 30 days", "Overdue"])
def test_each_figure_of_the_reviews_equals_its_list(page: Page, label: str) -> None:
    follow(page, "The dashboard")
    see(page, "7 alliances, 4 need your attention")
    cell = page.get_by_role("term").get_by_text(label, exact=True).locator("xpath=following-sibling::dd[1]")
    figure = cell.get_by_role("link")
    expected = number(figure)
    figure.click()
    names = rows(page, expected)
    if label == "Overdue":
        assert sorted(names) == ["Forgotten 0", "Forgotten 1"]


def test_a_figure_of_the_portfolio_equals_its_list(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Governance").click()
    page.get_by_text("As a table").first.click()
    research = page.locator("table.narrow tr").filter(has_text="Research").get_by_role("link")
    figures = [number(figure) for figure in research.all()]
    assert figures == [1, 0, 6, 0, 7]
    research.nth(2).click()
    rows(page, figures[2])


def test_a_restricted_alliance_is_a_figure_and_never_a_name(page: Page) -> None:
    for address in ("/", "/governance/"):
        page.goto(address)
        expect(page.get_by_role("main")).not_to_contain_text("Umbra")


def test_a_line_says_why_and_a_figure_whom_to_ask(visit: Callable[..., Page], marta: User) -> None:
    mia = make_user("Mia Manager", roles=["alliance_manager"])
    today = timezone.localdate()
    assays = make_alliance("Kestrel × Orbit: assays", by=mia, stage_since=today - timedelta(days=30))
    do_review(alliance=assays, by=mia, outcome="at_risk", note="Orbit lost its only chemist.", held_on=today)
    talks = make_alliance("Umbra acquisition", by=mia, kind="restricted", stage_since=today - timedelta(days=30))
    do_review(alliance=talks, by=mia, outcome="at_risk", note="Umbra wants out.", held_on=today)
    page = visit(marta, viewport=PHONE, has_touch=True, is_mobile=True)
    card = page.get_by_role("region", name="Attend to")
    line = card.locator(".card-item").filter(has_text="Kestrel × Orbit: assays")
    expect(line).to_contain_text(f"At risk since the review of {day(today)}.")
    expect(line).to_contain_text("Orbit lost its only chemist.")
    expect(line).to_contain_text("Lead: Mia Manager")
    card.get_by_role("link", name="All 6").click()
    assert "Umbra acquisition" not in rows(page, 5)
    note = page.get_by_text("Restricted alliances that you are not named on are in the figures of the dashboard")
    note.get_by_role("link", name="Mia Manager").click()
    see(page, "Mia Manager")
