"""Another company starts on an empty hub: starter words and one admin; everything else is made through the pages."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.browser.mailbox import Mailbox
from tests.browser.steps import fact, field, follow, pick, press, see, sign_in, told
from tests.browser.test_admin import administer
from tests.factories import make_alliance, make_user
from toolkits.models import Tool
from training.models import Course

pytestmark = pytest.mark.browser

COMPANY = "Aurelia Biologics"
ADMIN = "ines@aurelia.example"
ADMINS_PASSWORD = "orchards along the coast road"
COLLEAGUE = "jonas@aurelia.example"
COLLEAGUES_PASSWORD = "a lighthouse in november"


@pytest.fixture
def link(words: None, settings: object) -> str:
    """An empty hub with its first admin, as its installer leaves it; the link they choose their password with."""
    settings.HUB_DEMO = False
    printed = io.StringIO()
    call_command("create_admin", ADMIN, name="Duarte Inês", organisation=COMPANY, stdout=printed)
    return printed.getvalue().splitlines()[-1]


@pytest.fixture
def admin(visit: Callable[..., Page], link: str) -> Page:
    """The admin's browser, after choosing a password and signing in for the first time."""
    page = visit()
    page.goto(link)
    for place in range(2):
        page.locator("input[type=password]").nth(place).fill(ADMINS_PASSWORD)
    press(page, "Set this password")
    page.goto("/")
    if page.get_by_role("heading", name="Sign in").is_visible():
        sign_in(page, ADMIN, ADMINS_PASSWORD)
    see(page, "The hub is ready to be set up")
    return page


def _add_site(page: Page) -> None:
    administer(page, "Sites")
    see(page, "0 sites")
    follow(page.get_by_role("main").locator(".page-actions"), "Add a site")
    field(page, "Name").fill("Porto Works")
    field(page, "City").fill("Porto")
    field(page, "Country").select_option(label="Portugal")
    pick(field(page, "Time zone"), typed="lisbon", chosen="Europe/Lisbon")
    expect(field(page, "Organisation")).to_have_value(COMPANY)
    press(page, "Add")
    expect(page.get_by_role("rowheader", name="Porto Works")).to_be_visible()


def _add_organisation(page: Page, name: str, kind: str) -> None:
    page.goto("/people/")
    follow(page, "Organisations")
    follow(page, "Add an organisation")
    field(page, "Name").fill(name)
    field(page, "Kind").select_option(label=kind)
    press(page, "Add")
    see(page, name)


def _add_person(page: Page) -> None:
    page.goto("/people/")
    follow(page, "Add a person")
    field(page, "Family name").fill("Berg")
    field(page, "Given name").fill("Jonas")
    field(page, "Site").select_option(label="Porto Works")
    field(page, "Function").select_option(label="Alliance management")
    field(page, "E-mail").fill(COLLEAGUE)
    press(page, "Add")
    see(page, "Jonas Berg")


def _add_type(page: Page) -> None:
    administer(page, "Words")
    follow(page, "Alliance types")
    follow(page, "Add a word")
    field(page, "Name in English").fill("Vaccine partnership")
    field(page, "Name in Japanese").fill("ワクチン提携")
    field(page, "Code").fill("vaccine")
    field(page, "Toolkit").select_option(label="Development")
    press(page, "Add")
    expect(page.get_by_role("rowheader", name="Vaccine partnership")).to_be_visible()


def test_empty_hub_is_filled_through_its_pages(visit: Callable[..., Page], admin: Page, mailbox: Mailbox) -> None:
    _add_site(admin)
    _add_organisation(admin, "Institut Vannes", "University or institute")
    _add_type(admin)
    _add_person(admin)
    follow(admin, "Invite")
    field(admin, "Alliance manager").check()
    field(admin, "Why these roles").fill("He leads our alliances")
    press(admin, "Send the invitation")
    told(admin, f"The invitation is on its way to {COLLEAGUE}.")

    page = visit()
    page.goto(mailbox.link(to=COLLEAGUE))
    expect(field(page, "Time zone")).to_have_value("Europe/Lisbon")
    field(page, "Choose a password").fill(COLLEAGUES_PASSWORD)
    press(page, "Open the hub")
    see(page, "Nothing is waiting for you")
    page.get_by_role("main").get_by_role("link", name="Log a partnership").click()

    pick(field(page, "Partners"), typed="vannes", chosen="Institut Vannes")
    press(page, "Add another partner")
    page.keyboard.type("Clinique du Port")
    page.keyboard.press("Escape")
    field(page, "Type").select_option(label="Vaccine partnership")
    field(page, "Purpose").fill("A vaccine for the coast.")
    page.get_by_text("More: dates, rhythm, reference").click()
    started = timezone.localdate() - timedelta(days=120)
    field(page, "Starts").fill(started.isoformat())
    press(page, "Log it")
    see(page, f"{COMPANY} × Institut Vannes × Clinique du Port")
    fact(page, "Who may see it", "Open to every member")

    field(page, "What happened").fill("First call; everybody was there.")
    press(page, "Write down")
    told(page, "Written down.")
    follow(page.get_by_role("main").locator(".page-actions"), "Do the review")
    field(page, "On track").check()
    press(page, "Review done")
    expect(page.get_by_role("complementary").get_by_text("On track")).to_be_visible()

    admin.goto("/search/?q=vannes")
    found = admin.get_by_role("main").get_by_role("listitem")
    expect(found.filter(has_text="Clinique du Port")).to_be_visible()
    admin.goto("/alliances/")
    row = admin.get_by_role("row").filter(has_text="Vaccine partnership")
    expect(row).to_contain_text("Jonas Berg")
    for browser in (admin, page):
        for address in ("/", "/alliances/", "/people/", "/people/organisations/", "/people/me/"):
            browser.goto(address)
            expect(browser.locator("body")).not_to_contain_text("Kestrel")
    assert Alliance.objects.get().lead == User.objects.get(email=COLLEAGUE).person


