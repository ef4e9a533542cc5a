"""Stage, journal and reviews of one alliance."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.core.overview import record_steps
from alliances.journal.actions import write_entry
from alliances.journal.models import JournalEntry
from alliances.reviews.actions.reviews import do_review
from alliances.stages.actions import change_stage
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.models import Stage
from tests.alliances.data import as_opened, merge_data
from tests.cast import Cast
from tests.factories import SINCE, make_alliance

TODAY = date(2026, 5, 4)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
CONTROL = "This text contains an invisible control character (U+0007). Delete it, or type the text again."


@pytest.fixture(autouse=True)
def _on_a_monday_in_may() -> Any:
    with time_machine.travel("2026-05-04T09:00Z", tick=False):
        yield


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def page(name: str, alliance: Alliance, *more: str) -> str:
    return reverse(name, args=[alliance.public_id, *more])


def stage(code: str) -> Stage:
    return Stage.objects.get(code=code)


def stages(alliance: Alliance) -> list[tuple[str, date, str]]:
    return [(one.stage.code, one.on_date, one.reason) for one in alliance.stage_changes.order_by("pk")]


# --- Stage -------------------------------------------------------------------------------------------------------
def test_a_stage_change_moves_it_with_a_day_and_a_reason(lead: Client, cast: Cast, alliance: Alliance) -> None:
    data = {"stage": stage("winding_down").pk, "on_date": "2026-05-01", "reason": "The programme stopped"}
    response = lead.post(page("stage_change", alliance), data)
    assert response["Location"] == alliance.get_absolute_url()
    alliance.refresh_from_db()
    assert (alliance.stage.code, alliance.version) == ("winding_down", 2)
    assert stages(alliance) == [
        ("running", SINCE, ""),
        ("winding_down", date(2026, 5, 1), "The programme stopped"),
    ]
    assert alliance.stage_changes.order_by("-pk")[0].by == cast.lead


OPEN, CLOSED = "Every member may read it.", "Only people named on it may see it."
WHO_MAY_SEE = {
    "signed, as proposed": ("negotiating", "launching", "usual", ScopeKind.OPEN, OPEN),
    "signed, kept closed": ("negotiating", "launching", "", ScopeKind.RESTRICTED, CLOSED),
    "before signature": ("exploring", "negotiating", "usual", ScopeKind.RESTRICTED, CLOSED),
    "let go before signature": ("exploring", "closed", "usual", ScopeKind.OPEN, OPEN),
}


@pytest.mark.parametrize(("former", "code", "answer", "kind", "said"), WHO_MAY_SEE.values(), ids=WHO_MAY_SEE)
def test_a_restricted_alliance_that_moves_on_is_asked_about_with_a_proposal(
    former: str, code: str, answer: str, kind: str, said: str, lead: Client, cast: Cast
) -> None:
    alliance = make_alliance("Umbra", by=cast.lead, stage=former, kind=ScopeKind.RESTRICTED)
    address = page("stage_change", alliance)
    assert lead.get(address).context["form"]["scope_kind"].value() == "usual"
    data = {"stage": stage(code).pk, "on_date": str(TODAY), "reason": "Signed", "scope_kind": answer}
    response = lead.post(address, data, follow=True)
    assert said in response.text
    assert Alliance.objects.get(pk=alliance.pk).scope.kind == kind


def test_one_kept_restricted_beyond_signature_stays_so_unless_somebody_says_otherwise(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Umbra", by=cast.lead, kind=ScopeKind.RESTRICTED)
    address = page("stage_change", alliance)
    assert lead.get(address).context["form"]["scope_kind"].value() is None
    lead.post(address, {"stage": stage("winding_down").pk, "on_date": str(TODAY), "reason": ""})
    alliance.refresh_from_db()
    assert (alliance.stage.code, alliance.scope.kind) == ("winding_down", ScopeKind.RESTRICTED)


def test_an_open_alliance_is_not_asked_about(lead: Client, alliance: Alliance) -> None:
    assert "scope_kind" not in lead.get(page("stage_change", alliance)).context["form"].fields


def test_the_stepper_says_since_when_it_is_in_its_stage_and_not_in_its_phase(cast: Cast, alliance: Alliance) -> None:
    later = stage("renegotiating")
    change_stage(alliance=alliance, stage=later, on_date=date(2026, 4, 20), reason="", by=cast.lead)
    alliance.refresh_from_db()
    steps = [(step["state"], step["detail"]) for step in record_steps(alliance)]
    assert steps[2] == ("current", "Renewing or reshaping since 20 Apr 2026")


BAD_STAGES = {
    "the one it is in": (
        {"stage": "running"},
        {"stage": ["Select a valid choice. That choice is not one of the available choices."]},
    ),
    "none": ({"stage": ""}, {"stage": ["This field is required."]}),
    "before the last change": (
        {"on_date": "2026-03-01"},
        {"on_date": ["The last change was on 2 Mar 2026. Choose that day or a later one."]},
    ),
    "tomorrow": (
        {"on_date": str(TOMORROW)},
        {"on_date": ["This day is still to come. Choose today or an earlier day."]},
    ),
    "no day": ({"on_date": "soon"}, {"on_date": ["Enter a valid date."]}),
    "too long a reason": (
        {"reason": "x" * 501},
        {"reason": ["Ensure this value has at most 500 characters (it has 501)."]},
    ),
    "a control character": ({"reason": "\x07 bell"}, {"reason": [CONTROL]}),
}


@pytest.mark.parametrize(("changes", "errors"), BAD_STAGES.values(), ids=BAD_STAGES)
def test_a_stage_change_that_cannot_be_is_told_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], lead: Client, alliance: Alliance
) -> None:
    data = {"stage": stage("closed").pk, "on_date": str(TODAY), "reason": "Why"} | changes
    if code := changes.get("stage"):
        data["stage"] = stage(code).pk
    form = lead.post(page("stage_change", alliance), data).context["form"]
    assert form.errors == errors
    assert {name: str(form[name].value()) for name in data} == {name: str(value) for name, value in data.items()}
    assert stages(alliance) == [("running", SINCE, "")]


def test_the_same_day_may_see_two_changes(cast: Cast, alliance: Alliance) -> None:
    for code in ("winding_down", "closed"):
        change_stage(alliance=alliance, stage=stage(code), on_date=TODAY, reason="", by=cast.lead)
    assert [code for code, _day, _reason in stages(alliance)] == ["running", "winding_down", "closed"]


def test_a_stage_reached_twice_at_once_is_reached_once(cast: Cast, alliance: Alliance) -> None:
    change_stage(alliance=alliance, stage=stage("closed"), on_date=TODAY, reason="", by=cast.lead)
    with pytest.raises(DomainError, match="in this stage already"):
        change_stage(alliance=alliance, stage=stage("closed"), on_date=TODAY, reason="", by=cast.team)


# --- Review ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("months", "held_on", "next_on"),
    [
        (3, date(2026, 5, 4), date(2026, 8, 4)),
        (1, date(2026, 1, 31), date(2026, 3, 2)),  # the 28th, a Saturday
        (12, date(2024, 2, 29), date(2025, 2, 28)),
        (60, date(2026, 5, 4), date(2031, 5, 5)),  # the 4th is a Sunday
        (None, date(2026, 5, 4), None),
    ],
)
def test_a_review_moves_the_next_one_by_exactly_the_rhythm(
    months: int | None, held_on: date, next_on: date | None, cast: Cast, alliance: Alliance
) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(review_months=months)
    do_review(alliance=alliance, held_on=held_on, outcome="on_track", note="", by=cast.lead)
    alliance.refresh_from_db()
    assert (alliance.last_reviewed_on, alliance.next_review_on) == (held_on, next_on)


def test_a_review_is_written_down_with_what_was_due(lead: Client, cast: Cast, alliance: Alliance) -> None:
    data = {"outcome": "watch", "note": "The next batch is late.", "held_on": "2026-05-01"}
    response = lead.post(page("review_create", alliance), data, follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "Review written down. The next one is due on 3 Aug 2026."
    ]
    review = alliance.reviews.get()
    assert (review.outcome, review.note, review.held_on, review.due_on, review.by) == (
        "watch",
        "The next batch is late.",
        date(2026, 5, 1),
        date(2026, 6, 2),
        cast.lead,
    )


BAD_REVIEWS = {
    "no outcome": ({"outcome": ""}, {"outcome": ["This field is required."]}),
    "an unknown outcome": (
        {"outcome": "fine"},
        {"outcome": ["Select a valid choice. fine is not one of the available choices."]},
    ),
    "before the last one": (
        {"held_on": "2026-04-01"},
        {"held_on": ["The last review was held on 2 Apr 2026. Choose that day or a later one."]},
    ),
    "tomorrow": (
        {"held_on": str(TOMORROW)},
        {"held_on": ["This day is still to come. Choose today or an earlier day."]},
    ),
    "too long a note": (
        {"note": "x" * 4001},
        {"note": ["Ensure this value has at most 4000 characters (it has 4001)."]},
    ),
}


@pytest.mark.parametrize(("changes", "errors"), BAD_REVIEWS.values(), ids=BAD_REVIEWS)
def test_a_review_that_cannot_be_is_told_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], lead: Client, cast: Cast, alliance: Alliance
) -> None:
    do_review(alliance=alliance, held_on=date(2026, 4, 2), outcome="watch", note="", by=cast.lead)
    data = {"outcome": "on_track", "note": "Typed", "held_on": str(TODAY)} | changes
    form = lead.post(page("review_create", alliance), data).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in data} == data
    assert alliance.reviews.count() == 1


# --- Journal -----------------------------------------------------------------------------------------------------
def entries(alliance: Alliance) -> list[tuple[str, str, date]]:
    return [(one.kind, one.text, one.happened_on) for one in alliance.journal.order_by("pk")]


@pytest.mark.parametrize("kind", ["note", "call", "meeting"])
def test_one_line_after_a_call_is_kept(kind: str, lead: Client, cast: Cast, alliance: Alliance) -> None:
    data = {"kind": kind, "text": "田中様と電話。\r\nNext: batch 4.", "happened_on": str(YESTERDAY)}
    assert lead.post(page("journal_create", alliance), data)["Location"] == f"{alliance.get_absolute_url()}#journal"
    assert entries(alliance) == [(kind, "田中様と電話。\nNext: batch 4.", YESTERDAY)]
    assert alliance.journal.get().by == cast.lead


def test_whoever_writes_in_the_journal_stays_there(lead: Client, alliance: Alliance) -> None:
    for name in ("journal_list", "alliance_detail"):
        here = f"{page(name, alliance)}#journal"
        assert f'<input type="hidden" name="next" value="{here}">' in lead.get(page(name, alliance)).text
        data = {"kind": "note", "text": f"From {name}", "happened_on": str(YESTERDAY), "next": here}
        assert lead.post(page("journal_create", alliance), data)["Location"] == here


BAD_ENTRIES = {
    "nothing": ({"text": " \n "}, {"text": ["This field is required."]}),
    "too long": ({"text": "x" * 4001}, {"text": ["Ensure this value has at most 4000 characters (it has 4001)."]}),
    "a control character": ({"text": "\x07"}, {"text": [CONTROL]}),
    "an unknown kind": (
        {"kind": "fax"},
        {"kind": ["Select a valid choice. fax is not one of the available choices."]},
    ),
    "tomorrow": (
        {"happened_on": str(TOMORROW)},
        {"happened_on": ["This day is still to come. Choose today or an earlier day."]},
    ),
    "a year far off": ({"happened_on": "0202-05-04"}, {"happened_on": ["Give a year between 1950 and 2150."]}),
}


@pytest.mark.parametrize(("changes", "errors"), BAD_ENTRIES.values(), ids=BAD_ENTRIES)
def test_a_line_that_cannot_be_is_told_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], lead: Client, alliance: Alliance
) -> None:
    data = {"kind": "call", "text": "Typed", "happened_on": str(TODAY)} | changes
    form = lead.post(page("journal_create", alliance), data).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in data} == data
    assert entries(alliance) == []


@pytest.fixture
def entry(cast: Cast, alliance: Alliance) -> JournalEntry:
    return write_entry(alliance=alliance, kind="note", text="First words", happened_on=YESTERDAY, by=cast.lead)


def test_a_line_can_be_corrected_by_others(
    entry: JournalEntry, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    address = page("journal_edit", alliance, entry.public_id)
    team = sign_in(cast.team)
    response = team.post(address, as_opened(team, address, text="Better words", kind="call"))
    assert response["Location"] == f"{page('journal_list', alliance)}#entry-{entry.public_id}"
    assert entries(alliance) == [("call", "Better words", YESTERDAY)]
    assert alliance.journal.get().by == cast.lead


def test_two_people_correcting_one_line_choose(
    entry: JournalEntry, alliance: Alliance, lead: Client, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    address = page("journal_edit", alliance, entry.public_id)
    mine, team = as_opened(lead, address, text="Mine", happened_on=str(TODAY)), sign_in(cast.team)
    team.post(address, as_opened(team, address, text="Theirs", kind="meeting"))
    response = lead.post(address, mine)
    assert [(one.mine, one.theirs) for one in response.context["conflicts"]] == [("Mine", "Theirs")]
    assert [one.theirs for one in response.context["changes"]] == ["Meeting"]
    lead.post(address, merge_data(response, text="theirs"))
    assert entries(alliance) == [("meeting", "Theirs", TODAY)]


def test_a_line_of_another_alliance_is_not_reached_through_this_one(
    secret: Alliance, alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    hidden = write_entry(alliance=secret, kind="note", text="Hidden", happened_on=TODAY, by=cast.lead)
    manager = sign_in(cast.manager)
    assert manager.get(page("journal_edit", alliance, hidden.public_id)).status_code == 404


def test_what_was_written_since_the_last_visit_is_new(
    alliance: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    def marked(client: Client) -> list[str]:
        context = client.get(page("journal_list", alliance)).context
        seen = context["seen_before"]
        return [one.text for one in context["page"].object_list if seen and one.created_at > seen]

    team = sign_in(cast.team)
    write_entry(alliance=alliance, kind="note", text="Before", happened_on=TODAY, by=cast.lead)
    first = marked(team)
    with time_machine.travel("2026-05-05T09:00Z", tick=False):
        write_entry(alliance=alliance, kind="note", text="After", happened_on=TODAY, by=cast.lead)
    with time_machine.travel("2026-05-05T10:00Z", tick=False):
        second, reloaded = marked(team), marked(team)
    with time_machine.travel("2026-05-06T10:00Z", tick=False):
        third = marked(team)
    assert (first, second, reloaded, third) == ([], ["After"], ["After"], [])
