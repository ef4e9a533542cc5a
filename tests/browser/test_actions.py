"""What was agreed gets done: given on an alliance, ticked off on Today, answered by the partner without an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from coe_hub.people.models import User
from tests.browser.axe import violations
from tests.browser.mailbox import Mailbox
from tests.browser.steps import field, follow, ja, pick, press, see, told
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user

pytestmark = pytest.mark.browser

PARTNER = "nia@northwind.example"


@pytest.fixture
def lena(words: None) -> User:
    """Leads the alliance."""
    return make_user("Lena Lead")


@pytest.fixture
def alliance(lena: User) -> Alliance:
    """With somebody at the partner; next reviewed in two months."""
    started = timezone.localdate() - timedelta(days=30)
    alliance = make_alliance("Kestrel × Northwind", by=lena, stage_since=started, code_name="Heron")
    contact = make_person("Nia Partner", at=make_organisation("Northwind Biotech"), email=PARTNER, is_public=False)
    make_member(alliance, contact, role="adviser", side="theirs")
    return alliance


def give(page: Page, alliance: Alliance, *, text: str, days: int, owner: str = "") -> None:
    """Write an action down on the alliance's page."""
    page.goto(alliance.get_absolute_url())
    section = page.locator("#actions")
    section.get_by_text("Add an action", exact=True).click()
    section.get_by_label("What is to be done").fill(text)
    if owner:
        pick(field(section, "Who"), typed=owner.split()[0], chosen=owner)
    section.get_by_label("By when").fill(str(timezone.localdate() + timedelta(days=days)))
    press(section, "Write down")
    told(page, "Written down.")


def test_an_action_is_given_ticked_off_on_today_and_taken_back(
    visit: Callable[..., Page], lena: User, alliance: Alliance
) -> None:
    page = visit(lena)
    give(page, alliance, text="Send the protocol", days=3)
    page.get_by_role("navigation").get_by_role("link", name="Today").click()
    see(page, "1 thing needs you this week")
    row = page.get_by_role("listitem").filter(has_text="Send the protocol")
    row.get_by_role("button", name="Done").click()

    see(page, "Nothing needs you this week" if page.locator(".due-row").count() > 1 else "Nothing is waiting for you")
    expect(page.locator(".rail-count")).to_have_count(0)
    undo = row.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    assert ActionItem.objects.get().state == "done"

    undo.click()
    see(page, "1 thing needs you this week")
    expect(row.get_by_role("button", name="Done")).to_be_focused()
    assert ActionItem.objects.get().state == "open"


def test_without_scripts_it_is_ticked_off_and_taken_back_as_well(
    visit: Callable[..., Page], lena: User, alliance: Alliance
) -> None:
    page = visit(lena)
    give(page, alliance, text="Send the protocol", days=3)
    plain = visit(lena, java_script_enabled=False)
    plain.goto("/")
    plain.get_by_role("listitem").filter(has_text="Send the protocol").get_by_role("button", name="Done").click()
    told(plain, "Done: Send the protocol")
    plain.locator("#messages").get_by_role("button", name="Undo").click()
    told(plain, "Open again.")
    see(plain, "1 thing needs you this week")


def test_a_partner_answers_by_a_link_and_our_side_sees_it(
    visit: Callable[..., Page], lena: User, alliance: Alliance, mailbox: Mailbox
) -> None:
    page = visit(lena)
    give(page, alliance, text="Ship the samples", days=5, owner="Nia Partner · Northwind Biotech")
    follow(page.locator("#actions"), "Ship the samples")
    press(page, "Send a link by mail now")
    told(page, f"A link is on its way to {PARTNER}.")
    expect(page.get_by_text("Not opened yet")).to_be_visible()

    partner = visit(locale="ja-JP")
    partner.goto(mailbox.link(to=PARTNER))
    assert partner.url.endswith("/p/")
    see(partner, "Ship the samples")
    expect(partner.locator("html")).to_have_attribute("lang", "ja")
    partner.get_by_role("button", name="English").click()
    expect(partner.get_by_text("Heron")).to_be_visible()
    assert alliance.name not in partner.content()
    assert violations(partner, "partner_page") == []
    partner.get_by_label("Note").fill("Left on Friday.")
    press(partner, "It is done")
    see(partner, "Thank you")
    assert violations(partner, "partner_page, answered") == []

    page.reload()
    expect(page.get_by_text("Left on Friday.")).to_be_visible()
    expect(page.get_by_text("Answered")).to_be_visible()
    page.goto("/actions/?of=given")
    expect(page.get_by_role("heading", name="Done and cancelled")).to_be_visible()
    follow(page, alliance.name)
    follow(page, "History")
    expect(page.get_by_text("as done by Nia Partner, who has a link to it")).to_be_visible()


def test_a_review_in_japanese_gives_an_action(visit: Callable[..., Page], lena: User, alliance: Alliance) -> None:
    User.objects.filter(pk=lena.pk).update(language="ja")
    page = visit(lena, locale="ja-JP")
    page.goto(f"{alliance.get_absolute_url()}review/")
    page.get_by_label(ja("On track"), exact=True).check()
    page.get_by_label(ja("Action %(number)d") % {"number": 1}, exact=True).fill("議事録を送る")
    press(page, ja("Review done"))
    row = page.locator("#actions").get_by_role("listitem").filter(has_text="議事録を送る")
    expect(row).to_contain_text("Lena Lead")
    expect(row).to_contain_text("のレビュー")
