"""Risks: written down, weighed, looked at again, closed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.issues.actions.risks import close_risk, edit_risk, look_at_risk, reopen_risk
from alliances.issues.models import Risk
from coe_hub.lib.errors import DomainError
from tests.alliances.issues.data import risk
from tests.cast import Cast


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def test_the_form_writes_a_risk_down_with_a_day_for_the_next_look(lead: Client, alliance: Alliance) -> None:
    address = reverse("risk_create", args=[alliance.public_id])
    assert lead.get(address).context["form"]["review_on"].value() == date(2026, 9, 14)
    words = {"title": "The only supplier stops", "cause": "One plant", "effect": "No material", "plan": "A second one"}
    lead.post(address, words | {"likelihood": "4", "impact": "5", "response": "transfer", "review_on": "2026-07-01"})
    one = Risk.objects.get()
    assert {name: getattr(one, name) for name in words} == words
    assert (one.exposure, one.tone, one.response, one.review_on, one.scope) == (
        *(20, "late", "transfer", date(2026, 7, 1)), alliance.scope,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("likelihood", "impact", "tone"), [(3, 5, "late"), (2, 4, "soon"), (2, 3, "neutral"), (5, 3, "late"), (7, 1, "")]
)
def test_its_height_is_likelihood_times_impact(
    likelihood: int, impact: int, tone: str, lead: Client, alliance: Alliance
) -> None:
    values = {"title": "A", "likelihood": likelihood, "impact": impact, "response": "watch"}
    lead.post(reverse("risk_create", args=[alliance.public_id]), values)
    assert [one.tone for one in Risk.objects.all()] == ([tone] if tone else [])


def test_a_look_sets_the_next_day_a_quarter_on_and_twice_a_day_is_once(lead: Client, alliance: Alliance) -> None:
    one = risk(alliance, review_on=date(2026, 6, 15))
    for _again in range(2):
        lead.post(reverse("risk_look", args=[one.public_id]))
    one.refresh_from_db()
    assert (one.looked_at_on, one.review_on, one.version) == (date(2026, 6, 15), date(2026, 9, 14), 2)


def test_one_that_came_true_offers_an_issue_in_its_words(lead: Client, alliance: Alliance) -> None:
    one = risk(alliance)
    answer = lead.post(
        reverse("risk_close", args=[one.public_id]), {"closing": "came_true", "on": "2026-06-14", "note": "They did."}
    )
    one.refresh_from_db()
    assert (one.closing, one.closed_on, one.closing_note) == ("came_true", date(2026, 6, 14), "They did.")
    assert answer["Location"] == f"{reverse('issue_create', args=[alliance.public_id])}?risk={one.public_id}"
    assert lead.get(answer["Location"]).context["form"]["title"].value() == one.title


def test_a_closed_one_is_changed_only_once_it_is_open_again(alliance: Alliance) -> None:
    one = risk(alliance)
    close_risk(risk=one, closing="passed", note="A second one is qualified.")
    for refused in (
        lambda: edit_risk(risk=one, version=one.version, title="B"),
        lambda: look_at_risk(risk=one),
        lambda: close_risk(risk=one, closing="passed", note="a"),
    ):
        with pytest.raises(DomainError, match="closed"):
            refused()
    reopen_risk(risk=one)
    edit_risk(risk=one, version=one.version, title="B")
    assert (one.is_open, Risk.objects.get().title) == (True, "B")


def test_risk_detail_edit_and_risk_reopen_lead_on(lead: Client, alliance: Alliance) -> None:
    one = risk(alliance)
    values = {"title": "B", "likelihood": 2, "impact": 2, "response": "accept", "version": one.version}
    assert lead.post(reverse("risk_edit", args=[one.public_id]), values)["Location"] == one.get_absolute_url()
    close_risk(risk=Risk.objects.get(), closing="passed", note="a")
    page = lead.post(reverse("risk_reopen", args=[one.public_id]), follow=True)
    shown = page.context["risk"]
    assert (shown.title, shown.exposure, shown.is_open, page.redirect_chain[0][0]) == (
        *("B", 4, True), reverse("risk_detail", args=[one.public_id]),
    )  # fmt: skip
