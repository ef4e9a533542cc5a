"""Pages as they are while somebody uses them: menus open, forms refused, nothing found; by axe-core."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from tests.browser.axe import look_at, violations
from tests.browser.steps import field, press, see
from tests.browser.watching import Watch, too_wide

pytestmark = pytest.mark.browser


def test_pages_in_other_states(visit: Callable[..., Page], samples: SimpleNamespace) -> None:
    page = visit(samples.ada)
    page.goto("/search/?q=kras")
    found = violations(page, "search with hits")
    page.goto("/search/?q=zzzz")
    found += violations(page, "search without")
    page.goto("/alliances/?type=research&sort=-stage")
    page.get_by_text("Filters", exact=True).click()
    expect(page.locator("details.filters-more")).to_have_attribute("open", "")
    found += violations(page, "list with filters")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_text("Export", exact=True).click()
    found += violations(page, "list with export menu")
    page.goto("/alliances/?q=zzzz")
    found += violations(page, "list without hits")
    page.goto(samples.old.get_absolute_url())
    found += violations(page, "archived record")
    page.get_by_role("navigation", name="Main").locator("summary").click()
    found += violations(page, "menu open")
    assert page.goto("/alliances/nowhere/").status == 404
    found += violations(page, "not found")
    assert found == []


def test_forms_in_other_states(visit: Callable[..., Page], samples: SimpleNamespace) -> None:
    page = visit(samples.ada)
    page.goto("/alliances/new/")
    field(page, "Partners").press_sequentially("northw")
    expect(page.get_by_role("option").first).to_be_visible()
    field(page, "Partners").press("ArrowDown")
    found = violations(page, "picker open")
    field(page, "Partners").fill("Nortwind Biotech")
    expect(page.get_by_role("option").filter(has_text="New: will be created")).to_be_visible()
    page.get_by_text("More: dates, rhythm, reference").click()
    field(page, "Starts").fill("2026-03-01")
    field(page, "Ends").fill("2026-02-01")
    press(page, "Log it")
    expect(page.get_by_text("The end lies before the start")).to_be_visible()
    found += violations(page, "form with errors")
    assert too_wide(page) == ""

    page.goto(f"{samples.record.get_absolute_url()}edit/")
    field(page, "Purpose").fill("Mine.")
    Alliance.objects.filter(pk=samples.record.pk).update(purpose="Theirs.", version=F("version") + 1)
    press(page, "Save")
    see(page, "Somebody else saved this while you were editing")
    found += violations(page, "merge page")
    press(page, "Save with these choices")
    see(page, samples.record.name)
    found += violations(page, "record with a message")
    assert found == []


def test_pages_in_japanese(visit: Callable[..., Page], samples: SimpleNamespace, watch: Watch) -> None:
    page = visit(samples.ada)
    page.get_by_role("navigation", name="Main").locator("summary").click()
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    names = {
        "today": "",
        "alliance_list": "",
        "alliance_detail": "alliance",
        "alliance_create": "",
        "word_list": "kind",
    }
    assert look_at(page, names, samples, watch) == []
