"""Goals of an alliance: written down, signed by both sides, changed, reached or given up, told and found."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.goals.actions.goals import edit_goal, give_up_goal, reach_goal, reopen_goal, set_goal
from alliances.goals.actions.sign_offs import ask_to_sign, sign_goal, signing_of
from alliances.goals.due import GOAL, SIGN_OFF
from alliances.goals.models import Goal, GoalState, Signatory, SignOff
from coe_hub import due
from coe_hub.lib.errors import DomainError
from coe_hub.people.directory.correspondence import mail_language
from coe_hub.people.doubles.merging import merge
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.models import PartnerLink, Person, PersonLanguage
from coe_hub.reminders.delivery import run_engine
from coe_hub.vocabulary.models import Language
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_person
from tests.home.test_search import found
from tests.reminders.items import make_contact

WORDS: dict[str, Any] = {"text": "One candidate in the clinic", "measure": "First dose given", "horizon": "long"}
DAY = date(2026, 9, 30)
PAGE = reverse("partner_page")


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def _sent_at_once(django_capture_on_commit_callbacks: Callable[..., Any]) -> Any:
    """Mails arrive while the test goes on."""
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        yield callbacks


@pytest.fixture
def contact(alliance: Alliance) -> Person:
    person = make_contact()
    make_member(alliance, person, role="alliance_lead", side="theirs")
    return person


@pytest.fixture
def goal(cast: Cast, alliance: Alliance, contact: Person) -> Goal:
    """To be signed by the lead on our side and by somebody at the partner."""
    return set_goal(alliance=alliance, by=cast.lead, people=[cast.lead.person, contact], due_on=DAY, **WORDS)


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def page_of(name: str, goal: Goal) -> str:
    return reverse(name, args=[goal.public_id])


def sign(goal: Goal, person: Person, **values: Any) -> SignOff:
    """What that person signs who has read the goal as it is now."""
    fresh = Goal.objects.get(pk=goal.pk)
    return sign_goal(goal=fresh, person=person, version=fresh.version, **values)


def standing(goal: Goal) -> tuple[str, str]:
    signing = signing_of(goal)
    return str(signing.standing), signing.text


def change(goal: Goal, **values: Any) -> None:
    fresh = Goal.objects.get(pk=goal.pk)
    people = [one.person for one in fresh.signatories.all()]
    edit_goal(goal=fresh, version=fresh.version, people=people, **values)


def sent(django_capture: Callable[..., Any], goal: Goal, by: Any) -> list[Any]:
    mail.outbox.clear()
    with django_capture(execute=True):
        ask_to_sign(goal=Goal.objects.get(pk=goal.pk), by=by)
    return sorted(mail.outbox, key=lambda one: one.to)


def arrive(body: str) -> Client:
    """A browser that came with the link in that mail."""
    path = next(part for part in body.split() if "/p/" in part)
    browser = Client()
    browser.get(path[path.index("/p/") :])
    return browser


# --- Written down ---------------------------------------------------------------------------------------------------
def test_the_form_names_leads_and_sponsors_of_both_sides_and_a_goal_stands_on_the_record(
    lead: Client, cast: Cast, alliance: Alliance, contact: Person
) -> None:
    make_member(alliance, make_person("Adam Adviser", at=contact.organisation), role="adviser", side="theirs")
    address = reverse("goal_create", args=[alliance.public_id])
    form = lead.get(address).context["form"]
    assert form["people"].value() == [cast.lead.person.public_id, contact.public_id]
    people = [cast.lead.person.public_id, contact.public_id]
    lead.post(address, WORDS | {"due_on": DAY.isoformat(), "people": people, "version": "0"})
    goal = Goal.objects.get()
    assert (goal.alliance, goal.text, goal.horizon, goal.measure, goal.due_on, goal.by, goal.state) == (
        *(alliance, WORDS["text"], "long", WORDS["measure"], DAY),
        *(cast.lead, GoalState.OPEN),
    )
    assert list(goal.signatories.order_by("pk").values_list("person", "side", "asked_at")) == [
        (cast.lead.person_id, "ours", None),
        (contact.pk, "theirs", None),
    ]
    page = lead.get(alliance.get_absolute_url()).content.decode()
    for words in (goal.text, goal.measure, "Still to sign: Lena Lead, Nia Partner"):
        assert page.count(words) == 1


def test_a_goal_needs_a_text_and_a_day_that_can_be_read(lead: Client, alliance: Alliance) -> None:
    address = reverse("goal_create", args=[alliance.public_id])
    form = lead.post(address, {"text": "", "horizon": "endless", "due_on": "someday", "version": "0"}).context["form"]
    assert sorted(form.errors) == ["due_on", "horizon", "text"]
    assert not Goal.objects.exists()


def test_readers_who_may_not_edit_see_no_empty_part(alliance: Alliance, cast: Cast, sign_in: Callable) -> None:
    shown = [
        'id="goals"' in sign_in(one).get(alliance.get_absolute_url()).content.decode()
        for one in (cast.lead, cast.stranger)
    ]
    assert shown == [True, False]


def test_a_goal_is_reached_given_up_for_a_reason_and_opened_again(lead: Client, goal: Goal) -> None:
    close = page_of("goal_close", goal)
    form = lead.post(close, {"outcome": "given_up", "note": ""}).context["form"]
    assert form.errors == {"note": ["Say why it is given up."]}
    form = lead.post(close, {"outcome": "reached", "on": ""}).context["form"]
    assert form.errors == {"on": ["Give the day on which it was reached."]}
    states = []
    for data in (
        {"outcome": "reached", "on": "2026-06-09", "note": "Dosed"},
        {"outcome": "given_up", "note": "The target fell"},
    ):
        lead.post(close, data)
        one = Goal.objects.get()
        states.append((one.state, one.reached_on, one.given_up_on, one.closing_note))
        form = lead.post(close, data).context["form"]
        assert form.non_field_errors() == ["This goal is closed already."]
        with pytest.raises(DomainError):
            change(one, text="Other")
        lead.post(page_of("goal_reopen", goal))
    assert states == [
        (GoalState.REACHED, date(2026, 6, 9), None, "Dosed"),
        (GoalState.GIVEN_UP, None, date(2026, 6, 10), "The target fell"),
    ]
    assert Goal.objects.get().state == GoalState.OPEN


def test_the_list_has_open_ones_by_their_day_and_closed_ones_below(
    lead: Client, cast: Cast, alliance: Alliance
) -> None:
    made = {
        text: set_goal(alliance=alliance, by=cast.lead, people=[], text=text, due_on=day)
        for text, day in (("Late", date(2027, 1, 1)), ("No day", None), ("Soon", DAY), ("Old", DAY), ("Older", DAY))
    }
    reach_goal(goal=made["Older"], on=date(2026, 1, 1))
    give_up_goal(goal=made["Old"], because="Not needed")
    page = lead.get(reverse("goal_list", args=[alliance.public_id]))
    assert [one.goal.text for one in page.context["rows"]] == ["Soon", "Late", "No day", "Old", "Older"]
    record = lead.get(alliance.get_absolute_url())
    assert [one.goal.text for one in record.context["goals"]] == ["Soon", "Late", "No day"]


# --- Signed ---------------------------------------------------------------------------------------------------------
def test_ours_sign_in_the_hub_agreed_or_with_a_remark(lead: Client, cast: Cast, goal: Goal) -> None:
    address = page_of("goal_sign", goal)
    opened = lead.get(address).context["form"]
    data = {"version": str(opened["version"].value()), "remark": ""}
    assert lead.post(address, data)["Location"] == goal.get_absolute_url()
    lead.post(address, data)  # the same once more is one
    lead.post(address, data | {"remark": "Not before the audit"})
    signed = list(SignOff.objects.order_by("pk").values_list("person", "side", "remark", *SignOff.SIGNED))
    words = (WORDS["text"], "long", WORDS["measure"], DAY)
    assert signed == [
        (cast.lead.person_id, "ours", "", *words),
        (cast.lead.person_id, "ours", "Not before the audit", *words),
    ]
    assert lead.get(address).context["form"]["remark"].value() == "Not before the audit"


def test_how_far_it_is_signed_follows_from_who_signed_what(cast: Cast, goal: Goal, contact: Person) -> None:
    said = [standing(goal)]
    for person in (cast.lead.person, contact):
        sign(goal, person)
        said.append(standing(goal))
    change(goal, text="Two candidates in the clinic")
    said.append(standing(goal))
    change(goal, text=WORDS["text"])
    said.append(standing(goal))
    change(goal, due_on=None)
    sign(goal, contact)
    said.append(standing(goal))
    sign(goal, cast.lead.person)
    said.append(standing(goal))
    assert said == [
        ("open", "Still to sign: Lena Lead, Nia Partner"),
        ("open", "Still to sign: Nia Partner"),
        ("signed", "Signed by both sides"),
        ("outdated", "Changed since it was signed"),
        ("signed", "Signed by both sides"),
        ("outdated", "Changed since it was signed"),
        ("signed", "Signed by both sides"),
    ]
    assert SignOff.objects.count() == 4


def test_the_page_says_that_the_words_were_changed_and_what_was_signed(
    lead: Client, cast: Cast, goal: Goal, contact: Person
) -> None:
    sign(goal, contact, remark="If the series goes on")
    change(goal, text="Two candidates")
    page = lead.get(goal.get_absolute_url()).content.decode()
    for words in ("Changed since it was signed", "Outdated: the goal was changed", "If the series goes on"):
        assert page.count(words) == 1
    assert "“One candidate in the clinic” · First dose given · 30 Sep 2026 · Long-term" in page
    Signatory.objects.filter(person=contact).delete()
    page = lead.get(goal.get_absolute_url())
    assert [one.person for one in page.context["signing"].former] == [contact]
    assert page.content.decode().count("If the series goes on") == 1


def test_nobody_signs_what_they_did_not_read_nor_where_they_are_not_named(
    cast: Cast, goal: Goal, sign_in: Callable[..., Client]
) -> None:
    lead, address = sign_in(cast.lead), page_of("goal_sign", goal)
    opened = str(lead.get(address).context["form"]["version"].value())
    change(goal, text="Two candidates")
    response = lead.post(address, {"version": opened, "remark": "Fine"})
    form = response.context["form"]
    assert form.non_field_errors() == ["The goal was changed while you read it. Read it once more before you sign."]
    assert (form["version"].value(), form["remark"].value()) == (str(Goal.objects.get().version), "Fine")
    assert "Two candidates" in response.content.decode()
    with pytest.raises(DomainError, match="not named"):
        sign(goal, cast.team.person)
    reach_goal(goal=Goal.objects.get(), on=date(2026, 6, 1))
    with pytest.raises(DomainError, match="closed"):
        sign(goal, cast.lead.person)
    assert not SignOff.objects.exists()


# --- Asked ----------------------------------------------------------------------------------------------------------
def test_those_who_have_not_signed_are_asked_each_in_their_language(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any], settings: Any
) -> None:
    settings.HUB_URL = "https://hub.example"
    Alliance.objects.filter(pk=goal.alliance_id).update(code_name="Heron")
    PersonLanguage.objects.create(person=contact, language=Language.objects.get(code="ja"))
    assert mail_language(contact) == "ja"
    ours, theirs = sent(django_capture_on_commit_callbacks, goal, cast.lead)
    assert (ours.to, theirs.to) == ([cast.lead.email], [contact.email])
    assert (ours.subject, theirs.subject) == (
        "Please sign our goal: One candidate in the clinic",
        "目標への署名のお願い：One candidate in the clinic",
    )
    assert ours.body.splitlines() == [
        *("Dear Lena Lead,", ""),
        "Lena Lead at Kestrel Pharma asks you to sign a goal of our work together, “Heron”:",
        *("", "One candidate in the clinic", "By 30 Sep 2026", "Measure: First dose given", ""),
        "Read it and sign it, with a remark where you have one:",
        f"https://hub.example{page_of('goal_sign', goal)}",
        *("", "-- ", "You get this mail because you are named to sign this goal of our work together."),
    ]
    assert theirs.body.splitlines()[:8] == [
        *("Nia Partner 様", ""),
        "Kestrel PharmaのLena Leadより、共同の取り組み「Heron」の次の目標への署名をお願いしております。",
        *("", "One candidate in the clinic", "期限：2026年9月30日", "判断基準：First dose given", ""),
    ]
    assert theirs.from_email.startswith("Kestrel Pharma <")
    assert theirs.reply_to == [cast.lead.email]
    assert "Heron" in theirs.alternatives[0][0]
    assert "Amber" not in theirs.alternatives[0][0]
    asked = set(goal.signatories.values_list("asked_at", flat=True))
    assert asked == {timezone.now()}
    sign(goal, cast.lead.person)
    assert [one.to for one in sent(django_capture_on_commit_callbacks, goal, cast.lead)] == [[contact.email]]


def test_a_partner_signs_by_a_link_on_a_page_that_shows_nothing_else(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    set_goal(alliance=goal.alliance, by=cast.lead, people=[contact], text="Another secret goal")
    sign(goal, cast.lead.person, remark="Between us")
    [theirs] = sent(django_capture_on_commit_callbacks, goal, cast.lead)
    browser = arrive(theirs.body)
    page = browser.get(PAGE)
    words = page.content.decode()
    shown = (WORDS["text"], WORDS["measure"], "30 Sep 2026", "Long-term", "I agree and sign", "Lena Lead")
    assert [one for one in shown if one not in words] == []
    assert [one for one in ("Another secret goal", "Between us", goal.get_absolute_url()) if one in words] == []
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(
            PAGE, {"version": page.context["form"]["version"].value(), "remark": "If series B goes on"}
        )
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    signed = SignOff.objects.get(person=contact)
    assert (signed.side, signed.remark, signed.text) == ("theirs", "If series B goes on", WORDS["text"])
    assert "You signed this on 10 Jun 2026." in browser.get(PAGE).content.decode()
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([cast.lead.email], "Nia Partner signed: One candidate in the clinic")
    assert "If series B goes on" in told.body
    assert told.reply_to == [contact.email]


def test_the_link_ends_with_its_days_with_the_goal_and_with_the_part_they_take(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    theirs = sent(django_capture_on_commit_callbacks, goal, cast.lead)[1]
    over = "There is nothing left for you to do here."

    def shows() -> tuple[int, bool]:
        response = arrive(theirs.body).get(PAGE)
        return response.status_code, over in response.content.decode()

    said = [shows()]
    reach_goal(goal=Goal.objects.get(), on=date(2026, 6, 1))
    said.append(shows())
    reopen_goal(goal=Goal.objects.get())
    named = Signatory.objects.get(person=contact)
    Signatory.objects.filter(person=contact).delete()
    said.append(shows())
    named.save(force_insert=True)
    goal.alliance.members.filter(person=contact).delete()
    goal.alliance.parties.filter(side="theirs").delete()
    said.append(shows())
    with time_machine.travel("2026-06-25T09:00Z", tick=False):
        said.append((arrive(theirs.body).get(PAGE).status_code, False))
    assert said == [(200, False), (200, True), (200, True), (200, True), (410, False)]
    assert PartnerLink.objects.filter(purpose="goal_sign_off").count() == 1


def test_a_link_signs_only_what_its_reader_saw(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    browser = arrive(sent(django_capture_on_commit_callbacks, goal, cast.lead)[1].body)
    seen = browser.get(PAGE).context["form"]["version"].value()
    change(goal, text="Two candidates")
    answer = browser.post(PAGE, {"version": seen, "remark": ""})
    assert answer.status_code == 200
    assert "Read it once more before you sign." in answer.content.decode()
    assert not SignOff.objects.exists()


def test_who_has_no_address_is_named_and_others_are_asked(lead: Client, goal: Goal, contact: Person) -> None:
    Person.objects.filter(pk=contact.pk).update(email="")
    page = lead.post(page_of("goal_ask", goal), follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Asked by mail: Lena Lead",
        "No e-mail address of Nia Partner is known. Add it under People.",
    ]
    assert list(goal.signatories.filter(asked_at__isnull=True).values_list("person", flat=True)) == [contact.pk]


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda goal: goal.signatories.all().delete(), "Nobody is named to sign it."),
        (lambda goal: [sign(goal, one.person) for one in goal.signatories.all()], "Everybody has signed"),
        (lambda goal: reach_goal(goal=goal, on=DAY), "This goal is closed."),
        (lambda goal: goal.signatories.exclude(side="theirs").delete(), "No e-mail address of Nia Partner is known."),
    ],
)
def test_asking_nobody_says_why(prepare: Callable, refusal: str, lead: Client, goal: Goal, contact: Person) -> None:
    Person.objects.filter(pk=contact.pk).update(email="")
    prepare(goal)
    page = lead.post(page_of("goal_ask", goal), follow=True)
    [said] = [str(one) for one in page.context["messages"]]
    assert said.startswith(refusal)


def test_asking_goes_along_with_saving_where_that_is_ticked(lead: Client, goal: Goal, contact: Person) -> None:
    address = page_of("goal_edit", goal)
    form = lead.get(address).context["form"]
    data = form.as_posted() | {name: [str(form[name].value())] for name in ("version", "base")}
    page = lead.post(address, data | {"measure": "Two doses", "asks_now": "on"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["Saved.", "Asked by mail: Lena Lead, Nia Partner"]
    lead.post(address, data | {"version": str(Goal.objects.get().version), "measure": "Three doses"})
    assert set(goal.signatories.values_list("asked_at", flat=True)) == {None}


# --- Due ------------------------------------------------------------------------------------------------------------
def listed(kind: str, user: Any = None) -> list[tuple[str, str, int, date]]:
    rows = due.iterate(until=date(2030, 1, 1), user=user, kind=kind)
    return [(one.title, one.mail_title, one.owner_id, one.due_date) for one in rows]


def test_an_open_goal_with_a_day_is_due_to_who_answers_for_its_alliance(cast: Cast, goal: Goal) -> None:
    Alliance.objects.filter(pk=goal.alliance_id).update(code_name="Heron")
    set_goal(alliance=goal.alliance, by=cast.lead, people=[], text="No day")
    row = (goal.text, f"{goal.text} (Heron)", cast.lead.person_id, DAY)
    assert (listed(GOAL), listed(GOAL, cast.lead)) == ([row], [row])
    reach_goal(goal=Goal.objects.get(pk=goal.pk), on=date(2026, 6, 1))
    assert listed(GOAL) == []
    reopen_goal(goal=Goal.objects.get(pk=goal.pk))
    archive_alliance(alliance=Alliance.objects.get(pk=goal.alliance_id))
    assert listed(GOAL) == []


def test_a_sign_off_is_due_a_fortnight_after_it_was_asked_until_it_is_given(
    cast: Cast, goal: Goal, contact: Person
) -> None:
    said = [listed(SIGN_OFF)]
    ask_to_sign(goal=goal, by=cast.lead)
    until = date(2026, 6, 24)
    said.append([(owner, day) for _title, _mail, owner, day in listed(SIGN_OFF)])
    sign(goal, contact)
    said.append([owner for _title, _mail, owner, _day in listed(SIGN_OFF)])
    change(goal, due_on=None)
    ask_to_sign(goal=Goal.objects.get(), by=cast.lead)
    sign(goal, contact)
    said.append([owner for _title, _mail, owner, _day in listed(SIGN_OFF)])
    mine = cast.lead.person_id
    assert said == [[], [(mine, until), (contact.pk, until)], [mine], [mine]]


def test_a_partner_is_reminded_with_a_link_of_their_own(
    cast: Cast, goal: Goal, contact: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    sent(django_capture_on_commit_callbacks, goal, cast.lead)
    mail.outbox.clear()
    with time_machine.travel("2026-06-17T09:00Z", tick=False):
        run_engine(clock=lambda zone: datetime(2026, 6, 17, 9, tzinfo=zone))
        [theirs] = [one for one in mail.outbox if one.to == [contact.email]]
        assert "To sign: One candidate in the clinic" in theirs.subject
        assert WORDS["measure"] in arrive(theirs.body).get(PAGE).content.decode()


def test_the_record_and_today_ask_for_what_is_mine_to_sign(lead: Client, cast: Cast, goal: Goal) -> None:
    ask_to_sign(goal=goal, by=cast.lead)
    for address in (goal.alliance.get_absolute_url(), "/"):
        assert lead.get(address).content.decode().count("To sign: One candidate in the clinic") >= 1
    sign(goal, cast.lead.person)
    for address in (goal.alliance.get_absolute_url(), "/"):
        assert "To sign:" not in lead.get(address).content.decode()


# --- Told, found, handed over, merged -------------------------------------------------------------------------------
def test_the_history_tells_of_goals_and_of_who_signed_them(cast: Cast, goal: Goal, contact: Person) -> None:
    ask_to_sign(goal=goal, by=cast.lead)
    sign(goal, contact, remark="If B goes on")
    change(goal, text="Two candidates")
    give_up_goal(goal=Goal.objects.get(), because="The target fell")
    told = {one.what for one in alliance_sentences(goal.alliance)}
    assert {
        "wrote down the goal “One candidate in the clinic”",
        "named Nia Partner to sign the goal “Two candidates”",
        "asked Nia Partner to sign the goal “Two candidates”",
        "Nia Partner signed the goal “One candidate in the clinic” with the remark: If B goes on",
        "changed “goal” from One candidate in the clinic to Two candidates",
        "“Two candidates”: set “given up on” to 10 Jun 2026",
    } <= told


def test_todays_news_tells_what_others_signed(lead: Client, goal: Goal, contact: Person) -> None:
    lead.get("/")
    sign(goal, contact, remark="If B goes on")
    assert "Nia Partner signed a goal, with a remark" in lead.get("/").content.decode()


def test_search_finds_goals_that_one_may_see(
    cast: Cast, goal: Goal, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    set_goal(alliance=secret, by=cast.lead, people=[], text="A secret candidate", measure="Dose")
    hits = {role: found(sign_in(getattr(cast, role)), "candidate").get("Goals", []) for role in ("lead", "stranger")}
    line = f"Open · Long-term · 30 Sep 2026 · {goal.alliance.name}"
    assert {role: sorted(rows) for role, rows in hits.items()} == {
        "lead": [("A secret candidate", f"Open · Short-term · {secret.name}"), (goal.text, line)],
        "stranger": [(goal.text, line)],
    }


def test_what_somebody_is_to_sign_goes_over_and_what_they_signed_stays(cast: Cast, goal: Goal, contact: Person) -> None:
    other = set_goal(alliance=goal.alliance, by=cast.lead, people=[cast.lead.person], text="Signed already")
    sign(other, cast.lead.person)
    rows = Signatory.objects.filter(person=cast.lead.person)
    takers = {f"goal_sign_off-{row.pk}": cast.team.person for row in rows}
    went = hand_over(giver=cast.lead.person, takers=takers, by=cast.lead)
    assert [(one.title, one.detail) for one in went] == [(goal.text, goal.alliance.name)]
    named = {one.text: {row.person for row in one.signatories.all()} for one in Goal.objects.all()}
    assert named == {
        goal.text: {cast.team.person, contact},
        other.text: {cast.lead.person},
    }


def test_doubles_are_named_once_and_what_both_signed_stays_signed(
    cast: Cast, goal: Goal, alliance: Alliance, contact: Person
) -> None:
    double = make_person("Nia Partnr", at=contact.organisation)
    make_member(alliance, double, role="adviser", side="theirs")
    change(goal)
    fresh = Goal.objects.get()
    edit_goal(goal=fresh, version=fresh.version, people=[cast.lead.person, contact, double])
    sign(goal, double)
    merge(kept=contact, doubles=[double], values={}, by=cast.lead)
    assert sorted(goal.signatories.values_list("person", flat=True)) == sorted([cast.lead.person_id, contact.pk])
    assert signing_of(goal).of_person(contact.pk).stands


def test_goals_of_a_hidden_alliance_do_not_exist_for_others(
    cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    goal = set_goal(alliance=secret, by=cast.lead, people=[cast.lead.person], text="Hidden")
    names = ("goal_detail", "goal_edit", "goal_sign", "goal_close")
    for role, status in (("stranger", 404), ("lead", 200)):
        assert {sign_in(getattr(cast, role)).get(page_of(name, goal)).status_code for name in names} == {status}


def test_a_closed_alliance_asks_nobody(cast: Cast) -> None:
    alliance = make_alliance("Over", by=cast.lead, stage="closed")
    goal = set_goal(alliance=alliance, by=cast.lead, people=[cast.lead.person], text="A", due_on=DAY)
    ask_to_sign(goal=goal, by=cast.lead)
    assert (listed(GOAL), listed(SIGN_OFF)) == ([], [])
    assert goal.signatories.get().asked_at - timezone.now() == timedelta(0)
