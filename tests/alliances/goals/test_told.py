"""Goals are due, told, found, handed over and merged."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.goals.actions.goals import edit_goal, give_up_goal, reach_goal, reopen_goal, set_goal
from alliances.goals.actions.sign_offs import ask_to_sign, signing_of
from alliances.goals.due import GOAL, SIGN_OFF
from alliances.goals.models import Goal, Signatory
from coe_hub import due
from coe_hub.people.doubles.merging import merge
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.models import Person
from coe_hub.reminders.delivery import run_engine
from tests.alliances.goals.data import DAY, PAGE, WORDS, arrive, change, page_of, sent, sign
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_person
from tests.home.test_search import found


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