def test_admin_sets_an_empty_hub_up_without_a_restart_and_closes_a_leavers_account(
    visit: Callable[..., Page], admin: Page, mailbox: Mailbox
) -> None:
    follow(admin, "Send yourself a test mail")
    press(admin, "Send me a test mail")
    told(admin, f"A test mail is on its way to {ADMIN}.")
    assert mailbox.only_mail(to=ADMIN)["Subject"] == "Test mail from the CoE Hub"
    for record in (Tool.objects.published().first(), Course.objects.first()):
        admin.goto(record.get_absolute_url())
        see(admin, record.content.editions.get().blocks.get(key="title").text)

    administer(admin, "Sites")
    follow(admin.get_by_role("main").locator(".page-actions"), "Add a site")
    field(admin, "Name").fill("Porto Works")
    field(admin, "City").fill("Porto")
    field(admin, "Country").select_option(label="Portugal")
    press(admin, "Add")
    expect(admin.get_by_role("row").filter(has_text="Porto Works")).to_contain_text("Europe/Lisbon")
    _add_person(admin)
    follow(admin, "Invite")
    press(admin, "Send the invitation")
    jonas = visit()
    jonas.goto(mailbox.link(to=COLLEAGUE))
    field(jonas, "Choose a password").fill(COLLEAGUES_PASSWORD)
    press(jonas, "Open the hub")
    see(jonas, "Nothing is waiting for you")
    alliance = make_alliance("Aurelia × Vannes", by=User.objects.get(email=COLLEAGUE), ours=[COMPANY])

    administer(admin, "Accounts and roles")
    follow(admin, "Jonas Berg")
    field(admin, "Can sign in").uncheck()
    press(admin, "Save")
    see(admin, "Close the account of Jonas Berg")
    pick(admin.get_by_label("Who takes over").first, typed="in", chosen=f"Inês Duarte · {COMPANY}")
    field(admin, "Why the account is closed").fill("He left for another company")
    press(admin, "Hand over and close the account")
    expect(admin.get_by_role("row").filter(has_text=COLLEAGUE)).to_contain_text("cannot sign in")
    alliance.refresh_from_db()
    assert alliance.lead == User.objects.get(email=ADMIN).person
    jonas.goto("/")
    see(jonas, "Sign in")


def test_admin_alone_is_told_how_to_begin(admin: Page) -> None:
    for step, heading in (("Add your sites", "0 sites"), ("Add people and invite them", "Invite many")):
        admin.goto("/")
        follow(admin, step)
        see(admin, heading)


def test_committee_of_an_empty_hub_reads_that_there_is_nothing(visit: Callable[..., Page], words: None) -> None:
    page = visit(make_user("Marta Ruiz", roles=["committee"]))
    see(page, "Nothing is waiting for you")
    expect(page.get_by_text("The lists fill by themselves, from stages, dates and reviews.")).to_be_visible()
    follow(page, "The dashboard")
    see(page, "No alliance is alive yet")


def test_curator_of_an_empty_hub_begins_the_first_tool(visit: Callable[..., Page], words: None) -> None:
    page = visit(make_user("Cora Curator", roles=["curator"]))
    see(page, "Nothing is waiting for you")
    follow(page, "Begin a tool")
    field(page, "Title in English").fill("Kick-off agenda")
    field(page, "What it is for, in one line").fill("An hour that begins well.")
    field(page, "Toolkit").select_option(label="Research")
    field(page, "Minutes to use").fill("30")
    field(page, "Launching").check()
    press(page, "Begin")
    told(page, "Begun. Nobody sees it until it is published.")
    page.goto("/")
    follow(page, "You are writing 1 tool")
    see(page, "Kick-off agenda")
