"""Requests that may be sent again, and answers that need not be: nothing is done twice, nothing is read twice."""

from datetime import timedelta

from django.utils import timezone

from alliances.core.models import Alliance
from alliances.journal.actions import edit_entry
from alliances.journal.models import JournalEntry
from coe_hub.api.models import KeptAnswer
from coe_hub.api.tasks import tidy_up
from tests.api.data import Program
from tests.cast import Cast


def test_a_request_that_comes_twice_is_done_once(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead)
    body = {"alliance": alliance.public_id, "text": "Called", "kind": "note"}
    first = program.ask("POST", "journal/", body, Idempotency_Key="call-1")
    again = program.ask("POST", "journal/", body, Idempotency_Key="call-1")
    assert (first.status_code, again.status_code, JournalEntry.objects.count()) == (201, 201, 1)
    assert (again.json(), again["Location"], again["ETag"]) == (first.json(), first["Location"], first["ETag"])
    assert (again["Idempotency-Replayed"], first.has_header("Idempotency-Replayed")) == ("true", False)
    other = program.ask("POST", "journal/", body | {"text": "Met"}, Idempotency_Key="call-1")
    assert (other.status_code, other["Content-Type"]) == (422, "application/problem+json")
    assert other.json()["type"].endswith("#key-taken")
    assert Program(cast.lead, name="Second").ask("POST", "journal/", body, Idempotency_Key="call-1").status_code == 201
    assert JournalEntry.objects.count() == 2


def test_what_was_refused_keeps_nothing_and_all_is_forgotten_after_a_day(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead)
    body = {"alliance": alliance.public_id, "text": "", "kind": "note"}
    assert program.ask("POST", "journal/", body, Idempotency_Key="k").status_code == 422
    assert program.ask("POST", "journal/", body | {"text": "Said"}, Idempotency_Key="k").status_code == 201
    assert program.ask("POST", "journal/", body, Idempotency_Key="x" * 256).status_code == 400
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    assert program.ask("POST", "journal/", body | {"text": "New"}, Idempotency_Key="k").status_code == 201
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    tidy_up()
    assert (KeptAnswer.objects.count(), JournalEntry.objects.count()) == (0, 2)


def test_who_has_it_already_gets_304_until_something_changes(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead)
    made = program.ask("POST", "journal/", {"alliance": alliance.public_id, "text": "One", "kind": "note"})
    row = f"journal/{made.json()['id']}/"
    for address in ("journal/", row, "alliances/?limit=1"):
        read = program.ask("GET", address)
        known = program.ask("GET", address, If_None_Match=read["ETag"])
        weak = program.ask("GET", address, If_None_Match=f'"0", W/{read["ETag"]}')
        assert [(one.status_code, one.content, one["ETag"]) for one in (known, weak)] == [(304, b"", read["ETag"])] * 2
    read = program.ask("GET", row)
    entry = JournalEntry.objects.get()
    edit_entry(entry=entry, version=1, text="Two", kind="note", happened_on=entry.happened_on)
    changed = program.ask("GET", row, If_None_Match=read["ETag"])
    assert (changed.status_code, changed.json()["fields"]["text"]) == (200, "Two")
    # The tag that was read is good for writing, as the one of the row is.
    assert program.ask("PATCH", row, {"text": "Three"}, If_Match=read["ETag"]).status_code == 412
    assert program.ask("PATCH", row, {"text": "Three"}, If_Match=changed["ETag"]).status_code == 200
