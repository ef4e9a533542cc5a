"""An admin: asks people in, says what they may do, keeps the company's words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from coe_hub.people.models import User
from tests.browser.mailbox import Mailbox
from tests.browser.steps import field, follow, press, see, sign_in, told
from tests.factories import make_alliance, make_person, make_user

pytestmark = pytest.mark.browser

PASSWORD = "wind over the north sea"


@pytest.fixture
def ada(words: None) -> User:
    """An admin."""
    return make_user("Ada Admin", roles=["admin"])


def administer(page: Page, part: str) -> None:
    """Choose a part of the administration in one's own menu."""
    menu = page.get_by_role("navigation", name="Main")
    menu.locator("summary").click()
    menu.get_by_role("link", name=part, exact=True).click()


def test_admin_invites_a_colleague(visit: Callable[..., Page], ada: User, mailbox: Mailbox) -> None:
    make_person("Noor Haddad", email="noor@kestrel.example")
    page = visit(ada)
    page.get_by_role("navigation").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Noor Haddad").click()
    follow(page, "Invite")
    expect(field(page, "E-mail")).to_have_value("noor@kestrel.example")
    field(page, "Curator").check()
    field(page, "Why these roles").fill("She writes our tools")
    press(page, "Send the invitation")
    told(page, "The invitation is on its way to noor@kestrel.example.")
    expect(page.get_by_role("listitem").filter(has_text="noor@kestrel.example, open until")).to_be_visible()

    link = mailbox.link(to="noor@kestrel.example")
    colleague = visit()
    colleague.goto(link)
    see(colleague, "Welcome, Noor Haddad")
    field(colleague, "Choose a password").fill("noor")
    press(colleague, "Open the hub")
    expect(colleague.locator(".field-error")).not_to_have_count(0)
    field(colleague, "Choose a password").fill(PASSWORD)
    press(colleague, "Open the hub")
    see(colleague, "Nothing is waiting for you")
    expect(colleague.get_by_role("navigation", name="Main")).to_contain_text("Noor Haddad")

    again = visit()
    again.goto(link)
    see(again, "This invitation is no longer open")
    follow(again, "Sign in")
    sign_in(again, "NOOR@kestrel.example", PASSWORD)
    assert User.objects.get(email="noor@kestrel.example").roles == ["curator"]


def test_admin_adds_a_word_and_it_is_offered(visit: Callable[..., Page], ada: User) -> None:
    page = visit(ada)
    administer(page, "Words")
    follow(page, "Stages")
    follow(page, "Add a word")
    field(page, "Name in English").fill("Governance set-up")
    field(page, "Name in Japanese").fill("体制づくり")
    field(page, "Code").fill("governance_setup")
    field(page, "Phase").select_option(label="Launching")
    field(page, "Place in the order").fill("55")
    press(page, "Add")
    expect(page.get_by_role("rowheader", name="Governance set-up")).to_be_visible()

    page.goto("/alliances/new/")
    expect(field(page, "Stage").get_by_role("option")).to_contain_text(["Governance set-up"])
    aiko = make_user("Aiko Nakamura", account={"language": "ja"})
    japanese = visit(aiko)
    japanese.goto("/alliances/new/")
    expect(field(japanese, "ステージ").get_by_role("option")).to_contain_text(["立ち上げ", "体制づくり", "運営中"])

    page.goto("/words/stages/governance_setup/")
    field(page, "Offered in forms").uncheck()
    press(page, "Save")
    expect(page.get_by_role("row").filter(has_text="Governance set-up")).to_contain_text("no longer offered")
    page.goto("/alliances/new/")
    expect(field(page, "Stage").get_by_role("option", name="Governance set-up")).to_have_count(0)


def test_admin_changes_what_somebody_may_do(visit: Callable[..., Page], ada: User) -> None:
    mia = make_user("Mia Manager")
    alliance = make_alliance("Kestrel × Northwind", by=ada)
    mias = visit(mia)
    mias.goto(alliance.get_absolute_url())
    expect(mias.get_by_role("link", name="Change stage")).to_have_count(0)

    page = visit(ada)
    administer(page, "Accounts and roles")
    follow(page, "Mia Manager")
    see(page, "What Mia Manager may do")
    field(page, "Alliance manager").check()
    field(page, "Why the roles change").fill("She leads three alliances")
    press(page, "Save")
    told(page, "Saved.")
    expect(page.get_by_role("row").filter(has_text="mia@hub.example")).to_contain_text("Alliance manager")
    mias.reload()
    expect(mias.get_by_role("link", name="Change stage")).to_be_visible()

    follow(page, "Mia Manager")
    field(page, "Can sign in").uncheck()
    press(page, "Save")
    see(page, "Close the account of Mia Manager")
    field(page, "Why the account is closed").fill("She left for another company")
    press(page, "Close the account")
    expect(page.get_by_role("row").filter(has_text="mia@hub.example")).to_contain_text("cannot sign in")
    mias.goto("/")
    see(mias, "Sign in")
