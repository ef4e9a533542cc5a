"""A contract comes into the hub, its clock is contested and started, its days move, it is paid and ended in time."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.agreements.models import Agreement
from alliances.agreements.terms import months_later
from alliances.core.models import Alliance
from alliances.obligations.models import Fulfilment, Obligation, TriggerEvent
from coe_hub.people.models import User
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.alliances.obligations.data import owe
from tests.browser.clauses import ALL, EVENTS, ROWS, UNSURE
from tests.browser.steps import day, follow, press, see, told
from tests.factories import make_alliance, make_user

pytestmark = pytest.mark.browser

TODAY = timezone.localdate()


@pytest.fixture
def marta(words: None) -> User:
    """Who leads the alliance and has never seen these pages."""
    return make_user("Marta Berg")


@pytest.fixture
def alliance(marta: User) -> Alliance:
    """An alliance without any contract in the hub."""
    return make_alliance("Kestrel × Northwind", by=marta)


def type_in(page: Page, **values: str) -> None:
    """Fill in fields by their names; what is chosen is named by its words."""
    for name, value in values.items():
        one = page.locator(f"main [name={name}]")
        one.select_option(label=value) if one.evaluate("one => one.tagName") == "SELECT" else one.fill(value)


def step(page: Page, event: TriggerEvent, name: str, **values: str) -> list[list[str]]:
    """Say one thing of the event; the rows that were shown before it was done: what is owed, until now, then."""
    page.goto(event.get_absolute_url())
    page.locator("#steps li").filter(has=page.get_by_text(name, exact=True)).get_by_role("link").click()
    see(page, name)
    type_in(page, **values)
    press(page, "Show what moves")
    moves = [row.all_inner_texts() for row in _rows(page)]
    press(page, "Do it")
    see(page, event.name)
    return moves


def _rows(page: Page) -> list:
    expect(page.locator("#moves")).to_be_visible()
    return [row.locator("th, td") for row in page.locator("#moves tbody tr").all()]


def due(title: str) -> date | None:
    """The day on which it is due now."""
    return Fulfilment.objects.get(obligation__title=title).due_on


def test_a_newcomer_brings_a_contract_in_and_keeps_its_days(
    visit: Callable[..., Page], marta: User, alliance: Alliance
) -> None:
    page = visit(marta)
    page.goto(reverse("agreement_list", args=[alliance.public_id]))
    page.get_by_role("main").get_by_role("link", name="Add an agreement").first.click()
    ends = date(TODAY.year + 1, 12, 31)
    type_in(page, title="Collaboration agreement", kind="Collaboration", reference="C-77", expires_on=ends.isoformat())
    type_in(page, signed_on=(TODAY - timedelta(days=100)).isoformat(), renewal_months="12", notice_months="3")
    type_in(page, renewal="It renews itself unless notice is given")
    press(page, "Add")
    see(page, "Collaboration agreement")
    expect(page.get_by_role("main")).to_contain_text(day(date(TODAY.year + 1, 9, 30)))

    page.goto(reverse("event_create", args=[alliance.public_id]))
    type_in(page, name="Complete data package", clause="5.2", expected_on=(TODAY + timedelta(days=9)).isoformat())
    press(page, "Write down")
    told(page, "Written down. Say next what is counted from it.")
    follow(page, "Add what is counted from it")
    type_in(page, title="Decide on the option", clause="5.4", count="60", unit="calendar days", direction="after")
    press(page, "Write down")
    see(page, "Decide on the option")
    package = TriggerEvent.objects.get()
    for number in range(2, 7):
        owe(alliance, f"Duty {number}", event=package, count=number, unit="days")
    assert due("Decide on the option") == TODAY + timedelta(days=69)

    # Incomplete: it is received and contested, and the clock waits for what is expected.
    received = TODAY - timedelta(days=6)
    assert len(step(page, package, "Received", on=received.isoformat())) == 6
    assert due("Decide on the option") == received + timedelta(days=60)
    step(page, package, "Contest it", on=(TODAY - timedelta(days=4)).isoformat(), why="Item 7, stability")
    assert due("Decide on the option") == TODAY + timedelta(days=69)

    # Deemed complete by a clause: six days move, shown beforehand, each with its reason afterwards.
    moves = step(page, package, "Deemed complete", on=TODAY.isoformat(), clause="5.2 (c)")
    assert ["Decide on the option", day(TODAY + timedelta(days=69)), day(TODAY + timedelta(days=60))] in moves
    assert len(moves) == 6
    assert [due(f"Duty {number}") for number in range(2, 7)] == [TODAY + timedelta(number) for number in range(2, 7)]
    expect(page.locator("#counted")).to_contain_text("“Complete data package”: Deemed complete")

    # A milestone is paid with one click, the proof follows.
    owe(alliance, "Milestone payment", owner=marta.person, flow="out", amount="250000.00", currency="EUR")
    page.goto("/alliances/obligations/")
    page.get_by_role("listitem").filter(has_text="Milestone payment").get_by_role("button").click()
    paid = Fulfilment.objects.get(obligation__title="Milestone payment")
    expect(page.locator("#messages")).to_contain_text("Milestone payment")
    assert (paid.fulfilled_on, paid.fulfilled_by) == (TODAY, marta.person)

    # Notice of non-renewal, in time.
    page.goto(Agreement.objects.get().get_absolute_url())
    follow(page, "Give notice")
    type_in(page, side="Our side", reason="The programme ends", survival="Confidentiality, five years")
    press(page, "Write it down")
    expect(page.get_by_role("main")).to_contain_text("Notice given")

    page.goto("/search/?q=option+5.4")
    expect(page.get_by_role("main").get_by_role("link", name="Decide on the option")).to_be_visible()


def test_sixty_pages_come_in_from_their_clause_list_and_follow_their_agreement(
    visit: Callable[..., Page], marta: User, alliance: Alliance
) -> None:
    agreement = make_agreement(
        alliance, by=marta, kind="collaboration", title="Research collaboration and licence",
        signed_on=TODAY - timedelta(days=40), effective_on=TODAY - timedelta(days=10),
        expires_on=date(TODAY.year + 3, 12, 31), renewal="automatic", renewal_months=12, notice_months=6,
    )  # fmt: skip
    make_agreement(alliance, by=marta, kind="confidentiality", title="Secrecy before the talks")
    page = visit(marta)
    page.goto(reverse("alliance_obligations", args=[alliance.public_id]))
    follow(page, "Paste rows")
    # Rows that name no agreement stand in the main one, unless somebody says otherwise.
    expect(page.locator("main [name=agreement] option:checked")).to_have_text(agreement.title)
    page.locator("main [name=text]").fill(ROWS)
    press(page, "Look at the rows")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text(f"{ALL - UNSURE} rows can go in.")
    expect(page.get_by_role("row").filter(has_text="taken as")).to_have_count(1)
    press(page, "Write down the rows that are right")

    # What nobody can be sure of stays, and is mended where it stands.
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text(
        "3 rows have something to mend; they stay here until then."
    )
    mended = {"16.1": ("When it is due", "180 days after expiry"), "16.4": ("When it is due", "2027-04-03")}
    for clause, (label, value) in (mended | {"17.2": ("Owed by", "us")}).items():
        row = page.locator("main tbody tr").filter(has=page.locator(f"input[value='{clause}']"))
        row.get_by_label(label).fill(value)
    press(page, "Write down the rows that are right")
    see(page, alliance.name)
    assert Obligation.objects.filter(agreement=agreement).count() == ALL
    assert set(TriggerEvent.objects.values_list("name", flat=True)) == EVENTS
    assert due("Joint steering committee formed") == agreement.effective_on + timedelta(days=30)
    assert due("Transition plan") == agreement.expires_on - timedelta(days=90)

    # Its days follow those of the agreement, and what does not survive is owed no more once it is ended.
    page.goto(agreement.get_absolute_url())
    follow(page, "Terminate")
    ends = TODAY + timedelta(days=60)
    type_in(page, side="Both, by agreement", ends_on=ends.isoformat(), reason="The programme ends")
    survives = page.get_by_role("group", name="What is owed beyond the last day")
    expect(survives.get_by_label("Confidentiality ends")).to_be_checked()
    expect(survives.get_by_label("Steering committee meets")).not_to_be_checked()
    survives.get_by_label("Notice that a milestone was reached").check()
    press(page, "Write it down")
    see(page, agreement.title)
    assert due("Confidential papers given back") == ends + timedelta(days=30)
    assert due("Confidentiality ends") == months_later(ends, 60)
    meets = Fulfilment.objects.filter(obligation__title="Steering committee meets").with_state(TODAY)
    assert {row.state for row in meets if row.due_on > ends} == {"void"}
    follow(page, "This is wrong: take it back")
    type_in(page, reason="Talks go on")
    press(page, "Take it back")
    assert due("Confidential papers given back") == agreement.expires_on + timedelta(days=30)


def test_nobody_outside_can_tell_that_a_walled_programme_exists(
    visit: Callable[..., Page], marta: User, alliance: Alliance
) -> None:
    programme = make_programme(alliance, by=marta, name="Heron", is_firewalled=True)
    owe(alliance, "Data of Heron", programme=programme)
    page = visit(make_user("Otto Outside"))
    for address in ("agreements/", "obligations/", "timeline/", "history/", "files/", ""):
        page.goto(f"{alliance.get_absolute_url()}{address}")
        see(page, alliance.name)
        assert "Heron" not in page.content()
    page.goto("/search/?q=Heron")
    assert "Data of Heron" not in page.content()
    assert page.goto(programme.get_absolute_url()).status == 404
