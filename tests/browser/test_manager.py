"""An alliance manager: logs partnerships, runs them, finds them again, puts them away."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.people.models import Organisation, User
from tests.browser.steps import day, fact, field, follow, pick, press, see, tab_to, told
from tests.browser.watching import PHONE
from tests.factories import PASSWORD, make_alliance, make_organisation, make_person, make_user

pytestmark = pytest.mark.browser

NAME = "Kestrel Pharma × Northwind Biotech"


@pytest.fixture
def eva(words: None) -> User:
    """A professional alliance manager."""
    return make_user("Eva Brandt", roles=["alliance_manager"])


@pytest.fixture
def lists(eva: User) -> list[Alliance]:
    """Three alliances on the list: two of them licences, one of these launching."""
    return [
        make_alliance("Kestrel × Halden: antibodies", by=eva, partners=["Halden Bio"]),
        make_alliance("Kestrel × Tamsin: =licence", by=eva, partners=["Tamsin"], type="licence_in", stage="launching"),
        make_alliance("Kestrel × Orsini: licence", by=eva, partners=["Orsini", "Halden Bio"], type="licence_in"),
    ]


def test_manager_logs_a_partnership_with_two_partners(visit: Callable[..., Page], eva: User) -> None:
    make_organisation("Northwind Biotech")
    make_person("Mark Lindqvist")
    page = visit(eva)
    page.get_by_role("link", name="Log a partnership").first.click()

    field(page, "Partners").fill("Nortwind Biotech")
    press(page, "Log it")
    error = page.get_by_text("“Nortwind Biotech” looks like “Northwind Biotech”.")
    expect(error).to_be_visible()
    expect(field(page, "These are new organisations")).not_to_be_checked()

    first = field(page, "Partners").first
    expect(first).to_be_focused()
    pick(first, typed="northw", chosen="Northwind Biotech")
    press(page, "Add another partner")
    second = page.locator(":focus")
    second.press_sequentially("Veltora University")
    expect(page.get_by_text("New: will be created").last).to_be_visible()
    pick(field(page, "Lead on our side"), typed="lindq", chosen="Mark Lindqvist · Kestrel Pharma")
    field(page, "Purpose").fill("Two series that degrade the target; one goes to the clinic.")
    field(page, "Only people named on it").check()
    press(page, "Log it")

    see(page, f"{NAME} × Veltora University")
    expect(page.get_by_role("main").get_by_text("Restricted", exact=True).first).to_be_visible()
    fact(page, "Who may see it", "Only people named on it")
    expect(page.get_by_role("complementary").get_by_role("link")).to_contain_text(
        ["Northwind Biotech", "Veltora University", "Kestrel Pharma"]
    )
    alliance = Alliance.objects.get()
    assert (str(alliance.lead), alliance.scope.kind) == ("Mark Lindqvist", "restricted")
    assert set(Organisation.objects.values_list("name", flat=True)) == {
        "Kestrel Pharma", "Northwind Biotech", "Veltora University",
    }  # fmt: skip


def test_manager_runs_a_partnership(visit: Callable[..., Page], eva: User) -> None:
    alliance = make_alliance(NAME, by=eva, stage="launching")
    page = visit(eva)
    page.get_by_role("table").get_by_role("link", name=NAME).click()

    follow(page.get_by_role("navigation", name="Parts of this alliance"), "People")
    follow(page, "Add a person")
    field(page, "Person").press_sequentially("Raj Subramanian")
    expect(page.locator(".picker-hint").get_by_text("New: will be created", exact=True)).to_be_visible()
    field(page, "Scientific lead").check()
    press(page, "Add")
    told(page, "Added.")
    expect(page.get_by_role("main").get_by_role("link", name="Raj Subramanian", exact=True)).to_be_visible()
    page.get_by_role("link", name="Edit roles Raj Subramanian", exact=True).click()
    see(page, "What Raj Subramanian does here")
    field(page, "Adviser").check()
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Scientific lead, Adviser")

    follow(page, "Overview")
    follow(page, "Change stage")
    yesterday = timezone.localdate() - timedelta(days=1)
    field(page, "Running").check()
    field(page, "Since").fill(yesterday.isoformat())
    field(page, "Reason").fill("The first shipment arrived")
    press(page, "Change stage")
    told(page, "Now in the stage “Running”.")

    follow(page, "History")
    sentences = page.get_by_role("main").get_by_role("listitem")
    expect(
        sentences.filter(has_text=f"Eva Brandt moved it to the stage “Running” as of {day(yesterday)}")
    ).to_contain_text("The first shipment arrived")
    expect(sentences.filter(has_text="Eva Brandt added Raj Subramanian as Scientific lead")).to_be_visible()
    alliance.refresh_from_db()
    assert alliance.stage.code == "running"


def test_manager_narrows_sorts_and_exports(visit: Callable[..., Page], eva: User, lists: list[Alliance]) -> None:
    page = visit(eva)
    page.get_by_role("navigation").get_by_role("link", name="Alliances").click()
    see(page, "3 alliances")
    page.get_by_text("Filters", exact=True).click()
    field(page.get_by_role("search", name="Narrow this list"), "Type").select_option(label="Licence in")
    press(page, "Apply")
    see(page, "2 alliances")
    names = page.get_by_role("rowheader").get_by_role("link")
    expect(names).to_have_text(["Kestrel × Orsini: licence", "Kestrel × Tamsin: =licence"])

    page.get_by_role("columnheader", name="Stage").get_by_role("link").click()
    expect(names).to_have_text(["Kestrel × Tamsin: =licence", "Kestrel × Orsini: licence"])
    assert _exported(page) == ["Kestrel × Tamsin: =licence", "Kestrel × Orsini: licence"]

    page.get_by_role("searchbox", name="Name, partner, reference").fill("halden")
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Kestrel × Orsini: licence"])
    page.get_by_role("list", name="Filters in force").get_by_role("link", name="Type").click()
    expect(names).to_have_text(["Kestrel × Halden: antibodies", "Kestrel × Orsini: licence"])


def test_what_is_exported_can_be_chosen_with_a_thumb(
    visit: Callable[..., Page], eva: User, lists: list[Alliance]
) -> None:
    page = visit(eva, viewport=PHONE)
    page.goto(reverse("alliance_list"))
    page.get_by_text("Export", exact=True).click()
    page.get_by_text("Choose columns", exact=True).click()
    menu = page.locator(".menu-panel")
    sizes = [one.bounding_box() for one in menu.locator("a, summary, label, button").all()]
    assert (len(sizes) > 10, [one for one in sizes if one is None or min(one["width"], one["height"]) < 44]) == (
        True,
        [],
    )


def _exported(page: Page) -> list[str]:
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return [row[0] for row in csv.reader(file)][1:]


def test_manager_archives_and_restores(visit: Callable[..., Page], eva: User) -> None:
    make_alliance(NAME, by=eva)
    page = visit(eva)
    page.get_by_role("table").get_by_role("link", name=NAME).click()
    follow(page, "Archive this alliance")
    see(page, "Archive this alliance?")
    press(page, "Archive")
    told(page, "Archived. It can be restored from its page.")
    page.goto("/alliances/")
    see(page, "0 alliances")

    page.goto("/alliances/?archived=on")
    page.get_by_role("table").get_by_role("link", name=NAME).click()
    press(page, "Restore")
    told(page, "Restored.")
    page.goto("/alliances/")
    see(page, "1 alliance")


def test_manager_needs_no_mouse(visit: Callable[..., Page], eva: User) -> None:
    make_organisation("Northwind Biotech")
    page = visit()
    page.goto("/")
    tab_to(page, field(page, "E-mail"))
    page.keyboard.type(eva.email)
    tab_to(page, field(page, "Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is waiting for you")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab_to(page, page.get_by_role("banner").get_by_role("link", name="Log a partnership"))
    page.keyboard.press("Enter")
    see(page, "Log a partnership")
    tab_to(page, field(page, "Partners"))
    pick(page.locator(":focus"), typed="north", chosen="Northwind Biotech")
    tab_to(page, page.get_by_role("button", name="Log it"))
    page.keyboard.press("Enter")
    see(page, NAME)

    tab_to(page, page.get_by_role("main").get_by_role("link", name="Change stage"))
    page.keyboard.press("Enter")
    see(page, "Change stage")
    tab_to(page, field(page, "Exploring"))
    page.keyboard.press("ArrowUp")
    expect(field(page, "Closed")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Change stage"))
    page.keyboard.press("Enter")
    told(page, "Now in the stage “Closed”.")
