"""Issues: raised, framed by both, signed, climbing with a clock, resolved, and told to the right people."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.issues import agendas, ladder
from alliances.issues.actions.issues import edit_issue, set_ladder
from alliances.issues.actions.signing import ask_counterpart, is_jointly_framed, sign_issue
from alliances.issues.actions.steps import climb, reopen, resolve, standing_of, step_down
from alliances.issues.agendas import Agenda, Agendas
from alliances.issues.ladder import Chartered, ladder_of
from alliances.issues.models import Issue, IssueSignature, IssueStep, Level, Standing
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import PartnerLink, Person, Site
from tests.alliances.issues.data import TODAY, fresh, issue, stands
from tests.alliances.obligations.data import make_programme
from tests.cast import Cast
from tests.factories import make_member, make_organisation, make_person
from tests.reminders.items import make_contact

PAGE = reverse("partner_page")
Sent = Callable[[Callable[[], Any]], list[Any]]


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def sent_by(django_capture_on_commit_callbacks: Callable[..., Any]) -> Sent:
    """The mails that something sends, by address."""

    def mails(act: Callable[[], Any]) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return sorted(mail.outbox, key=lambda one: one.to)

    return mails


@pytest.fixture
def contact(alliance: Alliance) -> Person:
    person = make_contact()
    make_member(alliance, person, role="alliance_manager", side="theirs")
    return person


@pytest.fixture
def raised(cast: Cast, alliance: Alliance, contact: Person) -> Issue:
    """Between the lead and somebody at the partner, with a text."""
    text = "Both need the batch; who pays for it is open."
    return issue(alliance, owner=cast.lead.person, counterpart=contact, agreed_text=text, by=cast.lead)


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def at(person: Person, country: str, subdivision: str = "") -> None:
    """Let the person work there."""
    person.site = Site.objects.create(
        organisation=person.organisation, name=country, country=country, subdivision=subdivision, time_zone="UTC"
    )
    person.save()


def headed(mails: list[Any]) -> list[tuple[str, str]]:
    return [(one.to[0], one.subject) for one in mails]


def arrive(body: str) -> Client:
    """A browser that came with the link in that mail."""
    path = next(part for part in body.split() if "/p/" in part)
    browser = Client()
    browser.get(path[path.index("/p/") :])
    return browser


# --- Raised and climbing ----------------------------------------------------------------------------------------------
def test_raising_one_through_the_form_starts_the_clock_of_the_first_level(lead: Client, alliance: Alliance) -> None:
    address = reverse("issue_create", args=[alliance.public_id])
    answer = lead.post(
        address,
        {"title": "Data comes late", "severity": "severe", "turn": "theirs", "on": "2026-06-12"}
        | {"our_contribution": "We asked for it late.", "options": "Weekly\nMonthly"},
    )
    raised = Issue.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, raised.get_absolute_url())
    assert (raised.title, raised.severity, raised.turn, raised.our_contribution, raised.scope) == (
        *("Data comes late", "severe", "theirs", "We asked for it late."), alliance.scope,
    )  # fmt: skip
    assert stands(raised) == ("raised", Level.MANAGERS, date(2026, 6, 26))
    assert standing_of(raised).standing(TODAY) == Standing.OPEN


@pytest.mark.parametrize(
    ("ours", "theirs", "until"),
    [
        (None, None, date(2026, 5, 12)),
        (("JP", ""), None, date(2026, 5, 18)),
        (None, ("DE", "DE-BY"), date(2026, 5, 13)),
        # Golden Week and Labour Day; the 14th is Ascension in Bavaria.
        (("JP", ""), ("DE", "DE-BY"), date(2026, 5, 20)),
    ],
)
def test_the_clock_runs_on_working_days_of_both_sides(
    ours: Any, theirs: Any, until: date, cast: Cast, alliance: Alliance, contact: Person
) -> None:
    for party in alliance.parties.all():
        party.organisation.country = ""
        party.organisation.save()
    for person, place in ((cast.lead.person, ours), (contact, theirs)):
        if place:
            at(person, *place)
    one = issue(alliance, owner=cast.lead.person, counterpart=contact, on=date(2026, 4, 28))
    assert stands(one) == ("raised", Level.MANAGERS, until)


def test_where_nobody_is_named_the_countries_of_the_companies_count(alliance: Alliance) -> None:
    for party, country in zip(alliance.parties.order_by("pk"), ("JP", "US"), strict=True):
        party.organisation.country = country
        party.organisation.save()
    assert stands(issue(alliance, on=date(2026, 4, 28))) == ("raised", Level.MANAGERS, date(2026, 5, 18))


def test_it_climbs_level_by_level_goes_down_and_is_resolved_and_each_step_is_a_row(cast: Cast, raised: Issue) -> None:
    climb(issue=raised, reason="No way forward.", by=cast.lead)
    assert stands(raised) == ("climbed", Level.TEAM, date(2026, 6, 29))
    climb(issue=raised, reason="Still none.", by=cast.lead)
    assert stands(raised) == ("climbed", Level.COMMITTEE, date(2026, 7, 6))
    step_down(issue=raised, reason="The team has an idea.", by=cast.team)
    assert stands(raised) == ("down", Level.TEAM, date(2026, 6, 29))
    resolve(issue=raised, reason="Half each.", by=cast.lead)
    assert stands(raised) == ("resolved", Level.TEAM, None)
    reopen(issue=raised, reason="Their board said no.", by=cast.lead)
    assert stands(raised) == ("reopened", Level.TEAM, date(2026, 6, 29))
    told = [(step.way, step.level, step.reason) for step in raised.steps.order_by("pk")]
    assert told == [
        ("raised", 1, ""),
        ("climbed", 2, "No way forward."),
        ("climbed", 3, "Still none."),
        ("down", 2, "The team has an idea."),
        ("resolved", 2, "Half each."),
        ("reopened", 2, "Their board said no."),
    ]


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ([(climb, "")], "Say why, in a sentence that both sides may read."),
        ([(resolve, " ")], "Say why, in a sentence that both sides may read."),
        ([(step_down, "a")], "It stands on the lowest level. Resolve it there."),
        ([(reopen, "a")], "This issue is open already."),
        ([(resolve, "a"), (climb, "a")], "This issue is resolved. Open it again first."),
        ([(resolve, "a"), (resolve, "a")], "This issue is resolved. Open it again first."),
        (
            [(climb, "a")] * 6,
            "It stands on the highest level: whoever has the final say settles it. Resolve it, and write down how.",
        ),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_what_to_do(steps: Any, refused: str, raised: Issue) -> None:
    *before, (last, reason) = steps
    for act, why in before:
        act(issue=raised, reason=why, by=None)
    with pytest.raises(DomainError) as error:
        last(issue=raised, reason=reason, by=None)
    assert error.value.message == refused


def test_a_clock_that_ran_out_is_derived_from_the_day(raised: Issue) -> None:
    step = standing_of(raised)
    assert step.until_on == date(2026, 6, 29)
    days = (date(2026, 6, 29), date(2026, 6, 30))
    assert [step.standing(day) for day in days] == [Standing.OPEN, Standing.RUN_OUT]
    assert [IssueStep.objects.current().run_out(day).count() for day in days] == [0, 1]


# --- The ladder -------------------------------------------------------------------------------------------------------
def test_an_alliance_says_its_ladder_and_open_clocks_follow(lead: Client, alliance: Alliance, raised: Issue) -> None:
    address = reverse("ladder_edit", args=[alliance.public_id])
    form = lead.get(address).context["form"]
    posted = {name: field.initial for name, field in form.fields.items() if field.initial not in {None, False}}
    posted |= {"days_1": "3", "clause_1": "9.2", "days_4": "30", "clause_4": "9.4", "is_calendar_4": "on"}
    del posted["is_used_3"]
    lead.post(address, posted)
    said = [(rung.level, rung.days, rung.is_calendar, rung.clause, rung.is_used) for rung in ladder_of(alliance)]
    assert said == [
        (1, 3, False, "9.2", True), (2, 10, False, "", True), (3, 15, False, "", False), (4, 30, True, "9.4", True),
        (5, 20, False, "", True), (6, None, False, "", True),
    ]  # fmt: skip
    assert stands(raised) == ("raised", Level.MANAGERS, date(2026, 6, 18))
    climb(issue=raised, reason="a", by=None)
    climb(issue=raised, reason="a", by=None)
    assert stands(raised) == ("climbed", Level.STEERING, date(2026, 7, 15))


def test_what_a_charter_says_goes_before_and_names_who_is_told(
    lead: Client, cast: Cast, alliance: Alliance, raised: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {Level.TEAM: Chartered("JPT {% now 'Y' %}", 4, clause="3.1")}
    monkeypatch.setattr(ladder, "_sitting", [lambda _issue, level: [cast.team.person] if level == Level.TEAM else []])
    monkeypatch.setattr(ladder, "_charters", [lambda _alliance, _scope: said])
    set_ladder(alliance=alliance, rungs={Level.TEAM: {"is_used": True, "days": 7, "clause": ""}})
    rung = ladder_of(alliance)[1]
    assert (rung.days, rung.clause, rung.source) == (4, "3.1", "JPT {% now 'Y' %}")
    page = lead.get(reverse("ladder_edit", args=[alliance.public_id]))
    assert "As the charter says: JPT {% now &#x27;Y&#x27; %}" in page.content.decode()
    assert "days_2" not in page.context["form"].fields
    assert ladder.people_on(raised, Level.TEAM) == [cast.team.person]
    climb(issue=raised, reason="a", by=None)
    assert stands(raised) == ("climbed", Level.TEAM, date(2026, 6, 19))


def test_a_climb_puts_it_on_the_next_agenda(lead: Client, cast: Cast, raised: Issue) -> None:
    put: list[tuple[Issue, Level, Any]] = []

    def place(one: Issue, level: Level, by: Any) -> Agenda:
        put.append((one, level, by))
        return Agenda("JPT, 30 Jun 2026")

    told = Agendas(lambda _issue, level: Agenda("JPT, 30 Jun 2026") if level == Level.TEAM else None, place)
    agendas.register(told)
    try:
        page = lead.get(reverse("issue_step", args=[raised.public_id, "climb"]))
        assert page.context["agenda"] == Agenda("JPT, 30 Jun 2026")
        climb(issue=raised, reason="a", by=cast.lead)
    finally:
        agendas.forget(told)
    assert (put, standing_of(raised).agenda) == ([(raised, Level.TEAM, cast.lead)], "JPT, 30 Jun 2026")


# --- Who is told ------------------------------------------------------------------------------------------------------
def test_a_climb_through_its_page_tells_those_who_were_ticked(
    lead: Client, cast: Cast, alliance: Alliance, raised: Issue, contact: Person, sent_by: Sent
) -> None:
    scientist = make_person("Sora Scientist", at=contact.organisation, email="sora@northwind.example")
    for person, side in ((cast.team.person, "ours"), (cast.lead.person, "ours"), (scientist, "theirs")):
        make_member(alliance, person, role="scientific_lead", side=side)
    make_member(alliance, make_person("Nomail", at=contact.organisation), role="team_member", side="theirs")
    address = reverse("issue_step", args=[raised.public_id, "climb"])
    page = lead.get(address)
    form, rung = page.context["form"], page.context["rung"]
    assert (rung.level, page.context["until"]) == (Level.TEAM, date(2026, 6, 29))
    people = {"lead": cast.lead.person.public_id, "team": cast.team.person.public_id, "partner": scientist.public_id}
    # The partner's people are offered; ticked they are only where both stand by the text.
    assert set(form["tell"].value()) == {people["lead"], people["team"]}
    said = {"reason": "The clock ran out.", "tell": list(people.values())}
    mails = sent_by(lambda: lead.post(address, said))
    subject = "An issue stands with you: Who pays for the second batch"
    assert headed(mails) == [(scientist.email, subject), (cast.team.email, subject)]
    theirs, ours = mails
    assert ("The clock ran out." in ours.body, "The clock ran out." in theirs.body) == (True, False)
    page = arrive(str(theirs.body)).get(PAGE)
    assert (raised.agreed_text in page.content.decode(), page.context["form"]) == (True, None)


def test_behind_a_wall_nobody_is_told_who_is_not_let_in(
    cast: Cast, alliance: Alliance, contact: Person, sent_by: Sent
) -> None:
    make_member(alliance, cast.team.person, role="scientific_lead")
    make_member(alliance, cast.viewer.person, role="team_member")
    make_member(alliance, make_contact("Ned Partner", email="ned@northwind.example"), role="team_member", side="theirs")
    walled = issue(alliance, programme=make_programme(alliance, "Walled", cast.team.person), by=cast.team)
    people = ladder.people_on(walled, Level.TEAM)
    assert len(people) == 3
    mails = sent_by(lambda: climb(issue=walled, reason="a", by=cast.manager, tell=people))
    assert [one.to for one in mails] == [[cast.team.email]]


# --- Signed by both ---------------------------------------------------------------------------------------------------
def test_both_alliance_managers_sign_the_text_ours_in_the_hub_the_partner_by_a_link(
    lead: Client, cast: Cast, raised: Issue, contact: Person, sent_by: Sent
) -> None:
    assert lead.get(raised.get_absolute_url()).context["asks_me"] is True
    lead.post(reverse("issue_sign", args=[raised.public_id]), {"version": raised.version, "remark": ""})
    assert (is_jointly_framed(fresh(raised)), lead.get(raised.get_absolute_url()).context["asks_me"]) == (False, False)
    mails = sent_by(lambda: lead.post(reverse("issue_ask", args=[raised.public_id])))
    assert headed(mails) == [(contact.email, "Please read and sign: Who pays for the second batch")]
    browser = arrive(mails[0].body)
    page = browser.get(PAGE)
    text = page.content.decode()
    assert (raised.agreed_text in text, page.context["form"]["version"].value()) == (True, raised.version)
    mails = sent_by(lambda: browser.post(PAGE, {"version": raised.version, "remark": "If the price holds."}))
    assert is_jointly_framed(fresh(raised))
    assert headed(mails) == [(cast.lead.email, "Nia Partner stands by it: Who pays for the second batch")]
    assert "If the price holds." in mails[0].body
    signed = [(one.person, one.side, one.remark) for one in IssueSignature.objects.order_by("pk")]
    assert signed == [(cast.lead.person, "ours", ""), (contact, "theirs", "If the price holds.")]
    with pytest.raises(DomainError, match=r"Nia Partner has signed it as it is\."):
        ask_counterpart(issue=fresh(raised), by=cast.lead)


def test_the_link_shows_nothing_that_is_read_on_our_side_alone(
    cast: Cast, alliance: Alliance, contact: Person, sent_by: Sent
) -> None:
    secrets = {
        name: f"Only {name}"
        for name in ("our_contribution", "their_contribution", "our_interests", "their_interests", "options")
    }
    one = issue(alliance, counterpart=contact, agreed_text="A", **secrets)
    [asked] = sent_by(lambda: ask_counterpart(issue=one, by=cast.lead))
    page = arrive(asked.body).get(PAGE).content.decode()
    assert [text for text in secrets.values() if text in page or text in asked.body] == []


def test_a_text_that_changed_is_signed_anew(cast: Cast, raised: Issue, contact: Person) -> None:
    for person in (cast.lead.person, contact):
        sign_issue(issue=fresh(raised), person=person, version=fresh(raised).version)
    one = fresh(raised)
    edit_issue(issue=one, version=one.version, agreed_text="Each pays half.")
    assert is_jointly_framed(fresh(raised)) is False
    with pytest.raises(DomainError, match=r"The issue was changed while you read it\."):
        sign_issue(issue=fresh(raised), person=contact, version=raised.version)
    one = fresh(raised)
    edit_issue(issue=one, version=one.version, severity="minor")
    for person in (cast.lead.person, contact):
        sign_issue(issue=fresh(raised), person=person, version=fresh(raised).version)
    assert is_jointly_framed(fresh(raised)) is True
    # The same answer twice is one.
    sign_issue(issue=fresh(raised), person=contact, version=fresh(raised).version)
    assert IssueSignature.objects.count() == 4


def _no_longer_on_it(raised: Issue) -> None:
    raised.alliance.members.filter(person=raised.counterpart).delete()
    raised.counterpart.organisation = make_organisation("Elsewhere")
    raised.counterpart.save()


OVER: dict[str, Callable[[Issue], Any]] = {
    "resolved": lambda raised: resolve(issue=raised, reason="a", by=None),
    "alliance put away": lambda raised: archive_alliance(alliance=raised.alliance),
    "left": _no_longer_on_it,
    "withdrawn": lambda _raised: PartnerLink.objects.update(revoked_at="2026-06-14T00:00Z"),
}


@pytest.mark.parametrize("how", OVER)
def test_a_link_to_what_is_settled_or_no_longer_theirs_signs_nothing(
    how: str, cast: Cast, raised: Issue, sent_by: Sent
) -> None:
    [asked] = sent_by(lambda: ask_counterpart(issue=raised, by=cast.lead))
    browser = arrive(asked.body)
    assert browser.get(PAGE).context["form"] is not None
    OVER[how](raised)
    browser.post(PAGE, {"version": raised.version, "remark": ""})
    shown = raised.agreed_text in browser.get(PAGE).content.decode()
    assert (IssueSignature.objects.count(), shown) == (0, False)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"agreed_text": ""}, "There is no text to stand by yet. Edit the issue and write it, best together."),
        ({"counterpart": None}, "Nobody at the partner is named. Edit the issue and name their alliance manager."),
    ],
)
def test_a_link_needs_a_text_and_somebody_to_read_it(
    changed: dict[str, Any], refused: str, lead: Client, raised: Issue
) -> None:
    edit_issue(issue=raised, version=raised.version, **changed)
    page = lead.post(reverse("issue_ask", args=[raised.public_id]), follow=True)
    assert [str(one) for one in page.context["messages"]] == [refused]


@pytest.mark.parametrize("name", ["issue_detail", "issue_edit", "issue_sign"])
def test_issue_pages_show_it(name: str, lead: Client, raised: Issue) -> None:
    page = lead.get(reverse(name, args=[raised.public_id]))
    assert (page.status_code, page.context["issue"]) == (200, raised)


def test_issue_edit_names_nobody_of_the_other_side(lead: Client, cast: Cast, raised: Issue, contact: Person) -> None:
    said = {"title": "B", "severity": "minor", "turn": "ours", "owner": contact.display_name, "version": raised.version}
    form = lead.post(
        reverse("issue_edit", args=[raised.public_id]), said | {"counterpart": cast.team.person.display_name}
    )
    assert form.context["form"].errors == {
        "owner": ["Nia Partner is at the partner. Name somebody on our side."],
        "counterpart": ["Tom Team is on our side. Name somebody at the partner."],
    }
