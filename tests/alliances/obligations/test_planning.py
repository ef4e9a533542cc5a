"""Which days follow from which: events, chains, periods, extensions, conditions, milestones that were skipped."""

from datetime import date

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliances.core.models import Alliance
from alliances.obligations.actions.events import Step, move_event, moved_event, preview
from alliances.obligations.actions.fulfilments import extend, fulfil, make_void, take_back, waive
from alliances.obligations.actions.obligations import archive_obligation, edit_obligation, restore_obligation
from alliances.obligations.models import Fulfilment, Obligation, State, TriggerEvent
from alliances.obligations.planning import replan
from alliances.obligations.wording import rule_text, why_text
from coe_hub.lib.errors import DomainError, LostUpdateError
from tests.alliances.obligations.data import TODAY, due_days, event, make_programme, only, owe
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def step(one: TriggerEvent, name: str, on: date | None, cast: Cast, **words: str) -> TriggerEvent:
    move_event(event=one, version=one.version, by=cast.lead, step=Step(name), on=on, **words)
    one.refresh_from_db()
    return one


def test_a_fixed_day_a_period_and_an_event(alliance: Alliance) -> None:
    package = event(alliance, expected_on=date(2026, 8, 3))
    report = owe(alliance, period="quarter", first_on=date(2026, 3, 1), last_on=date(2026, 12, 31), count=45)
    assert due_days(owe(alliance, fixed_on=date(2026, 7, 31), count=5, direction="before")) == [date(2026, 7, 26)]
    assert due_days(report) == [date(2026, 5, 15), date(2026, 8, 14), date(2026, 11, 14), date(2027, 2, 14)]
    assert due_days(owe(alliance, event=package, count=3, unit="months")) == [date(2026, 11, 3)]
    assert due_days(owe(alliance, event=event(alliance, "No day"))) == [None]


def test_periods_without_an_end_are_planned_five_years_ahead(alliance: Alliance) -> None:
    assert due_days(owe(alliance, period="year", first_on=date(2026, 1, 1)))[-1] == date(2030, 12, 31)


def test_the_clock_starts_with_what_is_complete(alliance: Alliance, cast: Cast) -> None:
    """Received, contested and deemed complete are three facts."""
    package = event(alliance, expected_on=date(2026, 6, 1))
    option = owe(alliance, "Option deadline", event=package, count=60)
    seen = []

    def note() -> None:
        row = only(option)
        seen.append((row.due_on, row.is_expected, row.state_on(TODAY).value))

    note()
    step(package, "receive", date(2026, 6, 3), cast)
    note()
    step(package, "contest", date(2026, 6, 8), cast, why="Stability data are missing.")
    note()
    step(package, "deem", date(2026, 6, 12), cast, clause="4.3")
    note()
    step(package, "reopen", None, cast)
    note()
    assert seen == [
        (date(2026, 7, 31), True, "upcoming"),
        (date(2026, 8, 2), False, "upcoming"),
        (date(2026, 7, 31), True, "upcoming"),
        (date(2026, 8, 11), False, "upcoming"),
        (date(2026, 7, 31), True, "upcoming"),
    ]


def test_received_again_is_what_was_contested_made_complete(alliance: Alliance, cast: Cast) -> None:
    package = step(event(alliance), "receive", date(2026, 6, 1), cast)
    option = owe(alliance, event=package, count=10)
    step(package, "contest", date(2026, 6, 3), cast, why="Incomplete")
    assert due_days(option) == [None]
    step(package, "receive", date(2026, 6, 10), cast)
    assert due_days(option) == [date(2026, 6, 20)]


@pytest.mark.parametrize("name", ["contest", "deem"])
def test_what_was_not_received_is_neither_contested_nor_deemed_complete(
    alliance: Alliance, cast: Cast, name: str
) -> None:
    with pytest.raises(DomainError, match=r"Nothing was received yet\. Say first when it came\."):
        step(event(alliance), name, TODAY, cast, why="x", clause="4")


