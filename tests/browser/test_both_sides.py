"""Both sides of an alliance say how they see it, on phones and in two languages; and a company says what it needs."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from alliances.health.models import HealthCheck, JointAction
from coe_hub.people.models import Person, User
from coe_hub.reminders.working_days import WorkCalendar
from coe_hub.surveys.actions.answering import Answers, hand_in
from coe_hub.surveys.models import Participant, Response
from coe_hub.vocabulary.models import Function
from governance.meetings.models import Meeting
from governance.needs.models import Campaign, Need
from tests.browser.mailbox import Mailbox
from tests.browser.steps import field, follow, ja, pick, press, see, told
from tests.browser.watching import PHONE
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_site, make_user
from tests.governance.committees_data import make_committee, plan, sit
from tests.toolkits.data import make_tool

pytestmark = pytest.mark.browser

NAME = "Kestrel × Northwind: KRAS degraders"
THEMES = ("goals-wanted", "one-plan", "capacity", "decisions-in-time", "differences-used")
TRUST = ("word-kept", "bad-news-early", "one-team")
JAPANESE = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture
def cora(words: None) -> User:
    """A curator on a hub without a demo; it has the starter questionnaires and one tool."""
    curator = make_user("Cora Curator", roles=["curator"])
    call_command("load_questionnaires", stdout=io.StringIO())
    make_tool(author=curator, approver=make_user("Otto Other", roles=["curator"]), title="Kick-off kit")
    return curator


@pytest.fixture
def eva(cora: User) -> User:
    """An alliance manager."""
    return make_user("Eva Brandt", roles=["alliance_manager"])


@pytest.fixture
def alliance(eva: User) -> Alliance:
    """Hers: four people a side, of whom legal is one; a joint committee meets in three weeks."""
    made = make_alliance(NAME, by=eva)
    for name in ("Tom Fields", "Lars Legal"):
        make_member(made, make_user(name).person, role="legal_contact" if "Legal" in name else "team_member")
    aiko = make_user("Aiko Nakamura", account={"language": "ja", "time_zone": "Asia/Tokyo"})
    make_member(made, aiko.person, role="team_member")
    Person.objects.filter(given_name="Lars").update(function=Function.objects.get(code="legal"))
    for name in ("Petra Pine", "Paul Pine", "Yuki Mori", "Ken Mori"):
        person = make_person(name, at=make_organisation("Northwind Biotech"), email=address(name))
        make_member(made, person, role="team_member", side="theirs")
    committee = make_committee(made, by=eva)
    for one in (eva.person, Person.objects.get(given_name="Petra")):
        sit(committee, one, "co_chair")
    plan(committee, by=eva, starts_at=timezone.now() + timedelta(days=21))
    return made


def address(name: str) -> str:
    """Where somebody of the partner reads mail."""
    return f"{name.split()[0].lower()}@northwind.example"


def answer(page: Page, *, trust: str, rest: str) -> None:
    """Fill in the short form, as a thumb does."""
    for key in THEMES:
        page.locator(f"label:has(input[name='question-{key}'][value='{rest}'])").click()
    for key in TRUST:
        page.locator(f"label:has(input[name='question-{key}'][value='{trust}'])").click()


def _ask_both_sides(page: Page, alliance: Alliance, mailbox: Mailbox) -> HealthCheck:
    page.goto(f"/alliances/{alliance.public_id}/health/")
    follow(page.get_by_role("main").locator(".page-actions"), "Ask both sides")
    field(page, "Questionnaire").select_option(label="Alliance health, short form (2 min)")
    press(page, "Begin")
    told(page, "Begun. Each is asked by mail in their language, on the first day.")
    check = HealthCheck.objects.get()
    assert Participant.objects.filter(wave=check.wave).count() == 8
    mailbox.only_mail(to=address("Petra"))
    return check


def _answer_by_account(visit: Callable[..., Page], check: HealthCheck, name: str, **options: str) -> None:
    page = visit(User.objects.get(person__given_name=name), **ON_A_PHONE, **options)
    assert check.wave is not None
    page.goto(check.wave.get_absolute_url())
    answer(page, trust="5", rest="4")
    press(page, ja("Hand in") if options else "Hand in")
    see(page, ja("Thank you") if options else "Thank you")


def _answer_by_link(
    visit: Callable[..., Page], mailbox: Mailbox, name: str, *, is_lost: bool = False, **options: str
) -> None:
    page = visit(**ON_A_PHONE, **options)
    page.goto(mailbox.link(to=address(name)))
    answer(page, trust="2", rest="4")
    if is_lost:
        page.context.set_offline(True)
        press(page, "Hand in")
        lost = "There is no connection. Your answers are kept on this device; hand them in when you are back."
        expect(page.get_by_text(lost)).to_be_visible()
        page.context.set_offline(False)
        page.reload()
        expect(page.locator("input:checked")).to_have_count(8)
    page.locator("button[value=hand_in]").click()
    expect(page.locator("form.survey")).to_have_count(0)


def _look_at_it(page: Page, visit: Callable[..., Page], check: HealthCheck, mailbox: Mailbox) -> None:
    """Both alliance managers read where they see it differently; three themes, and the widest on top."""
    page.goto(check.get_absolute_url())
    follow(page, "Close it now")
    mailbox.mails.clear()
    press(page, "Close it and open the answers")
    first = page.locator(".talk-first li")
    expect(first).to_have_count(3)
    for theme in ("Trust", "Transparency", "Shared commitment"):
        expect(first.filter(has_text=theme)).to_contain_text("They suffer, we do not see it")
    press(page, "Show both sides")
    petras = visit(**ON_A_PHONE)
    petras.goto(mailbox.link(to=address("Petra")))
    expect(petras.locator(".talk-first li").filter(has_text="Trust")).to_contain_text("We suffer, they do not see it")
    expect(petras.get_by_role("main")).not_to_contain_text("Put it on the next agenda")


def _act_together(page: Page) -> None:
    for text in ("Call before a date slips", "One list of who decides what"):
        page.get_by_role("link", name="Take something on together", exact=True).first.click()
        field(page, "What is to be done").fill(text)
        field(page, "On our side").select_option(label="Eva Brandt")
        field(page, "At the partner").select_option(label="Petra Pine")
        press(page, "Write it down for both")
        told(page, "Written down for both. It stands under Work as well.")
    page.get_by_role("button", name=re.compile("^Put it on the next agenda ?: Trust$")).click()
    expect(page.locator("#messages")).to_contain_text("It is on the agenda:")
    assert [one.title for one in Meeting.objects.get().agenda.all()] == ["How both sides see it: Trust"]
    joint = JointAction.objects.order_by("pk")
    assert [(one.ours.owner.given_name, one.theirs.owner.given_name) for one in joint] == [("Eva", "Petra")] * 2


def _hear_our_own(page: Page, alliance: Alliance) -> None:
    page.goto(f"/alliances/{alliance.public_id}/alignment/new/")
    field(page, "For what").fill("JSC in three weeks")
    field(page, "Needed by").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    press(page, "Begin")
    for name in ("Eva Brandt", "Tom Fields", "Aiko Nakamura"):
        row = page.get_by_role("row").filter(has_text=name)
        row.get_by_role("link").first.click()
        field(page, "With it").check()
        press(page, "Save")
    expect(page.locator(".notice.soon")).to_have_text("Still to be heard: Legal (Lars Legal)")
    page.goto(alliance.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("Still to be heard: Legal")


def _sites() -> None:
    """Twenty people with an account at each of three sites."""
    for number, place in enumerate(("Europe/Berlin", "Asia/Tokyo", "America/New_York")):
        site = make_site(WorkCalendar(place, ("DE", "JP", "US")[number], ""))
        for one in range(20):
            make_user(f"P{number}x{one} Asked", site=site)


def _ask_what_is_needed(page: Page, mailbox: Mailbox) -> None:
    mailbox.mails.clear()
    page.goto("/governance/needs/")
    follow(page, "Ask what people need")
    field(page, "Name").fill("Needs 2026")
    for box in page.locator("input[name=sites]").all():
        box.check()
    press(page, "Ask them")
    told(page, "Begun. Each is asked by mail in their language.")
    wave = Campaign.objects.get().wave
    for participant in wave.participants.select_related("wave", "person"):
        wants = ["b", "a"] if participant.pk % 3 else ["d", "b"]
        given = {"how-often": "a", "needs-first": wants, "challenges-first": ["a"], "supported": "3"}
        hand_in(participant=participant, given=Answers(given, {}))
    page.reload()
    follow(page, "Close it now")
    press(page, "Close it and open the answers")
    assert Response.objects.filter(wave=wave).count() == 60
    first = page.get_by_role("main").locator("tbody tr").first
    expect(first).to_contain_text("A clear picture of who decides what")
    expect(first.get_by_role("cell").first).to_have_text("1")


def _build_it_and_say_so(page: Page, mailbox: Mailbox) -> None:
    page.get_by_role("main").locator("tbody tr").first.get_by_role("link", name="Take it up").click()
    expect(field(page, "Need")).to_have_value("A clear picture of who decides what")
    field(page, "State").select_option(label="Delivered")
    pick(field(page, "Tool that answers it"), typed="minutes", chosen="Minutes and what to capture")
    press(page, "Write it down")
    see(page, "A clear picture of who decides what")
    mailbox.mails.clear()
    press(page, "Tell those who asked")
    told(page, "60 people are told.")
    assert (
        "A clear picture of who decides what"
        in mailbox.only_mail(to="p1x3@hub.example").get_body(("plain",)).get_content()
    )
    page.goto("/governance/needs/")
    expect(page.locator("section.section").first).to_contain_text("You asked, we built")
    assert Need.objects.get().state == "delivered"


def test_both_sides_are_asked_and_so_are_those_who_partner(
    visit: Callable[..., Page], mailbox: Mailbox, cora: User, eva: User, alliance: Alliance
) -> None:
    page = visit(eva)
    check = _ask_both_sides(page, alliance, mailbox)
    for name in ("Eva", "Tom", "Lars"):
        _answer_by_account(visit, check, name)
    _answer_by_account(visit, check, "Aiko", **JAPANESE)
    _answer_by_link(visit, mailbox, "Petra", is_lost=True)
    _answer_by_link(visit, mailbox, "Paul")
    for name in ("Yuki", "Ken"):
        _answer_by_link(visit, mailbox, name, **JAPANESE)
    _look_at_it(page, visit, check, mailbox)
    _act_together(page)
    _hear_our_own(page, alliance)
    _sites()
    desk = visit(cora)
    _ask_what_is_needed(desk, mailbox)
    _build_it_and_say_so(desk, mailbox)
