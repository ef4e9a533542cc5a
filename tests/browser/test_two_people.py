"""What goes wrong between people and browsers: two save at once, a session ends. Nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.browser.steps import field, follow, press, see, sign_in, told
from tests.factories import make_alliance, make_organisation, make_user

pytestmark = pytest.mark.browser

NAME = "Kestrel × Northwind: KRAS degraders"


@pytest.fixture
def eva(words: None) -> User:
    """An alliance manager."""
    return make_user("Eva Brandt", roles=["alliance_manager"])


@pytest.fixture
def alliance(eva: User) -> Alliance:
    """The record both edit."""
    return make_alliance(NAME, by=eva, purpose="As signed.")


def _sessions_end() -> None:
    Session.objects.all().delete()
    cache.clear()


def test_two_people_edit_one_alliance(visit: Callable[..., Page], eva: User, alliance: Alliance) -> None:
    mark = make_user("Mark Lindqvist", roles=["alliance_manager"])
    evas, marks = visit(eva), visit(mark)
    for page in (evas, marks):
        page.goto(alliance.get_absolute_url())
        follow(page, "Edit")

    field(marks, "Purpose").fill("Mark's words.")
    field(marks, "Reference").fill("KA-2031")
    press(marks, "Save")
    told(marks, "Saved.")

    field(evas, "Purpose").fill("Eva's words.")
    field(evas, "Code name").fill("Heron")
    field(evas, "Therapeutic area").select_option(label="Oncology")
    press(evas, "Save")
    see(evas, "Somebody else saved this while you were editing")
    expect(evas.get_by_role("term").filter(has_text="Reference")).to_be_visible()
    purpose = evas.get_by_role("group", name="Purpose")
    expect(purpose.get_by_label("Yours")).to_be_checked()
    purpose.get_by_label("Theirs").check()
    press(evas, "Save with these choices")
    told(evas, "Saved.")

    alliance.refresh_from_db()
    assert (alliance.purpose, alliance.reference) == ("Mark's words.", "KA-2031")
    assert (alliance.code_name, alliance.therapeutic_area.code) == ("Heron", "oncology")
    follow(evas, "History")
    told_by = evas.get_by_role("main").get_by_role("listitem")
    expect(told_by.filter(has_text="Mark Lindqvist").first).to_be_visible()
    expect(told_by.filter(has_text="Heron")).to_contain_text("Eva Brandt")


def test_session_ends_while_a_partnership_is_logged(visit: Callable[..., Page], eva: User) -> None:
    make_organisation("Northwind Biotech")
    page = visit(eva)
    page.goto("/alliances/new/")
    field(page, "Partners").fill("Northwind Biotech")
    press(page, "Add another partner")
    page.keyboard.type("Veltora University")
    field(page, "Purpose").fill("Written while the session ran out.")
    field(page, "Only people named on it").check()
    page.keyboard.press("Escape")
    _sessions_end()
    press(page, "Log it")

    see(page, "You are signed out")
    follow(page, "Sign in and open it once more")
    sign_in(page, eva)
    see(page, "Log a partnership")
    expect(page.get_by_text("Your text from before was put back.")).to_be_visible()
    expect(field(page, "Partners").nth(0)).to_have_value("Northwind Biotech")
    expect(field(page, "Partners").nth(1)).to_have_value("Veltora University")
    expect(field(page, "Purpose")).to_have_value("Written while the session ran out.")
    press(page, "Log it")
    see(page, "Kestrel Pharma × Northwind Biotech × Veltora University")
    assert Alliance.objects.get().scope.kind == "restricted"


def test_session_ends_while_a_line_is_written(visit: Callable[..., Page], eva: User, alliance: Alliance) -> None:
    page = visit(eva)
    page.goto(alliance.get_absolute_url())
    field(page, "What happened").fill("Call with Erin: the tissue leaves on Friday.")
    _sessions_end()
    press(page, "Write down")

    see(page, "You are signed out")
    follow(page, "Sign in and open it once more")
    sign_in(page, eva)
    expect(field(page, "What happened")).to_have_value("Call with Erin: the tissue leaves on Friday.")
    press(page, "Write down")
    see(page, NAME)
    expect(page.get_by_role("listitem").filter(has_text="the tissue leaves on Friday")).to_be_visible()


def test_somebody_else_at_the_same_computer_gets_none_of_it(
    visit: Callable[..., Page], eva: User, alliance: Alliance
) -> None:
    page = visit(eva)
    page.goto(f"{alliance.get_absolute_url()}edit/")
    field(page, "Purpose").fill("For Eva's eyes.")
    _sessions_end()
    press(page, "Save")
    follow(page, "Sign in and open it once more")
    sign_in(page, make_user("Mark Lindqvist", roles=["alliance_manager"]))
    see(page, "Edit the alliance")
    expect(field(page, "Purpose")).to_have_value("As signed.")


def test_signed_out_and_in_again_in_another_tab(visit: Callable[..., Page], eva: User, alliance: Alliance) -> None:
    page = visit(eva)
    page.goto(f"{alliance.get_absolute_url()}edit/")
    field(page, "Purpose").fill("Typed before.")
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    press(other, "Sign out")
    sign_in(other, eva)

    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(NAME)
    page.goto(f"{alliance.get_absolute_url()}edit/")
    expect(field(page, "Purpose")).to_have_value("Typed before.")
    press(page, "Save")
    told(page, "Saved.")
