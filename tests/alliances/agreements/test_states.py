"""Where an agreement stands, by table: worked out by Python and by the database, which never differ."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db.models import DateField, Value
from django.utils import timezone

from alliances.agreements.models import Agreement, Ending, RenewalDecision
from alliances.agreements.states import BINDING, Standing, State, binding, standing, with_states
from alliances.agreements.terms import notice_day, term_end
from alliances.core.models import Alliance
from coe_hub.vocabulary.models import AgreementKind
from tests.factories import make_person

TODAY = date(2026, 6, 15)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
SIGNED = date(2024, 7, 1)
YEARLY = {"renewal": "automatic", "renewal_months": 12}


def make(alliance: Alliance, **values: Any) -> Agreement:
    """An agreement as the database takes it, in force for two years unless said otherwise."""
    usual = {"title": "Licence", "kind": AgreementKind.objects.get(code="licence"), "signed_on": SIGNED}
    return Agreement.objects.create(alliance=alliance, scope=alliance.scope, **usual | values)


def let_renew_until(agreement: Agreement, term_ends_on: date | None) -> None:
    """A decision that the term which ends then is followed by another."""
    RenewalDecision.objects.create(
        agreement=agreement, term_ends_on=term_ends_on, decided_on=SIGNED, decided_by=make_person("Dora"), reason="Why"
    )


def end(agreement: Agreement, kind: str, ends_on: date, **values: Any) -> Ending:
    """Notice or termination, declared long ago."""
    usual = {"kind": kind, "given_on": SIGNED, "side": "ours", "ends_on": ends_on}
    return Ending.objects.create(agreement=agreement, **usual | values)


def both_ways(agreement: Agreement, today: date = TODAY) -> Standing:
    """What Python says, once the database was found to say the same."""
    fresh = Agreement.objects.get(pk=agreement.pk)
    row = with_states(Agreement.objects.all(), today).get(pk=agreement.pk)
    found = standing(fresh, today)
    assert Standing(row.state, row.ends_on, row.notice_on) == found
    if not agreement.amends_id:
        told = (found.ends_on, found.notice_on, found.renewed_until, found.state == State.NOTICE_GIVEN)
        assert bound(today).get(agreement.pk) == (told if found.state in BINDING else None)
    return found


def bound(today: date) -> dict[int, tuple[Any, ...]]:
    """What binds on that day as the list of what is due asks it, by SQL of its own."""
    rows = binding(Agreement.objects.filter(amends=None), Value(today, output_field=DateField()))
    return {
        pk: tuple(told) for pk, *told in rows.values_list("pk", "ends_on", "notice_on", "renewed_until", "is_ending")
    }


# Days and renewal → its state, its last day, the day of notice.
ALONE: dict[str, tuple[dict[str, Any], tuple[str, date | None, date | None]]] = {
    "not signed": ({"signed_on": None}, ("draft", None, None)),
    "to be signed tomorrow": ({"signed_on": TOMORROW}, ("draft", None, None)),
    "signed, not yet effective": ({"effective_on": TOMORROW}, ("signed", None, None)),
    "effective today": ({"effective_on": TODAY}, ("in_force", None, None)),
    "without end": ({}, ("in_force", None, None)),
    "on its last day": ({"expires_on": TODAY}, ("in_force", TODAY, None)),
    "the day after": ({"expires_on": YESTERDAY}, ("expired", YESTERDAY, None)),
    "ended before it was effective counts as ended": (
        {"expires_on": YESTERDAY, "signed_on": YESTERDAY}, ("expired", YESTERDAY, None),
    ),
    "notice in months before the end": (
        {"expires_on": date(2026, 12, 31), "notice_months": 6}, ("in_force", date(2026, 12, 31), date(2026, 6, 30)),
    ),
    "the day of notice went by, and nothing renews itself": (
        {"expires_on": date(2026, 8, 31), "notice_months": 6}, ("in_force", date(2026, 8, 31), date(2026, 2, 28)),
    ),
    "notice where nothing ends": ({"notice_days": 30}, ("in_force", None, None)),
    "renewed by agreement ends meanwhile": (
        {"expires_on": YESTERDAY, "renewal": "by_agreement", "renewal_months": 12}, ("expired", YESTERDAY, None),
    ),
    "renews itself and notice can be given today": (
        {"expires_on": date(2026, 9, 15), "notice_months": 3, **YEARLY}, ("in_force", date(2026, 9, 15), TODAY),
    ),
    "renews itself and notice came too late": (
        {"expires_on": date(2026, 9, 14), "notice_months": 3, **YEARLY},
        ("in_force", date(2026, 9, 14), date(2027, 6, 14)),
    ),
    "renewed twice": (
        {"expires_on": date(2024, 12, 31), "notice_days": 90, **YEARLY},
        ("in_force", date(2026, 12, 31), date(2026, 10, 2)),
    ),
    "renewed without notice that could stop it": (
        {"expires_on": YESTERDAY, **YEARLY}, ("in_force", date(2027, 6, 14), None),
    ),
    "renewed from the end of February": (
        {"expires_on": date(2024, 2, 29), "notice_months": 1, **YEARLY},
        ("in_force", date(2027, 2, 28), date(2027, 1, 28)),
    ),
    "renewed by the month with two months’ notice": (
        {"expires_on": date(2025, 1, 31), "renewal": "automatic", "renewal_months": 1, "notice_months": 2},
        ("in_force", date(2026, 6, 30), date(2026, 6, 30)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("values", "found"), ALONE.values(), ids=ALONE)
def test_an_agreement_stands_where_its_days_say(
    values: dict[str, Any], found: tuple[str, date | None, date | None], alliance: Alliance
) -> None:
    assert both_ways(make(alliance, **values)) == Standing(*found)


# Endings → its state and its last day; the agreement expires at the end of the year and renews itself.
ENDINGS: dict[str, tuple[list[tuple[str, date, dict[str, Any]]], tuple[str, date | None]]] = {
    "notice": ([("notice", date(2026, 12, 31), {})], ("notice_given", date(2026, 12, 31))),
    "notice that ended it": ([("notice", YESTERDAY, {})], ("expired", YESTERDAY)),
    "termination to come": ([("termination", TOMORROW, {})], ("notice_given", TOMORROW)),
    "terminated": ([("termination", YESTERDAY, {})], ("terminated", YESTERDAY)),
    "terminated before the notice came to its end": (
        [("notice", YESTERDAY, {}), ("termination", date(2026, 3, 1), {})], ("terminated", date(2026, 3, 1)),
    ),
    "taken back": (
        [("termination", YESTERDAY, {"voided_at": timezone.now(), "void_reason": "Wrong agreement"})],
        ("in_force", date(2026, 12, 31)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("endings", "found"), ENDINGS.values(), ids=ENDINGS)
def test_an_agreement_ends_as_was_declared(
    endings: list[tuple[str, date, dict[str, Any]]], found: tuple[str, date | None], alliance: Alliance
) -> None:
    agreement = make(alliance, expires_on=date(2026, 12, 31), notice_months=3, **YEARLY)
    for kind, ends_on, values in endings:
        end(agreement, kind, ends_on, **values)
    stands = both_ways(agreement)
    assert (stands.state, stands.ends_on) == found
    assert stands.notice_on == (date(2026, 9, 30) if found[0] == "in_force" else None)


def test_what_replaces_an_agreement_ends_it_from_the_day_it_is_in_force(alliance: Alliance) -> None:
    former = make(alliance, expires_on=date(2026, 12, 31))
    after = make(alliance, replaces=former, signed_on=None)
    assert both_ways(former).state == "in_force"  # a draft replaces nothing
    Agreement.objects.filter(pk=after.pk).update(signed_on=YESTERDAY, effective_on=TOMORROW)
    assert both_ways(former) == Standing("in_force", TODAY, None)
    assert both_ways(former, TOMORROW) == Standing("replaced", TODAY, None)
    Agreement.objects.filter(pk=after.pk).update(archived_at=timezone.now())
    assert both_ways(former, TOMORROW).state == "in_force"


def test_an_amendment_ends_with_what_it_amends(alliance: Alliance) -> None:
    whole = make(alliance, expires_on=date(2026, 12, 31))
    amendment = make(alliance, amends=whole, changes="A later deadline")
    assert both_ways(amendment) == Standing("in_force", date(2026, 12, 31), None)
    declared = end(whole, "termination", TOMORROW)
    assert both_ways(amendment) == Standing("notice_given", TOMORROW, None)
    assert both_ways(amendment, TODAY + timedelta(2)).state == "terminated"
    Ending.objects.filter(pk=declared.pk).update(voided_at=timezone.now(), void_reason="Too early")
    make(alliance, replaces=whole, signed_on=SIGNED, effective_on=TODAY)
    assert both_ways(amendment) == Standing("replaced", YESTERDAY, None)


# Last day first agreed, months of renewal, notice in months and days, today → the day of notice.
NOTICES = {
    "a leap day": (date(2028, 2, 29), None, 12, None, TODAY, date(2027, 2, 28)),
    "into a leap year": (date(2029, 2, 28), None, 12, None, TODAY, date(2028, 2, 28)),
    "31 May and 30 August": (date(2026, 8, 31), None, 3, None, TODAY, date(2026, 5, 31)),
    "three months before 31 May": (date(2027, 5, 31), None, 3, None, TODAY, date(2027, 2, 28)),
    "days over a leap day": (date(2028, 3, 1), None, None, 30, TODAY, date(2028, 1, 31)),
    "days over a year": (date(2027, 1, 15), None, None, 90, TODAY, date(2026, 10, 17)),
    "the month stays at its end": (date(2024, 8, 31), 6, 1, None, date(2026, 2, 1), date(2026, 7, 31)),
    "no rule": (date(2026, 8, 31), 12, None, None, TODAY, None),
    "no end": (None, None, 3, None, TODAY, None),
}


@pytest.mark.parametrize(("expires", "months", "in_months", "in_days", "today", "day"), NOTICES.values(), ids=NOTICES)
def test_notice_is_given_by_the_day_the_calendar_says(
    expires: date | None, months: int | None, in_months: int | None, in_days: int | None, today: date, day: date | None
) -> None:
    assert notice_day(expires, months, in_months, in_days, today) == day


RENEWALS = (None, 1, 5, 12, 36)
NOTICE_RULES: tuple[dict[str, int], ...] = ({}, {"notice_months": 1}, {"notice_months": 14}, {"notice_days": 45})
EXPIRIES = (date(2024, 2, 29), date(2025, 1, 31), date(2026, 6, 30), date(2030, 12, 1))


def test_python_and_the_database_reckon_alike(alliance: Alliance) -> None:
    """Every renewal with every notice and every end, on 25 days; all of one day are asked for in one query."""
    made = {}
    for renewal, notice, expires in product(RENEWALS, NOTICE_RULES, EXPIRIES):
        renewing = {"renewal": "automatic", "renewal_months": renewal} if renewal else {}
        agreement = make(alliance, signed_on=date(2020, 1, 1), expires_on=expires, **renewing, **notice)
        made[agreement.pk] = (agreement, renewal)
        if renewal and expires.month != 2:
            let_renew_until(agreement, term_end(expires, renewal, date(2027, 1, 1)))
    for day in (date(2024, 1, 1) + timedelta(days=step * 53) for step in range(25)):
        rows = {row.pk: row for row in with_states(Agreement.objects.all(), day)}
        assert set(rows) == set(made)
        assert bound(day) == {
            pk: (row.ends_on, row.notice_on, row.renewed_until, row.state == State.NOTICE_GIVEN)
            for pk, row in rows.items()
            if row.state in BINDING
        }
        for pk, (agreement, renewal) in made.items():
            row, found = rows[pk], standing(agreement, day)
            asked = (agreement.expires_on, renewal, agreement.notice_months, agreement.notice_days, day)
            assert (row.state, row.ends_on, row.notice_on, row.renewed_until) == (
                found.state, found.ends_on, found.notice_on, found.renewed_until,
            ), asked  # fmt: skip
            assert row.ends_on == term_end(agreement.expires_on, renewal, day), asked
