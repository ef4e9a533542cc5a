"""Sponsors: when each was last in touch, kept by one click; what is asked of them and the committee, and the answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.sponsors.actions import answer_support, ask_support, note_contact
from alliances.sponsors.models import SponsorContact, SupportRequest
from coe_hub.action_items.actions import add_action
from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.factories import make_member

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_a_day_in_november() -> Any:
    with time_machine.travel("2026-11-23T09:00Z", tick=False):
        yield


@pytest.fixture
def sponsored(cast: Cast, alliance: Alliance) -> Alliance:
    """The open alliance, with the viewer as its sponsor in two roles: that is one sponsor."""
    for role in ("executive_sponsor", "committee_co_chair"):
        make_member(alliance, cast.viewer.person, role=role)
    return alliance


def rows(browser: Client, alliance: Alliance) -> list[tuple[str, date | None, int]]:
    page = browser.get(reverse("alliance_sponsors", args=[alliance.public_id]))
    return [(str(one.person), one.last_contact_on, one.open_actions) for one in page.context["sponsors"]]


# --- In touch ----------------------------------------------------------------------------------------------------
def test_one_click_notes_a_contact_and_a_second_on_that_day_none(
    cast: Cast, sponsored: Alliance, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(cast.lead)
    address = reverse("sponsor_contact", args=[sponsored.public_id, cast.viewer.person.public_id])
    assert rows(browser, sponsored) == [("Vera Viewer", None, 0)]
    for _time in range(2):
        page = reverse("alliance_sponsors", args=[sponsored.public_id])
        assert browser.post(address)["Location"] == page
    assert rows(browser, sponsored) == [("Vera Viewer", TODAY, 0)]
    assert SponsorContact.objects.count() == 1


def test_what_a_sponsor_took_on_is_what_is_open_of_theirs(
    cast: Cast, sponsored: Alliance, sign_in: Callable[..., Client]
) -> None:
    add_action(scope=sponsored.scope, text="Call their CEO", owner=cast.viewer.person, side="ours", by=cast.lead)
    assert rows(sign_in(cast.lead), sponsored) == [("Vera Viewer", None, 1)]


def test_only_sponsors_are_in_touch_as_sponsors(cast: Cast, sponsored: Alliance) -> None:
    with pytest.raises(DomainError) as refused:
        note_contact(alliance=sponsored, person=cast.team.person, by=cast.lead)
    assert refused.value.message == "Tom Team is no sponsor of this alliance."
    assert SponsorContact.objects.count() == 0


def test_the_list_has_who_was_not_in_touch_for_longest_on_top_and_narrows(
    cast: Cast, sponsored: Alliance, sign_in: Callable[..., Client]
) -> None:
    make_member(sponsored, cast.team.person, role="executive_sponsor")
    make_member(sponsored, cast.manager.person, role="executive_sponsor")
    with time_machine.travel("2026-04-01T09:00Z"):
        note_contact(alliance=sponsored, person=cast.viewer.person, by=cast.lead)
    note_contact(alliance=sponsored, person=cast.manager.person, by=cast.lead)
    browser = sign_in(cast.stranger)

    def listed(query: str = "") -> list[str]:
        page = browser.get(f"/alliances/sponsors/{query}").context["page"]
        return [str(one.person) for one in page.object_list]

    assert listed() == ["Tom Team", "Vera Viewer", "Mia Manager"]
    narrowed = {"fresh": ["Mia Manager"], "silent": ["Vera Viewer"], "never": ["Tom Team"]}
    assert {name: listed(f"?contact={name}") for name in narrowed} == narrowed
    assert listed("?contact=nonsense") == []
    assert listed("?tier=light") == []


# --- Support -----------------------------------------------------------------------------------------------------
def test_support_is_asked_for_and_answered_by_the_committee(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    lead, committee = sign_in(cast.lead), sign_in(cast.committee)
    form = {"text": "Two more chemists in Sendai", "needed_on": "2026-12-15"}
    lead.post(reverse("support_create", args=[alliance.public_id]), form)
    asked = SupportRequest.objects.get()
    assert (asked.text, asked.needed_on, asked.asked_by, asked.is_open) == (
        "Two more chemists in Sendai", date(2026, 12, 15), cast.lead, True,
    )  # fmt: skip
    assert list(committee.get("/alliances/support/").context["page"].object_list) == [asked]
    refused = committee.post(asked.get_absolute_url(), {"outcome": "declined", "answer": ""})
    assert refused.context["form"].errors == {"answer": ["Say why: whoever asked needs to know what to do instead."]}
    committee.post(asked.get_absolute_url(), {"outcome": "granted", "answer": "From January on."})
    asked.refresh_from_db()
    assert (asked.outcome, asked.answer, asked.answered_by, asked.answered_on) == (
        "granted", "From January on.", cast.committee, TODAY,
    )  # fmt: skip
    assert list(committee.get("/alliances/support/").context["page"].object_list) == []
    assert list(committee.get("/alliances/support/?state=granted").context["page"].object_list) == [asked]


def test_an_answer_stands(cast: Cast, alliance: Alliance) -> None:
    asked = ask_support(alliance=alliance, by=cast.lead, text="A call")
    answer_support(request=asked, by=cast.committee, outcome="granted")
    with pytest.raises(DomainError) as refused:
        answer_support(request=asked, by=cast.lead, outcome="withdrawn")
    assert refused.value.message == "This request was answered meanwhile. Read the answer."
    asked.refresh_from_db()
    assert asked.outcome == "granted"


def test_who_may_answer(cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]) -> None:
    asked = ask_support(alliance=alliance, by=cast.lead, text="A call")
    answers = {}
    for name, user in vars(cast).items():
        answers[name] = sign_in(user).post(asked.get_absolute_url(), {}).status_code
    assert answers == dict.fromkeys(answers, 403) | dict.fromkeys(("lead", "team", "manager", "committee"), 200)


def test_its_history_tells_both(cast: Cast, sponsored: Alliance, sign_in: Callable[..., Client]) -> None:
    note_contact(alliance=sponsored, person=cast.viewer.person, by=cast.lead)
    asked = ask_support(alliance=sponsored, by=cast.lead, text="A call")
    answer_support(request=asked, by=cast.committee, outcome="declined", answer="Not this year.")
    page = sign_in(cast.lead).get(reverse("alliance_history", args=[sponsored.public_id])).text
    for said in (
        "noted that Vera Viewer, its sponsor, was in touch on 23 Nov 2026",
        "asked for support: A call",
        "answered “A call”: Declined. Not this year.",
    ):
        assert said in page


# By way of support_answer.
