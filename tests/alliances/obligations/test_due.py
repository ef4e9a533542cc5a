"""When somebody is told of what is owed, what they are told when a day moves, and how it is done from there."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from alliances.core.models import Alliance
from alliances.obligations.actions.events import Step, move_event
from alliances.obligations.actions.fulfilments import dispute, fulfil, make_void
from alliances.obligations.models import Fulfilment, TriggerEvent
from coe_hub import due
from coe_hub.people.access.actions import set_grant
from coe_hub.people.models import User
from coe_hub.reminders.models import Reminder
from tests.alliances.obligations.data import TODAY, event, make_programme, only, owe
from tests.cast import Cast

YEAR = TODAY + timedelta(days=400)


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def told(user: User) -> list[tuple[str, date]]:
    """What is due from somebody, and when."""
    rows = due.items(until=YEAR, user=user, owner_id=user.person_id)
    return [(item.title, item.due_date) for item in rows if item.kind == "obligation"]


def test_its_owner_is_told_of_the_day_to_begin_and_then_of_the_day_it_is_due(alliance: Alliance, cast: Cast) -> None:
    owe(alliance, "Begin later", fixed_on=date(2026, 7, 31), owner=cast.team.person, days_needed=30)
    owe(alliance, "Begun", fixed_on=date(2026, 7, 3), owner=cast.team.person, days_needed=30)
    owe(alliance, "Late", fixed_on=date(2026, 6, 1), owner=cast.team.person, days_needed=30)
    assert told(cast.team) == [
        ("Late", date(2026, 6, 1)), ("Begin later", date(2026, 7, 1)), ("Begun", date(2026, 7, 3)),
    ]  # fmt: skip
    item = next(one for one in due.items(until=YEAR, user=cast.team, owner_id=cast.team.person_id))
    assert item.backup_id == cast.lead.person_id
    whys = [one.text.why for one in due.items(until=YEAR, user=cast.team, owner_id=cast.team.person_id)]
    name = alliance.name
    assert whys == [name, f"{name} · begin now: due on 31 Jul 2026", name]


def test_without_an_owner_the_lead_is_told_and_then_the_sponsor(alliance: Alliance, cast: Cast) -> None:
    set_grant(scope=alliance.scope, person=cast.manager.person, roles=["sponsor"])
    owe(alliance, "Owed by them", fixed_on=date(2026, 6, 20), responsible="partner")
    (item,) = [one for one in due.items(until=YEAR, user=cast.lead) if one.kind == "obligation"]
    assert (item.owner_id, item.backup_id) == (cast.lead.person_id, cast.manager.person_id)
    assert item.text.why == f"{alliance.name} · owed by the partner"


def test_nobody_is_told_of_what_is_settled_void_or_only_expected(alliance: Alliance, cast: Cast) -> None:
    mine = {"owner": cast.team.person, "fixed_on": date(2026, 6, 20)}
    fulfil(fulfilment=only(owe(alliance, "done", **mine)), by=cast.lead)
    make_void(fulfilment=only(owe(alliance, "void", **mine)), by=cast.lead, why="x")
    owe(alliance, "not met", condition="if", condition_state="not_met", **mine)
    owe(alliance, "expected", event=event(alliance, expected_on=TODAY), owner=cast.team.person)
    dispute(fulfilment=only(owe(alliance, "disputed", **mine)), by=cast.lead, why="x")
    owe(alliance, "not known", condition="if", **mine)
    assert told(cast.team) == [("disputed", date(2026, 6, 20)), ("not known", date(2026, 6, 20))]


def test_behind_a_wall_only_those_let_in_are_told(alliance: Alliance, cast: Cast) -> None:
    hidden = make_programme(alliance, "Umbra", cast.team.person, role="lead")
    owe(alliance, "Secret payment", fixed_on=date(2026, 6, 20), programme=hidden)
    assert told(cast.team) == [("Secret payment", date(2026, 6, 20))]
    assert [item for item in due.items(until=YEAR, user=cast.lead) if item.kind == "obligation"] == []


def test_one_click_from_a_mail_fulfils_it(alliance: Alliance, cast: Cast) -> None:
    row = only(owe(alliance, owner=cast.team.person))
    due.find_source("obligation").finish(row.pk, cast.team.person)  # type: ignore[union-attr,misc]
    row = Fulfilment.objects.get(pk=row.pk)
    assert (row.fulfilled_on, row.fulfilled_by) == (TODAY, cast.team.person)


# --- When a day moves -------------------------------------------------------------------------------------------------
@pytest.fixture
def moved(
    alliance: Alliance, cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[..., TriggerEvent]:
    """An event from which three days are counted, moved by the lead."""

    def move(**values: object) -> TriggerEvent:
        hidden = make_programme(alliance, "Umbra", cast.manager.person)
        package = event(alliance, "Data package", occurred_on=date(2026, 6, 1))
        owe(alliance, "Option deadline", event=package, count=14, owner=cast.team.person, **values)
        owe(alliance, "Mine", event=package, count=20, owner=cast.lead.person)
        owe(alliance, "Secret", event=package, count=20, programme=hidden, owner=cast.manager.person)
        with django_capture_on_commit_callbacks(execute=True):
            move_event(event=package, version=1, by=cast.lead, step=Step.OCCUR, on=date(2026, 6, 12), why="Came late")
        return package

    return move


def test_owners_of_what_moved_are_told_why(moved: Callable[..., TriggerEvent], cast: Cast) -> None:
    moved()
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["tom@hub.example"], "1 day that you see to moved: Kestrel × Northwind: KRAS degraders"),
        (["mia@hub.example"], "1 day that you see to moved: Kestrel × Northwind: KRAS degraders"),
    ]
    text = mail.outbox[0].body
    assert "Lena Lead changed what these days of “Kestrel × Northwind: KRAS degraders” are counted from:" in text
    assert "Data package: Happened\nCame late\n" in text
    assert "- Option deadline: 15 Jun 2026 → 26 Jun 2026\n" in text
    assert "Secret" not in text
    bell = Reminder.objects.filter(person=cast.team.person).values_list("kind", "due_date", "channel")
    assert list(bell) == [("obligation", date(2026, 6, 26), "page")]


def test_they_are_told_in_their_language(moved: Callable[..., TriggerEvent], cast: Cast) -> None:
    User.objects.filter(pk=cast.team.pk).update(language="ja")
    moved()
    assert mail.outbox[0].subject == "担当されている期日が1件変わりました：Kestrel × Northwind: KRAS degraders"
    assert "- Option deadline：2026年6月15日 → 2026年6月26日\n" in mail.outbox[0].body


def test_the_page_of_reminders_shows_what_moved(
    moved: Callable[..., TriggerEvent], cast: Cast, sign_in: Callable[..., Client]
) -> None:
    moved()
    content = sign_in(cast.team).get("/reminders/").content.decode()
    assert "Option deadline" in content


def test_nobody_is_told_of_what_is_settled(
    alliance: Alliance, cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    package = event(alliance, occurred_on=date(2026, 6, 1))
    row = only(owe(alliance, event=package, count=14, owner=cast.team.person))
    fulfil(fulfilment=row, by=cast.team)
    with django_capture_on_commit_callbacks(execute=True):
        move_event(event=package, version=1, by=cast.lead, step=Step.OCCUR, on=date(2026, 6, 12))
    assert mail.outbox == []
