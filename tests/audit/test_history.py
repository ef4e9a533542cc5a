"""The audit trail, read as sentences: who, what, when, why."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.journal.actions import edit_entry, write_entry
from alliances.journal.models import JournalEntry
from alliances.reviews.actions.appointments import cancel_appointment, change_appointment, plan_review
from alliances.reviews.actions.reviews import do_review
from alliances.stages.actions import change_stage
from coe_hub.lib.history import acting
from coe_hub.lib.records import save_record
from coe_hub.people.handover.actions import hand_over
from coe_hub.vocabulary.models import Stage
from tests.alliances.data import as_opened
from tests.cast import Cast
from tests.factories import make_alliance, make_member

DAY = date(2026, 5, 4)


def told(alliance: Alliance, *, besides: Iterable[tuple[str, str, str]] = ()) -> list[tuple[str, str, str]]:
    """(who, what, why) of everything that happened, newest first; `besides` is left out.

    A test is one transaction, so all of it has one time, and the order is that of the kinds of rows.
    """
    sentences = [(one.who, one.what, one.reason) for one in alliance_sentences(alliance)]
    return [one for one in sentences if one not in set(besides)]


@pytest.fixture
def logged(cast: Cast) -> Alliance:
    with acting(by=cast.lead):
        return make_alliance("Amber", by=cast.lead, ours=["Kestrel Pharma"], partners=["Northwind Biotech"])


def test_logging_is_told_by_who_did_it(logged: Alliance) -> None:
    assert told(logged) == [
        ("Lena Lead", "moved it to the stage “Running” as of 2 Mar 2026", ""),
        ("Lena Lead", "added Northwind Biotech as a party", ""),
        ("Lena Lead", "added Kestrel Pharma as a party", ""),
        ("Lena Lead", "logged the alliance", ""),
    ]


def test_each_event_of_its_life_is_a_sentence(logged: Alliance, cast: Cast) -> None:
    before = told(logged)
    with acting(by=cast.team):
        make_member(logged, cast.viewer.person, role="adviser")
        entry = write_entry(alliance=logged, kind="call", text="Words", happened_on=DAY, by=cast.team)
        do_review(alliance=logged, held_on=DAY, outcome="at_risk", note="", by=cast.team)
        closed = Stage.objects.get(code="closed")
        change_stage(alliance=logged, stage=closed, on_date=DAY, reason="The data said no", by=cast.team)
        edit_entry(entry=entry, version=1, kind="meeting", text="Other words", happened_on=DAY)
        logged.members.get().delete()
    assert told(logged, besides=before) == [
        ("Tom Team", "“Other words”: changed “kind” from Call to Meeting", ""),
        ("Tom Team", "“Other words”: rewrote “what happened”", ""),
        ("Tom Team", "wrote in the journal: Call, 4 May 2026", ""),
        ("Tom Team", "reviewed it on 4 May 2026: At risk", ""),
        ("Tom Team", "moved it to the stage “Closed” as of 4 May 2026: The data said no", ""),
        ("Tom Team", "took Vera Viewer off as Adviser", ""),
        ("Tom Team", "added Vera Viewer as Adviser", ""),
    ]


def test_an_edit_tells_each_field_with_before_and_after(
    logged: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    before = told(logged)
    lead = sign_in(cast.lead)
    address = reverse("alliance_edit", args=[logged.public_id])
    changes = {
        "name": "Amber II",
        "reference": "R-1",
        "purpose": "Why",
        "lead": "Tom Team",
        "starts_on": "2026-01-02",
        "review_months": "",
        "partners": ["Orbit Labs"],
        "scope_kind": "restricted",
        "scope_reason": "talks of more",
    }
    lead.post(address, as_opened(lead, address, **changes))
    with acting(by=cast.lead):
        hand_over(giver=cast.lead.person, takers={f"lead-{logged.pk}": cast.team.person}, by=cast.lead, keeps=False)
    team = sign_in(cast.team)
    team.post(address, as_opened(team, address, reference="", starts_on="2026-02-03"))
    assert told(logged, besides=before) == [
        (
            "Lena Lead",
            "changed “who may see it” from Open to every member to Only people named on it",
            "talks of more",
        ),
        ("Lena Lead", "added Orbit Labs as a party", ""),
        ("Lena Lead", "took Northwind Biotech off the parties", ""),
        ("Tom Team", "emptied “reference” (it was R-1)", ""),
        ("Tom Team", "changed “starts” from 2 Jan 2026 to 3 Feb 2026", ""),
        ("Lena Lead", "changed “lead” from Lena Lead to Tom Team", "as part of a hand-over"),
        ("Lena Lead", "changed “name” from Amber to Amber II", ""),
        ("Lena Lead", "set “reference” to R-1", ""),
        ("Lena Lead", "rewrote “purpose”", ""),
        ("Lena Lead", "set “starts” to 2 Jan 2026", ""),
        ("Lena Lead", "emptied “reviewed every” (it was 3 months)", ""),
    ]


def test_the_time_of_a_review_is_told_as_it_is_set_moved_and_cancelled(logged: Alliance, cast: Cast) -> None:
    before = told(logged)
    at = datetime(2030, 5, 6, 9, tzinfo=UTC)
    values: dict[str, Any] = {
        "starts_at": at,
        "minutes": 60,
        "time_zone": "UTC",
        "place": "",
        "dial_in": "",
        "note": "",
    }
    with acting(by=cast.lead):
        appointment = plan_review(alliance=logged, people=[cast.lead.person], by=cast.lead, **values)
        values |= {"minutes": 90, "place": "Room 4"}
        change_appointment(appointment=appointment, version=1, people=[cast.lead.person], **values)
        cancel_appointment(appointment=appointment, reason="The partner is away")
    assert told(logged, besides=before) == [
        ("Lena Lead", "invited Lena Lead to the review", ""),
        ("Lena Lead", "cancelled the time for the review: The partner is away", ""),
        ("Lena Lead", "changed “minutes” from 60 minutes to 90 minutes", ""),
        ("Lena Lead", "set “place” to Room 4", ""),
        ("Lena Lead", "set a time for the review: 6 May 2030, 09:00", ""),
    ]


def test_archiving_tells_why_where_a_reason_was_given(
    logged: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    before = told(logged)
    lead = sign_in(cast.lead)
    lead.post(reverse("alliance_archive", args=[logged.public_id]))
    lead.post(reverse("alliance_restore", args=[logged.public_id]))
    logged.refresh_from_db()
    logged.name = "Amber III"
    with acting(by=None, reason="imported from a file"):
        save_record(logged, fields=["name"])
    assert told(logged, besides=before) == [
        ("", "changed “name” from Amber to Amber III", "imported from a file"),
        ("Lena Lead", "restored it", ""),
        ("Lena Lead", "archived it", ""),
    ]


def test_the_history_speaks_the_readers_language(logged: Alliance) -> None:
    with translation.override("ja"):
        spoken = told(logged)
    assert [who for who, _what, _why in spoken] == ["Lena Lead"] * 4
    assert not any(what.isascii() for _who, what, _why in spoken)


def test_a_name_is_never_kept_in_the_trail_but_looked_up_when_read(logged: Alliance, cast: Cast) -> None:
    type(cast.lead.person).objects.filter(pk=cast.lead.person_id).update(family_name="Married")
    assert {who for who, _what, _why in told(logged)} == {"Lena Married"}


def test_what_happened_elsewhere_is_not_told_here(logged: Alliance, secret: Alliance, cast: Cast) -> None:
    before = told(logged)
    do_review(alliance=secret, held_on=DAY, outcome="watch", note="", by=cast.lead)
    assert told(logged) == before


def test_the_page_shows_the_newest_first_on_the_readers_clock(
    cast: Cast, logged: Alliance, sign_in: Callable[..., Client]
) -> None:
    page = sign_in(cast.viewer).get(reverse("alliance_history", args=[logged.public_id])).context["page"]
    assert [(one.who, one.what, one.reason) for one in page.object_list] == told(logged)


def test_a_request_signs_what_it_changes_and_a_read_changes_nothing(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    with time_machine.travel("2026-05-04T09:00Z", tick=False):
        team = sign_in(cast.team)
        team.post(
            reverse("journal_create", args=[alliance.public_id]),
            {"kind": "note", "text": "Signed", "happened_on": "2026-05-04"},
        )
    event = JournalEntry.pgh_event_model.objects.get()
    assert (event.pgh_label, event.text, event.pgh_context) == ("insert", "Signed", {"user": cast.team.pk})
    events = Alliance.pgh_event_model.objects.count()
    team.get(alliance.get_absolute_url())
    assert Alliance.pgh_event_model.objects.count() == events


def test_whatever_walks_past_the_product_leaves_its_trace_too(alliance: Alliance) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(purpose="Written with SQL")
    event = Alliance.pgh_event_model.objects.order_by("-pgh_id")[0]
    assert (event.pgh_label, event.pgh_obj_id, event.purpose, event.pgh_context) == (
        "update",
        alliance.pk,
        "Written with SQL",
        None,
    )
