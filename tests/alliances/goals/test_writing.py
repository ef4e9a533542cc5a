"""Goals are written down, listed, reached, given up and opened again."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.goals.actions.goals import give_up_goal, reach_goal, set_goal
from alliances.goals.models import Goal, GoalState
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Person
from tests.alliances.goals.data import DAY, WORDS, change, page_of
from tests.cast import Cast
from tests.factories import make_member, make_person


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
