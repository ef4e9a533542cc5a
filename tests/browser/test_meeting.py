"""A joint committee from the call to final minutes: two people write one text, a partner confirms by a link."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coe_hub.people.models import User
from governance.committees.models import Committee
from governance.meetings.models import Meeting, Minutes
from tests.browser.mailbox import Mailbox
from tests.browser.steps import field, press, told
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.governance.committees_data import called, charter, make_committee, plan, put, sit

pytestmark = pytest.mark.browser


@pytest.fixture
def eva(words: None) -> User:
    """An alliance manager."""
    return make_user("Eva Brandt", roles=["alliance_manager"])


@pytest.fixture
def jsc(eva: User) -> Committee:
    """A steering committee with Eva and Petra of the partner."""
    alliance = make_alliance("Kestrel × Northwind: KRAS degraders", by=eva)
    petra = make_person("Petra Pine", at=make_organisation("Northwind Biotech"), email="petra@northwind.example")
    make_member(alliance, petra, role="committee_member", side="theirs")
    committee = make_committee(alliance, by=eva)
    sit(committee, eva.person, "co_chair")
    sit(committee, petra, "co_chair")
    charter(committee)
    return committee


@pytest.fixture
def meeting(mailbox: Mailbox, eva: User, jsc: Committee) -> Meeting:
    """One of today, with an item on its agenda."""
    coming = plan(jsc, by=eva, starts_at=timezone.now() + timedelta(minutes=1), time_zone="UTC")
    made = called(coming, *[seat.person for seat in jsc.seats.all()])
    mailbox.mails.clear()
    put(made, "Budget 2027", kind="decide")
    return made


def test_two_people_write_one_set_of_minutes_and_a_partner_confirms_it(
    visit: Callable[..., Page], mailbox: Mailbox, eva: User, meeting: Meeting
) -> None:
    mark = make_user("Mark Lindqvist", roles=["alliance_manager"])
    evas, marks = visit(eva), visit(mark)
    evas.goto(meeting.get_absolute_url())
    press(evas, "Run the meeting")
    expect(evas.locator("#quorum")).to_contain_text("No quorum")
    for choice in evas.locator(".attendance-choice select").all():
        choice.select_option("present")
    expect(evas.locator("#quorum")).to_contain_text("Quorum met")

    marks.goto(f"{meeting.get_absolute_url()}run/")
    item = meeting.agenda.get()
    texts = [page.get_by_label("Minutes: Budget 2027") for page in (evas, marks)]
    texts[0].fill("Eva's line.")
    saved = [page.locator(f"#item-{item.public_id} [data-written]") for page in (evas, marks)]
    expect(saved[0]).to_contain_text("Saved")
    texts[1].fill("Mark's line.")
    expect(texts[1]).to_have_value("Eva's line.\nMark's line.")

    line = evas.locator(f"#lines-{item.public_id} details").filter(has_text="+ Action")
    line.locator("summary").click()
    line.get_by_label("What is to be done").fill("Send the budget")
    field(line, "Who").fill("Petra Pine")
    line.get_by_role("button", name="Write down").click()
    expect(evas.locator(f"#lines-{item.public_id} .recorded")).to_contain_text("Send the budget")

    evas.goto(f"{meeting.get_absolute_url()}minutes/send/")
    press(evas, "Send")
    told(evas, "The minutes are on their way to 2 people.")
    petras = visit()
    petras.goto(mailbox.link(to="petra@northwind.example"))
    expect(petras.get_by_role("main")).to_contain_text("Mark's line.")
    petras.get_by_role("button", name=re.compile(r"^I accept these words ?: Send the budget$")).click()
    expect(petras.get_by_role("button", name="I accept these words")).to_have_count(0)
    press(petras, "I confirm these minutes")
    expect(petras.get_by_role("main")).to_contain_text("thank you: you confirmed these minutes.")
    press(evas, "I confirm these minutes")
    told(evas, "Confirmed.")
    assert Minutes.objects.get().state == "final"