def test_a_chain_of_five_follows_its_event_and_comes_back(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, occurred_on=date(2026, 4, 27))
    chain = [owe(alliance, "0", event=package, count=2, unit="working_days", country="JP")]
    for number in range(1, 5):
        chain.append(owe(alliance, str(number), after=chain[-1], count=1, unit="months", keeps_month_end=True))
    first = [due_days(one) for one in chain]
    assert first == [
        [date(2026, 4, 30)],
        [date(2026, 5, 31)],
        [date(2026, 6, 30)],
        [date(2026, 7, 31)],
        [date(2026, 8, 31)],
    ]
    step(package, "occur", date(2026, 4, 30), cast, why="Received late")
    assert due_days(chain[0]) == [date(2026, 5, 7)]
    assert due_days(chain[4]) == [date(2026, 9, 7)]
    step(package, "occur", date(2026, 4, 27), cast, why="No, in time")
    assert [due_days(one) for one in chain] == first


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), min_size=1, max_size=4))
def test_wherever_an_event_goes_its_way_back_leads_to_the_same_plan(
    alliance: Alliance, cast: Cast, days: list[date]
) -> None:
    package = event(alliance, expected_on=date(2026, 4, 30))
    owe(alliance, event=package, count=1, unit="months", keeps_month_end=True, off_day="after", country="DE")
    before = list(Fulfilment.objects.order_by("pk").values("due_on", "notice_on", "is_expected", "reason"))
    for day in [*days, date(2026, 4, 30)]:
        step(package, "expect", day, cast)
    assert list(Fulfilment.objects.order_by("pk").values("due_on", "notice_on", "is_expected", "reason")) == before


def test_what_is_fulfilled_stays_and_what_comes_after_it_follows(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, occurred_on=date(2026, 6, 1))
    invoice = owe(alliance, "Invoice", event=package, count=10)
    payment = owe(alliance, "Payment", after=invoice, count=30)
    assert (due_days(payment), only(payment).is_expected) == ([date(2026, 7, 11)], True)
    fulfil(fulfilment=only(invoice), by=cast.lead, on=date(2026, 6, 5))
    assert (due_days(payment), only(payment).is_expected) == ([date(2026, 7, 5)], False)
    step(package, "occur", date(2026, 6, 2), cast)
    assert (due_days(invoice), due_days(payment)) == ([date(2026, 6, 11)], [date(2026, 7, 5)])
    take_back(fulfilment=only(invoice), by=cast.lead)
    assert (due_days(invoice), due_days(payment)) == ([date(2026, 6, 12)], [date(2026, 7, 12)])


def test_what_comes_after_each_period_has_as_many_days(alliance: Alliance, cast: Cast) -> None:
    report = owe(alliance, period="half", first_on=date(2026, 1, 1), last_on=date(2026, 12, 31), count=30)
    payment = owe(alliance, "Payment", after=report, count=15)
    assert due_days(payment) == [date(2026, 8, 14), date(2027, 2, 14)]
    fulfil(fulfilment=report.fulfilments.earliest("period_on"), by=cast.lead, on=date(2026, 6, 15))
    assert due_days(payment) == [date(2026, 6, 30), date(2027, 2, 14)]


def test_a_milestone_that_was_skipped_falls_due_with_the_later_one(alliance: Alliance, cast: Cast) -> None:
    early, late = event(alliance, "Phase 2 starts"), event(alliance, "Phase 3 starts")
    first = owe(alliance, "Milestone 1", event=early, count=30)
    second = owe(alliance, "Milestone 2", event=late, count=30, implies=first)
    assert (due_days(first), due_days(second)) == ([None], [None])
    step(late, "occur", date(2026, 6, 10), cast)
    assert (due_days(first), due_days(second)) == ([date(2026, 7, 10)], [date(2026, 7, 10)])
    assert why_text(only(first)) == "due together with a later milestone that came first, on 10 Jul 2026"
    step(late, "reopen", None, cast)
    assert due_days(first) == [None]


