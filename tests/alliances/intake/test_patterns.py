"""Patterns of what is often owed, ticked, adapted and put down in one step."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from alliances.intake.holdings import Holdings, NewEvent
from alliances.intake.patterns import patterns, said
from alliances.intake.rules import read_rule
from alliances.obligations.models import Obligation, TriggerEvent
from coe_hub.vocabulary.models import AgreementKind, ToolkitKind
from tests.alliances.obligations.data import due_days, event, make_programme, owe
from tests.cast import Cast

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def page(alliance: Alliance) -> str:
    return reverse("obligation_patterns", args=[alliance.public_id])


def agreed(alliance: Alliance, programme: Programme | None = None) -> Agreement:
    """An agreement with its days."""
    scope = programme.scope if programme else alliance.scope
    days = {"effective_on": date(2026, 6, 1), "expires_on": date(2031, 5, 31)}
    kind = AgreementKind.objects.order_by("pk").first()
    return Agreement.objects.create(
        alliance=alliance, scope=scope, programme=programme, kind=kind, title="Research agreement", **days
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_pattern_can_be_read_in_every_language(language: str) -> None:
    with translation.override(language):
        rules = {one.code: read_rule(said(one.due)) for one in patterns()}
    with translation.override("en"):
        english = {one.code: read_rule(one.due["en"]) for one in patterns()}
    shown = {code: (rule.base, rule.count, rule.unit, rule.direction, rule.period) for code, rule in rules.items()}
    assert shown == {
        code: (rule.base, rule.count, rule.unit, rule.direction, rule.period) for code, rule in english.items()
    }


def test_patterns_are_whole() -> None:
    toolkits = set(ToolkitKind.values)
    assert len(patterns()) == len({one.code for one in patterns()}) == 25
    assert [one.code for one in patterns() if not set(one.usual) <= set(one.toolkits) <= toolkits] == []
    texts = [text for one in patterns() for text in (one.title, one.due, one.condition, one.hint) if text]
    assert [text for text in texts if set(text) != {"en", "ja"}] == []


def test_obligation_patterns_are_put_down_with_the_events_they_need(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    agreement = agreed(alliance)
    response = sign_in(cast.team).post(
        page(alliance),
        {
            "agreement": agreement.pk,
            "programme": "",
            "tick": ["jsc_formation", "option_window", "insurance"],
            "option_window-title": "Option on compound K",
            "option_window-clause": "5.2",
            "option_window-due": "60 days after “Complete data package received”",
            "option_window-owner": "Tom Team",
        },
        follow=True,
    )
    assert [str(one) for one in response.context["messages"]] == [
        "3 obligations are written down. Made with it: the events “Effective date”, “Complete data package received”."
    ]
    days = {one.title: due_days(one)[0] for one in Obligation.objects.order_by("pk")}
    assert days == {
        "Joint steering committee formed": date(2026, 7, 1),
        "Option on compound K": None,
        "Certificate of insurance sent": date(2027, 1, 31),
    }
    option = Obligation.objects.get(clause="5.2")
    assert (option.owner, option.kind, option.days_needed, option.agreement) == (
        cast.team.person, "option", 30, agreement,
    )  # fmt: skip
    assert [(one.name, one.occurred_on) for one in TriggerEvent.objects.order_by("pk")] == [
        ("Effective date", date(2026, 6, 1)),
        ("Complete data package received", None),
    ]


def test_obligation_patterns_that_are_owed_already_are_not_ticked(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    owe(alliance, "最終報告書")
    rows = {row.pattern.code: row for row in sign_in(cast.team).get(page(alliance)).context["rows"]}
    assert (rows["final_report"].exists, rows["final_report"].is_ticked) == (True, False)
    assert (rows["option_window"].exists, rows["option_window"].is_ticked) == (False, True)
    assert "royalty_report" not in rows


def test_obligation_patterns_put_nothing_down_where_one_is_wrong(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    data = {"tick": ["final_report", "insurance"], "insurance-title": "Insurance", "insurance-due": "promptly"}
    response = sign_in(cast.team).post(page(alliance), data)
    cells = {cell.name: cell for row in response.context["rows"] for cell in row.cells}
    assert response.status_code == 200
    assert cells["insurance-title"].value == "Insurance"
    assert cells["insurance-due"].errors == [
        (
            "“promptly” cannot be read as a day or a rule. Write such as: 2027-03-31, 45 days after quarter end, 60 "
            "days after “Data package received”, 30 business days before expiry."
        )
    ]
    assert (Obligation.objects.count(), TriggerEvent.objects.count()) == (0, 0)
    none = sign_in(cast.team).post(page(alliance), {"agreement": ""})
    assert none.context["common"].non_field_errors() == ["Tick at least one."]


def test_obligation_patterns_stay_behind_a_wall(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    walled = make_programme(alliance, "Antibody", cast.stranger.person)
    client, data = sign_in(cast.stranger), {"tick": ["final_report"]}
    alliance.scope.kind = "restricted"
    alliance.scope.save()
    refused = client.post(page(alliance), data)
    assert refused.context["common"].errors == {"programme": ["This field is required."]}
    assert client.post(page(alliance), data | {"programme": walled.pk}).status_code == 302
    assert {one.scope for one in [*Obligation.objects.all(), *TriggerEvent.objects.all()]} == {walled.scope}


def test_obligation_patterns_are_japanese_for_japanese_readers(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    cast.team.language = "ja"
    cast.team.save()
    sign_in(cast.team).post(page(alliance), {"tick": ["final_report"], "agreement": ""})
    assert (Obligation.objects.get().title, TriggerEvent.objects.get().name) == ("最終報告書", "研究計画の終了")


def test_a_day_of_another_agreement_is_not_taken(alliance: Alliance, cast: Cast) -> None:
    first, second = agreed(alliance), agreed(alliance)
    taken = event(alliance, "Effective date", agreement=first, point="effective")
    rule, scope = read_rule("30 days after Effective date"), alliance.scope_id
    bases = [Holdings(alliance, None).base(rule, scope=scope, agreement=one) for one in (first, second)]
    assert bases == [taken, NewEvent("Effective date", second, "effective")]
