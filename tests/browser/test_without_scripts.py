"""On a phone whose browser runs no scripts: the same things can be done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance, Side
from coe_hub.people.models import User
from tests.browser.steps import day, field, follow, press, see, told
from tests.browser.watching import PHONE, too_wide
from tests.factories import make_alliance, make_organisation, make_user

pytestmark = pytest.mark.browser

PLAIN = {"java_script_enabled": False, "viewport": PHONE}


@pytest.fixture
def eva(words: None) -> User:
    """An alliance manager."""
    return make_user("Eva Brandt", roles=["alliance_manager"])


def test_without_scripts_a_partnership_with_two_partners(visit: Callable[..., Page], eva: User) -> None:
    make_organisation("Northwind Biotech")
    page = visit(eva, **PLAIN)
    page.get_by_role("link", name="Log a partnership").first.click()
    partners = field(page, "Partners")
    partners.nth(0).fill("Northwind Biotech")
    partners.nth(1).fill("Northwind Biotec")
    press(page, "Log it")
    expect(page.get_by_text("“Northwind Biotec” looks like “Northwind Biotech”.")).to_be_visible()
    assert too_wide(page) == ""
    expect(partners.nth(0)).to_have_value("Northwind Biotech")

    partners.nth(1).fill("Veltora University")
    page.get_by_text("More: dates, rhythm, reference").click()
    field(page, "Starts").fill("2026-03-01")
    field(page, "Ends").fill("2026-02-01")
    press(page, "Log it")
    expect(page.get_by_text("The end lies before the start")).to_be_visible()
    field(page, "Ends").fill("2029-02-28")
    press(page, "Log it")

    see(page, "Kestrel Pharma × Northwind Biotech × Veltora University")
    theirs = Alliance.objects.get().parties.filter(side=Side.THEIRS).order_by("position")
    assert [party.organisation.name for party in theirs] == ["Northwind Biotech", "Veltora University"]


def test_without_scripts_journal_and_review(visit: Callable[..., Page], eva: User) -> None:
    started = timezone.localdate() - timedelta(days=200)
    alliance = make_alliance("Kestrel × Northwind", by=eva, stage_since=started, starts_on=started)
    page = visit(eva, **PLAIN)
    see(page, "1 thing needs you this week")
    follow(page.get_by_role("listitem"), "Review of Kestrel × Northwind")
    field(page, "What happened").fill("Call with Erin: the tissue leaves on Friday.")
    press(page, "Write down")
    told(page, "Written down.")
    expect(page.get_by_role("listitem").filter(has_text="the tissue leaves on Friday")).to_be_visible()

    page.get_by_role("link", name="Do the review").first.click()
    press(page, "Review done")
    expect(page.locator(".field-error")).to_be_visible()
    assert too_wide(page) == ""
    field(page, "On track").check()
    press(page, "Review done")
    alliance.refresh_from_db()
    told(page, f"Review written down. The next one is due on {day(alliance.next_review_on)}.")


def test_without_scripts_the_list_is_narrowed(visit: Callable[..., Page], eva: User) -> None:
    make_alliance("Kestrel × Halden: antibodies", by=eva, partners=["Halden Bio"])
    make_alliance("Kestrel × Orsini: licence", by=eva, partners=["Orsini"], type="licence_in")
    page = visit(eva, **PLAIN)
    page.get_by_role("navigation").get_by_role("link", name="Alliances").click()
    page.get_by_text("Filters", exact=True).click()
    field(page.get_by_role("search", name="Narrow this list"), "Type").select_option(label="Licence in")
    press(page, "Apply")
    names = page.get_by_role("rowheader").get_by_role("link")
    expect(names).to_have_text(["Kestrel × Orsini: licence"])
    page.get_by_role("link", name="Clear all").click()
    expect(names).to_have_text(["Kestrel × Halden: antibodies", "Kestrel × Orsini: licence"])


def test_without_scripts_the_alliances_of_a_person(visit: Callable[..., Page], eva: User) -> None:
    make_alliance("Kestrel × Halden: antibodies", by=eva)
    page = visit(eva, **PLAIN)
    page.goto(eva.person.get_absolute_url())
    follow(page, "Show the alliances")
    see(page, "Alliances of Eva Brandt")
    expect(page.get_by_role("rowheader").get_by_role("link")).to_have_text(["Kestrel × Halden: antibodies"])


def test_without_scripts_language_and_sign_out(visit: Callable[..., Page], eva: User) -> None:
    page = visit(eva, **PLAIN)
    menu = page.get_by_role("navigation").first.locator("summary")
    menu.click()
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    menu.click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    menu.click()
    page.get_by_role("button", name="Sign out").click()
    see(page, "Sign in")
