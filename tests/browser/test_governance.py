"""Another company than the demo's: a committee from the call to final minutes, what its decision moves, an issue that
climbs, and a member of the steering committee who takes the pack along on a phone."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from alliances.issues.actions.steps import standing_of
from alliances.issues.models import Issue, Level
from alliances.obligations.models import Fulfilment
from alliances.reviews.actions.reviews import do_review
from coe_hub.people.models import User
from governance.decisions.models import Decision
from governance.meetings.models import Meeting, Minutes
from tests.alliances.issues.data import issue
from tests.alliances.obligations.data import event, owe
from tests.browser.mailbox import Mailbox
from tests.browser.steps import day, field, follow, press, see, told
from tests.browser.watching import PHONE
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.governance.committees_data import charter, make_committee, sit

pytestmark = pytest.mark.browser

SMALL_PHONE = {"width": 360, "height": 640}
COMPANY, PARTNER = "Aurelia Biologics", "Institut Vannes"


@pytest.fixture
def lea(words: None) -> User:
    """The alliance manager of a company that has one alliance, with a joint committee and an issue whose clock ran
    out."""
    lea = make_user("Lea Duarte", roles=["alliance_manager"])
    long_ago = timezone.localdate() - timedelta(days=300)
    alliance = make_alliance("Coast vaccine", by=lea, ours=[COMPANY], partners=[PARTNER], stage_since=long_ago)
    anne = make_person("Anne Riou", at=make_organisation(PARTNER), email="anne@vannes.example")
    make_member(alliance, anne, role="committee_member", side="theirs")
    committee = make_committee(alliance, by=lea)
    for person in (lea.person, anne):
        sit(committee, person, "co_chair")
    charter(committee, notice_days=None, days_managers=10, days_team=5, days_steering=30)
    data = event(alliance, "Data package", expected_on=timezone.localdate() + timedelta(days=20))
    owe(alliance, "Option deadline", event=data, count=30, owner=lea.person)
    issue(alliance, "Who pays for the second batch", by=lea, on=timezone.localdate() - timedelta(days=60))
    do_review(alliance=alliance, by=lea, outcome="at_risk", note="The data come late.", held_on=timezone.localdate())
    return lea


def _call(page: Page) -> Meeting:
    """Plan a meeting of today and call both sides to it."""
    follow(page, "Plan a meeting")
    soon = timezone.now() + timedelta(minutes=3)
    field(page, "Day").fill(soon.date().isoformat())
    field(page, "Starts at").fill(f"{soon:%H:%M}")
    field(page, "Time zone").fill("UTC")
    page.keyboard.press("Escape")
    press(page, "Plan")
    told(page, "Planned. Nobody is told yet: put the agenda together, then call it.")
    follow(page, "Put something on the agenda")
    field(page, "Item").fill("When the data come")
    press(page, "Put it on the agenda")
    follow(page, "Call the meeting")
    press(page, "Send the invitations")
    told(page, "Called. The invitations are on their way.")
    return Meeting.objects.get()


def _run(page: Page, meeting: Meeting) -> None:
    """Hold it: without the partner nothing binds; with them the decision is one line."""
    page.goto(meeting.get_absolute_url())
    press(page, "Run the meeting")
    item = meeting.agenda.get()
    line = page.locator(f"#lines-{item.public_id} details").filter(has_text="+ Decision")
    line.locator("summary").click()
    expect(line).to_contain_text("No quorum: what is decided now does not bind")
    for choice in page.locator(".attendance-choice select").all():
        choice.select_option("present")
    expect(page.locator("#quorum")).to_contain_text("Quorum met")
    expect(line).not_to_contain_text("No quorum")
    line.get_by_label("What is decided").fill("The data package comes three months later")
    line.get_by_role("button", name="Write down").click()
    expect(page.locator(f"#lines-{item.public_id} .recorded")).to_contain_text("agreed by all")


def _move_the_event(page: Page, until: date) -> None:
    """What was decided moves the event, and what is counted from it."""
    page.goto(Decision.objects.get().get_absolute_url())
    follow(page, "Move an event")
    field(page, "Event").select_option(label="Data package")
    field(page, "What is decided of it").select_option(label="Move the expected day")
    field(page, "Day").fill(until.isoformat())
    press(page, "Show what it does")
    shown = page.get_by_role("row").filter(has_text="Option deadline")
    expect(shown).to_contain_text(day(until + timedelta(days=30)))
    press(page, "Do it")
    told(page, "Done, and noted with the decision.")


def test_a_committee_decides_and_the_steering_committee_is_told_the_truth(
    visit: Callable[..., Page], mailbox: Mailbox, lea: User
) -> None:
    page = visit(lea)
    page.goto(Alliance.objects.get().committees.get().get_absolute_url())
    meeting = _call(page)
    invited = mailbox.only_mail(to="anne@vannes.example")
    assert "text/calendar" in [part.get_content_type() for part in invited.walk()]
    mailbox.mails.clear()
    _run(page, meeting)

    page.goto(f"{meeting.get_absolute_url()}minutes/send/")
    press(page, "Send")
    told(page, "The minutes are on their way to 2 people.")
    annes = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    annes.goto(mailbox.link(to="anne@vannes.example"))
    expect(annes.get_by_role("main")).to_contain_text("The data package comes three months later")
    press(annes, "I confirm these minutes")
    expect(annes.get_by_role("main")).to_contain_text("thank you: you confirmed these minutes.")
    press(page, "I confirm these minutes")
    told(page, "Confirmed.")
    assert Minutes.objects.get().state == "final"

    later = timezone.localdate() + timedelta(days=110)
    _move_the_event(page, later)
    assert Fulfilment.objects.get().due_on == later + timedelta(days=30)

    page.goto(Issue.objects.get().get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Ran out \d+ working days ago"))
    follow(page, "Let it climb")
    field(page, "Why it climbs").fill("The ten days of the alliance managers are over.")
    press(page, "Let it climb")
    told(page, "It climbed. The clock of its new level runs.")
    assert standing_of(Issue.objects.get()).level == Level.TEAM

    marta = make_user("Marta Ruiz", roles=["committee"])
    phone = visit(marta, viewport=SMALL_PHONE, has_touch=True, is_mobile=True)
    phone.goto("/governance/")
    see(phone, "1 alliance, 1 needs your attention")
    short = phone.get_by_role("navigation", name="In short")
    for answer in ("Decide", "At risk", "Went well"):
        row = short.get_by_role("link").filter(has_text=answer)
        box = row.bounding_box()
        rail = phone.get_by_role("navigation", name="Main").bounding_box()
        assert box["y"] + box["height"] <= rail["y"], f"{answer} is not on the first screen"
    expect(short).to_contain_text("Coast vaccine")
    press(phone, "Make the pack")
    pdf = phone.get_by_role("link", name="PDF")
    expect(pdf).to_be_visible()
    with phone.expect_download() as taken:
        pdf.click()
    assert taken.value.suggested_filename.endswith(".pdf")
