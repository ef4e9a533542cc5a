"""What agreements, goals, health checks, risks and obligations refuse: in which words, and that it changes nothing."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from alliances.agreements.actions.endings import take_back
from alliances.agreements.actions.renewals import let_renew, take_back_renewal
from alliances.goals.actions.goals import set_goal
from alliances.goals.actions.sign_offs import ask_to_sign
from alliances.health.actions import close_check, note_talk, show_results
from alliances.issues.actions.risks import close_risk
from alliances.obligations.actions.events import Step, move_event
from coe_hub.lib.errors import DomainError
from tests import databases
from tests.alliances.agreements.data import end, make_agreement
from tests.alliances.goals.data import sign
from tests.alliances.issues.data import risk
from tests.alliances.obligations.data import event, make_programme, owe
from tests.cast import Cast, make_open_alliance
from tests.factories import make_alliance
from tests.refusals import Said, refused

ELSEWHERE = "It belongs to another alliance. Choose one of this alliance."
TAKEN_BACK = DomainError("This was taken back already.")


@pytest.fixture(scope="module")
def made(casting: Cast, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """An alliance with one of each, and another alliance."""
    with databases.shared_rows(django_db_blocker):
        yield _world(casting)


def _world(cast: Cast) -> SimpleNamespace:
    lead, today = cast.lead, timezone.localdate()
    alliance, other = make_open_alliance(cast), make_alliance("Another", by=lead)
    w = SimpleNamespace(alliance=alliance, other=other, lead=lead, today=today)
    licence = make_agreement(
        alliance,
        by=lead,
        expires_on=today + timedelta(days=300),
        renewal="automatic",
        renewal_months=12,
        notice_months=3,
    )
    w.renewal = let_renew(agreement=licence, by=lead, decided_by=lead.person, decided_on=today, reason="It works")
    take_back_renewal(decision=w.renewal, by=lead, reason="Too early")
    w.ending = end(make_agreement(alliance, by=lead), by=lead, kind="termination", ends_on=today + timedelta(days=90))
    take_back(ending=w.ending, by=lead, reason="A slip")
    w.goal = set_goal(alliance=alliance, by=lead, people=[lead.person], text="One candidate in the clinic")
    sign(w.goal, lead.person)
    w.talk = note_talk(alliance=alliance, talked_on=today, note="All is well", by=lead)
    w.risk = risk(alliance)
    w.event, w.void = event(alliance), event(alliance, "First dose")
    move_event(event=w.void, version=w.void.version, by=lead, step=Step.VOID, on=today, why="Stopped")
    w.void.refresh_from_db()
    w.behind = event(alliance, "Filing", programme=make_programme(alliance, "KRAS", lead.person))
    w.theirs = event(other)
    w.programme = make_programme(other, "Open")
    return w


@pytest.fixture
def world(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """Each test is a savepoint beside it."""
    return made


def move(w: SimpleNamespace, what: Any, step: Step, on: date | None = None) -> None:
    move_event(event=what, version=what.version, by=w.lead, step=step, on=on)


REFUSALS: dict[str, tuple[Callable[[SimpleNamespace], object], Said]] = {
    "add_agreement: on another alliance's programme": (
        lambda w: make_agreement(w.alliance, by=w.lead, programme=w.programme),
        DomainError("Choose a programme of this alliance.", field="programme"),
    ),
    "take_back: a second time": (lambda w: take_back(ending=w.ending, by=w.lead, reason="Again"), TAKEN_BACK),
    "take_back_renewal: a second time": (
        lambda w: take_back_renewal(decision=w.renewal, by=w.lead, reason="Again"),
        TAKEN_BACK,
    ),
    "ask_to_sign: all have": (
        lambda w: ask_to_sign(goal=w.goal, by=w.lead),
        DomainError("Everybody has signed what it says now."),
    ),
    "close_check: it was only talked through": (
        lambda w: close_check(check=w.talk),
        DomainError("Nobody was asked in writing."),
    ),
    "show_results: of nothing": (
        lambda w: show_results(check=w.talk, by=w.lead),
        DomainError("The answers are not opened yet. Close the health check first."),
    ),
    "close_risk: without a word": (
        lambda w: close_risk(risk=w.risk, closing="passed", note=" "),
        DomainError("Say by what one sees it.", field="note"),
    ),
    "move_event: void": (
        lambda w: move(w, w.void, Step.OCCUR, w.today),
        DomainError("This event is void. Take that back first."),
    ),
    "move_event: on no day": (
        lambda w: move(w, w.event, Step.OCCUR),
        DomainError("Say on which day.", field="on"),
    ),
    "add_event: of another alliance's programme": (
        lambda w: event(w.alliance, "Launch", programme=w.programme),
        DomainError(ELSEWHERE, field="programme"),
    ),
    "add_obligation: counted from another alliance's event": (
        lambda w: owe(w.alliance, event=w.theirs),
        DomainError(ELSEWHERE, field="event"),
    ),
    "add_obligation: counted from behind a wall": (
        lambda w: owe(w.alliance, event=w.behind),
        DomainError("“Filing” belongs to another programme, whose days are not to be told here.", field="event"),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, world: SimpleNamespace) -> None:
    act, said = REFUSALS[name]
    with refused(said):
        act(world)
