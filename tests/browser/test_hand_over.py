"""Who does it from now on, and what is late meanwhile: a scientist hands over, an admin closes a leaver's account, a
manager works off what is late on her alliances, a partner answers, corrects and proposes another day."""

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
from tests.browser.steps import day, field, follow, ja, pick, press, see, told
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.reminders.items import make_item, make_link

pytestmark = pytest.mark.browser

PARTNER = "nia@northwind.example"
TODAY = timezone.localdate()


@pytest.fixture
def lena(words: None) -> User:
    """A scientist who leads an alliance."""
    return make_user("Lena Lead")


@pytest.fixture
def alliance(lena: User) -> Alliance:
    """Its review is two weeks late, and so is an action of the partner's."""
    alliance = make_alliance("Kestrel × Northwind", by=lena, stage_since=TODAY - timedelta(days=106), code_name="Heron")
    contact = make_person("Nia Partner", at=make_organisation("Northwind Biotech"), email=PARTNER, is_public=False)
    make_member(alliance, contact, role="adviser", side="theirs")
    late = TODAY - timedelta(days=10)
    make_item(alliance, contact, by=lena, side="theirs", text="Ship the samples", due_on=late)
    return alliance


def test_a_scientist_hands_an_alliance_over(
    visit: Callable[..., Page], lena: User, alliance: Alliance, mailbox: Mailbox
) -> None:
    make_item(alliance, lena.person, by=lena, text="Send the minutes")
    sora = make_user("Sora Kimura", account={"language": "ja"})
    page = visit(lena)
    page.goto(alliance.get_absolute_url())
    follow(page, "Hand over")
    see(page, "What Lena Lead hands over")
    assert violations(page, "alliance_hand_over") == []
    press(page, "Hand over")
    expect(page.get_by_text("Say who takes over what is ticked.")).to_be_visible()
    pick(field(page, "Who takes over"), typed="Sora", chosen="Sora Kimura · Kestrel Pharma")
    expect(page.get_by_label("Lena Lead stays on the team")).to_be_checked()
    press(page, "Hand over")
    told(page, "2 things went over.")
    # She can go on working on it.
    follow(page, "Edit")
    see(page, "Edit the alliance")

    mail = mailbox.only_mail(to=sora.email)
    assert (mail["Subject"], mail["Reply-To"]) == ("Lena Leadさんの2件を引き継ぎました", lena.email)
    new = visit(sora, locale="ja-JP")
    new.goto(alliance.get_absolute_url())
    new.get_by_role("main").get_by_role("link", name=ja("History"), exact=True).click()
    expect(new.get_by_text(ja("as part of a hand-over")).first).to_be_visible()
    assert ActionItem.objects.get(text="Send the minutes").owner == sora.person


def test_an_admin_closes_a_leavers_account(visit: Callable[..., Page], lena: User, alliance: Alliance) -> None:
    ada = make_user("Ada Admin", roles=["admin"])
    tom = make_user("Tom Team")
    make_alliance("Umbra talks", by=lena, kind="restricted", stage="exploring", partners=["Umbra"])
    page = visit(ada)
    page.goto("/people/accounts/")
    follow(page, "Lena Lead")
    page.get_by_label("Can sign in").uncheck()
    press(page, "Save")
    see(page, "Close the account of Lena Lead")
    expect(page.get_by_text("2 things hang on this person.")).to_be_visible()
    expect(page.get_by_text("1 thing more stands in restricted alliances that you may not see.")).to_be_visible()
    assert "Umbra" not in page.content()
    assert violations(page, "account_close") == []
    pick(field(page, "Who takes over"), typed="Tom", chosen="Tom Team · Kestrel Pharma")
    field(page, "Why the account is closed").fill("left the company")
    press(page, "Hand over and close the account")
    told(page, "The account of Lena Lead is closed. 1 thing went over.")

    alliance.refresh_from_db()
    assert alliance.lead == tom.person
    page.goto(lena.person.get_absolute_url())
    expect(page.get_by_text("Account closed")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Alliances").click()
    expect(page.get_by_role("row").filter(has_text="Kestrel × Northwind")).to_contain_text("Tom Team")


def test_a_manager_works_off_everything_late_on_her_alliances(
    visit: Callable[..., Page], lena: User, alliance: Alliance
) -> None:
    mia = make_user("Mia Manager", roles=["alliance_manager"])
    make_member(alliance, mia.person, role="alliance_manager")
    other = make_alliance("Kestrel × Orbit", by=lena, stage_since=TODAY - timedelta(days=95), partners=["Orbit Labs"])
    make_member(other, mia.person, role="alliance_manager")
    page = visit(mia)
    page.get_by_role("link", name="On your alliances, with others:").click()
    see(page, "3 things are late on your alliances")
    assert violations(page, "due_list, on alliances") == []
    row = page.get_by_role("listitem").filter(has_text="Review of Kestrel × Northwind")
    row.get_by_role("link", name="Do the review").click()
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("Ship the samples", exact=False).check()
    press(page, "Review done")
    page.goto("/due/?of=alliances")
    see(page, "1 thing is late on your alliances")
    row = page.get_by_role("listitem").filter(has_text="Review of Kestrel × Orbit")
    row.get_by_role("link", name="Do the review").click()
    page.get_by_label("On track", exact=True).check()
    press(page, "Review done")
    page.goto("/due/?of=alliances")
    see(page, "0 things are late on your alliances")


def test_a_partner_answers_corrects_and_proposes_another_day(
    visit: Callable[..., Page], lena: User, alliance: Alliance, mailbox: Mailbox
) -> None:
    item = ActionItem.objects.get()
    partner = visit(locale="en-GB")
    partner.goto(make_link(item)[0])
    press(partner, "It is done")
    see(partner, "Thank you")
    press(partner, "Take the answer back")
    see(partner, "Ship the samples")
    agreed = TODAY + timedelta(days=12)
    press(partner, "Propose this day")
    expect(partner.get_by_text("Say which day suits you.")).to_be_visible()
    partner.get_by_label("Another day").fill(agreed.isoformat())
    partner.get_by_label("Note").fill("The freezer is full.")
    press(partner, "Propose this day")
    expect(partner.get_by_text(f"You proposed {day(agreed)}.")).to_be_visible()
    assert violations(partner, "partner_page, proposed") == []

    page = visit(lena)
    page.goto(item.get_absolute_url())
    expect(page.get_by_text(f"Nia Partner proposes another day: {day(agreed)}.")).to_be_visible()
    expect(page.get_by_text("The freezer is full.")).to_be_visible()
    press(page, "Agree to this day")
    told(page, f"Agreed: {day(agreed)}.")
    subjects = sorted(mail["Subject"] for mail in mailbox.mails if mail["To"] == lena.email)
    assert subjects == [
        "Done, says Nia Partner: Ship the samples",
        f"Nia Partner proposes {day(agreed)}: Ship the samples",
        "Nia Partner took an answer back: Ship the samples",
    ]
    reply = mailbox.only_mail(to=PARTNER)
    assert (reply["Reply-To"], reply["From"]) == (lena.email, "Kestrel Pharma <hub@localhost>")

    partner.goto(mailbox.link(to=PARTNER))
    press(partner, "It is done")
    see(partner, "Thank you")
    item.refresh_from_db()
    assert (item.state, item.due_on) == ("done", agreed)