def test_an_extension_lengthens_and_never_shortens(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, occurred_on=date(2026, 6, 1))
    option = owe(alliance, event=package, count=30)
    extend(fulfilment=only(option), by=cast.lead, to=date(2026, 7, 15), why="HSR filing")
    assert due_days(option) == [date(2026, 7, 15)]
    step(package, "occur", date(2026, 7, 1), cast)
    assert due_days(option) == [date(2026, 7, 31)]
    step(package, "occur", date(2026, 6, 1), cast)
    assert due_days(option) == [date(2026, 7, 15)]
    with pytest.raises(DomainError, match=r"An extension leads to a later day than the one it has\."):
        extend(fulfilment=only(owe(alliance)), by=cast.lead, to=date(2026, 7, 31), why="x")


def test_no_circle_can_be_made(alliance: Alliance, cast: Cast) -> None:
    one = owe(alliance, "One")
    two = owe(alliance, "Two", after=one, count=1)
    three = owe(alliance, "Three", after=two, count=1)
    with pytest.raises(DomainError) as refused:
        edit_obligation(obligation=one, version=one.version, by=cast.lead, counts_from="obligation", after=three)
    assert refused.value.message == (
        "These would be counted from each other in a circle: “One”, “Three”, “Two”. Count one of them from something "
        "else."
    )
    one.refresh_from_db()
    with pytest.raises(DomainError, match="in a circle"):
        edit_obligation(obligation=three, version=three.version, by=cast.lead, implies=one)


def test_a_wall_is_not_told_through_by_a_day(alliance: Alliance, cast: Cast) -> None:
    hidden = make_programme(alliance, "Umbra", cast.team.person)
    secret = event(alliance, "Secret readout", programme=hidden)
    with pytest.raises(DomainError, match=r"“Secret readout” belongs to another programme"):
        owe(alliance, event=secret)
    inside = owe(alliance, event=secret, programme=hidden)
    assert inside.scope_id == hidden.scope_id
    outside = event(alliance, "Effective date", occurred_on=TODAY)
    assert due_days(owe(alliance, event=outside, programme=hidden)) == [TODAY]


def test_a_preview_says_what_would_move_and_writes_nothing(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, expected_on=date(2026, 4, 3))
    option = owe(alliance, "Option deadline", event=package, count=30)
    owe(alliance, "Fixed")
    found = preview(moved_event(TriggerEvent.objects.get(pk=package.pk), step=Step.EXPECT, on=date(2026, 4, 17)))
    moves = [(str(move.fulfilment), move.before, move.after) for move in found.moves]
    assert moves == [("Option deadline", date(2026, 5, 3), date(2026, 5, 17))]
    assert due_days(option) == [date(2026, 5, 3)]


def test_the_second_of_two_editors_is_told(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, expected_on=date(2026, 4, 3))
    version = package.version
    step(package, "expect", date(2026, 4, 4), cast)
    with pytest.raises(LostUpdateError):
        move_event(event=package, version=version, by=cast.team, step=Step.EXPECT, on=date(2026, 4, 5))
    package.refresh_from_db()
    assert package.expected_on == date(2026, 4, 4)


def test_an_event_with_two_thousand_dependants_moves_by_a_handful_of_statements(
    alliance: Alliance, cast: Cast, django_assert_num_queries: object
) -> None:
    def dependants(count: int) -> TriggerEvent:
        package = event(alliance, f"Package {count}", expected_on=date(2026, 4, 3))
        base = owe(alliance, "first", event=package, count=1)
        Obligation.objects.bulk_create(
            Obligation(
                alliance=alliance, scope=alliance.scope, title=f"{one}", counts_from="obligation", after=base, count=one
            )
            for one in range(count)
        )
        replan(alliance)
        return package

    # Of the thirty, sixteen ask whether the event itself is as the database wants it.
    for count in (3, 2000):
        package = dependants(count)
        with django_assert_num_queries(13):
            changes = move_event(
                event=package, version=package.version, by=cast.lead, step=Step.EXPECT, on=date(2026, 4, 17)
            )
        assert len(changes.moves) == count + 1
        assert due_days(Obligation.objects.get(title="2", after__event=package)) == [date(2026, 4, 20)]


