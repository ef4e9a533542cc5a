"""From the profile into one's own calendar: a feed is made, shows an appointment, loses it again, and is revoked."""

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from tests.browser.mailbox import Mailbox
from tests.browser.steps import field, follow, press, see, told
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.lib.ical_js import read_calendar

pytestmark = pytest.mark.browser

BOSTON = "America/New_York"


@pytest.fixture
def world(words: None) -> SimpleNamespace:
    """A lead in Tokyo, and somebody at the partner who has an address and no account."""
    lead = make_user("Lena Lead", account={"time_zone": "Asia/Tokyo"})
    alliance: Alliance = make_alliance("Kestrel × Northwind", by=lead, stage_since=timezone.localdate())
    nora = make_person("Nora Contact", at=make_organisation("Northwind Biotech"), email="nora@northwind.example")
    make_member(alliance, nora, role="adviser", side="theirs")
    return SimpleNamespace(lead=lead, alliance=alliance)


def fetch(address: str) -> tuple[int, bytes]:
    """What a calendar program gets, which has no session."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""


def hours(address: str) -> list[tuple[str, int]]:
    """Title and moment of everything in the feed that has an hour."""
    status, text = fetch(address)
    assert status == 200
    events = read_calendar(text)["events"]
    return [(event["summary"], event["starts"]["seconds"]) for event in events if not event["starts"]["isDay"]]


def test_lead_reads_the_hub_in_their_own_calendar(
    visit: Callable[..., Page], world: SimpleNamespace, mailbox: Mailbox
) -> None:
    page = visit(world.lead, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/people/me/")
    follow(page, "Set it up")
    see(page, "Your calendar")
    follow(page, "Make the address")
    press(page, "Make the address")
    see(page, "Your address is ready")
    address = field(page, "Address of your calendar").input_value()
    press(page, "Copy the address")
    expect(page.get_by_text("Copied.", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    opens = page.get_by_role("link", name="Open in my calendar")
    expect(opens).to_have_attribute("href", address.replace("http://", "webcal://"))
    assert hours(address) == []

    day = timezone.localdate() + timedelta(days=20)
    page.goto(world.alliance.get_absolute_url())
    page.get_by_role("link", name="Set a time").click()
    field(page, "Day").fill(day.isoformat())
    field(page, "Starts at").fill("16:00")
    field(page, "Time zone").fill(BOSTON)
    field(page, "Place").click()
    page.get_by_label("Nora Contact").check()
    press(page, "Send the invitations")
    told(page, "The time is set, and the invitations are on their way.")
    agreed = datetime(day.year, day.month, day.day, 16, tzinfo=ZoneInfo(BOSTON))
    assert hours(address) == [("Review of Kestrel × Northwind", agreed.timestamp())]
    invitation = mailbox.only_mail(to="nora@northwind.example")
    [part] = [part for part in invitation.iter_parts() if part.get_content_type() == "text/calendar"]
    [event] = read_calendar(part.get_content())["events"]
    assert (event["summary"], event["starts"]["seconds"]) == ("Review of Kestrel × Northwind", agreed.timestamp())

    page.get_by_role("link", name="Change the time").click()
    follow(page, "Cancel the appointment")
    field(page, "Reason").fill("Data is late")
    press(page, "Cancel the appointment")
    told(page, "Cancelled. Everybody invited is told by mail.")
    assert hours(address) == []

    page.goto("/calendar/")
    expect(page.get_by_text("never yet")).to_have_count(0)
    follow(page, "Revoke the address")
    press(page, "Revoke")
    told(page, "The address opens nothing any more.")
    assert fetch(address)[0] == 404