def test_put_away_it_is_planned_no_more_and_taken_back_it_is(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, occurred_on=date(2026, 6, 1))
    invoice = owe(alliance, "Invoice", event=package)
    payment = owe(alliance, "Payment", after=invoice, count=30)
    archive_obligation(obligation=invoice, by=cast.lead)
    assert due_days(payment) == [None]
    restore_obligation(obligation=invoice, by=cast.lead)
    assert due_days(payment) == [date(2026, 7, 1)]


# --- Where it stands --------------------------------------------------------------------------------------------------
def test_states_are_the_same_in_python_and_in_the_database(alliance: Alliance, cast: Cast) -> None:
    gone = event(alliance, "Gone", expected_on=TODAY)
    rows = {
        "late": owe(alliance, "late", fixed_on=date(2026, 6, 14)),
        "today": owe(alliance, "today", fixed_on=TODAY),
        "noticed": owe(alliance, "noticed", fixed_on=date(2026, 6, 29)),
        "later": owe(alliance, "later", fixed_on=date(2026, 6, 30)),
        "expected": owe(alliance, "expected", event=event(alliance, expected_on=date(2026, 6, 1))),
        "waits": owe(alliance, "waits", event=event(alliance)),
        "not met": owe(alliance, "not met", condition="if", condition_state="not_met"),
        "of a void event": owe(alliance, "of a void event", event=gone),
        "done": owe(alliance, "done"),
        "waived": owe(alliance, "waived"),
        "void": owe(alliance, "void"),
    }
    step(gone, "void", TODAY, cast, why="The study was stopped.")
    fulfil(fulfilment=only(rows["done"]), by=cast.lead)
    waive(fulfilment=only(rows["waived"]), by=cast.lead, why="By side letter")
    make_void(fulfilment=only(rows["void"]), by=cast.lead, why="The study was stopped.")
    found = Fulfilment.objects.with_row().with_state(TODAY)
    by_database = {str(row): row.state for row in found}
    assert by_database == {
        "late": "overdue", "today": "due", "noticed": "due", "later": "upcoming", "expected": "upcoming",
        "waits": "upcoming", "not met": "void", "of a void event": "void", "done": "fulfilled", "waived": "waived",
        "void": "void",
    }  # fmt: skip
    assert {str(row): row.state_on(TODAY).value for row in found} == by_database
    unsettled = {str(row) for row in Fulfilment.objects.unsettled().select_related("obligation")}
    assert unsettled == {name for name, state in by_database.items() if state not in {"void", "fulfilled", "waived"}}


def test_a_settled_day_is_not_settled_twice(alliance: Alliance, cast: Cast) -> None:
    row = only(owe(alliance))
    fulfil(fulfilment=row, by=cast.lead, note="Sent")
    fulfil(fulfilment=row, by=cast.team, note="Again")
    assert (only(row.obligation).fulfilled_by, only(row.obligation).fulfilled_note) == (cast.lead.person, "Sent")
    with pytest.raises(DomainError, match=r"It is settled already\. Take that back first\."):
        waive(fulfilment=row, by=cast.lead, why="x")
    assert take_back(fulfilment=row, by=cast.lead).state_on(TODAY) == State.UPCOMING


# --- In words ---------------------------------------------------------------------------------------------------------
def test_the_rule_and_the_reason_are_told(alliance: Alliance, cast: Cast) -> None:
    package = event(alliance, occurred_on=date(2026, 4, 3))
    option = owe(alliance, event=package, count=30, off_day="after", country="JP")
    assert rule_text(option) == (
        "30 calendar days after “Data package”; if nobody works on it, the working day after; by the holidays of Japan"
    )
    assert why_text(only(option)) == (
        "30 calendar days after 3 Apr 2026 (“Data package”: Happened); nobody works on 3 May 2026"
    )
    report = owe(
        alliance, period="quarter", first_on=date(2026, 6, 1), last_on=date(2026, 7, 1), count=1, unit="months"
    )
    assert rule_text(report) == "1 month after the end of each quarter"
    assert why_text(only(report)) == "1 month after 30 Jun 2026, the end of the period"
    assert why_text(only(owe(alliance, "Later", after=report))).startswith("on the day: 30 Jul 2026")
