"""The launch check: what the record says, what people say, and what the contract leaves open."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from alliances.core.launch_points import points
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.launch.actions import answer_point
from alliances.launch.checking import launch_check
from alliances.launch.models import LaunchAnswer
from alliances.stages.actions import change_stage
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.vocabulary.models import Stage
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.alliances.obligations.data import owe
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person

CODES = [
    *("manager", "counterpart", "sponsor", "rhythm", "charter", "launch_plan"),
    *("deal_reasons", "deal_promises", "deal_people", "deal_open", "deal_documents"),
]


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def move_to(alliance: Alliance, stage: str, cast: Cast) -> None:
    """As of today."""
    stage_row = Stage.objects.get(code=stage)
    if alliance.stage != stage_row:
        change_stage(alliance=alliance, stage=stage_row, on_date=timezone.localdate(), reason="", by=cast.lead)
        alliance.refresh_from_db()


def page(alliance: Alliance) -> str:
    return reverse("launch_check", args=[alliance.public_id])


def answer_page(alliance: Alliance, code: str = "charter") -> str:
    return reverse("launch_answer", args=[alliance.public_id, code])


def typed(cast: Cast, **values: Any) -> dict[str, Any]:
    return {"said": "there", "note": "", "said_by": cast.lead.email, "said_on": "2026-06-01", "seen": "0"} | values


def found(alliance: Alliance) -> dict[str, str]:
    """What the record says of the points it knows of."""
    return {one.point.code: one.found for one in launch_check(Alliance.objects.get(pk=alliance.pk)).points if one.found}


def test_the_points_of_this_room_are_these() -> None:
    assert [point.code for point in points() if point.code in CODES] == CODES


def test_the_record_answers_what_it_knows(cast: Cast, alliance: Alliance) -> None:
    bare = make_alliance("Bare", by=cast.lead, review_months=None)
    bare.members.all().delete()
    Alliance.objects.filter(pk=bare.pk).update(lead=None)
    assert found(bare) == {}

    Alliance.objects.filter(pk=bare.pk).update(lead=cast.lead.person)
    assert found(bare) == {"manager": cast.lead.person.display_name}
    nora = make_person("Nora Partner", at=make_organisation("Northwind Biotech"))
    make_member(bare, nora, role="alliance_manager", side="theirs")
    assert found(bare)["counterpart"] == "Nora Partner"
    make_member(bare, cast.team.person, role="executive_sponsor")
    assert found(bare)["sponsor"] == cast.team.person.display_name
    Alliance.objects.filter(pk=bare.pk).update(review_months=3, last_reviewed_on=date(2026, 1, 1))
    assert found(bare)["rhythm"] == "Reviewed every 3 months"


def test_somebody_says_that_it_is_there(lead: Client, cast: Cast, alliance: Alliance) -> None:
    before = lead.get(page(alliance)).context["check"].settled
    lead.post(answer_page(alliance), typed(cast, note="On the team's site, signed by both."))
    check = lead.get(page(alliance)).context["check"]
    (charter,) = (one for one in check.points if one.point.code == "charter")
    assert (check.settled - before, charter.is_settled, charter.is_left_out) == (1, True, False)
    assert (charter.answer.note, charter.answer.said_by, charter.answer.said_on) == (
        "On the team's site, signed by both.",
        cast.lead.person,
        date(2026, 6, 1),
    )


def test_what_is_not_needed_asks_for_a_reason(lead: Client, cast: Cast, alliance: Alliance) -> None:
    refused = lead.post(answer_page(alliance), typed(cast, said="not_here"))
    assert refused.context["form"].errors["note"] == ["Say why it is not needed here, so that nobody asks again."]
    assert LaunchAnswer.objects.count() == 0
    lead.post(answer_page(alliance), typed(cast, said="not_here", note="One experiment, two people."))
    (charter,) = (one for one in launch_check(alliance).points if one.point.code == "charter")
    assert (charter.is_settled, charter.is_left_out) == (True, True)


def test_an_answer_is_taken_back_and_stays_in_the_history(lead: Client, cast: Cast, alliance: Alliance) -> None:
    lead.post(answer_page(alliance), typed(cast, note="On the site."))
    lead.post(reverse("launch_answer_take_back", args=[alliance.public_id, "charter"]))
    (charter,) = (one for one in launch_check(alliance).points if one.point.code == "charter")
    assert (charter.is_settled, charter.answer) == (False, None)
    name = cast.lead.person.display_name
    assert [one.what for one in alliance_sentences(alliance)][:2] == [
        "opened “A charter both sides have read” of the launch check again",
        f"wrote in the launch check that “A charter both sides have read” is there, as {name} said: On the site.",
    ]


def test_what_nobody_answered_is_not_taken_back(cast: Cast, alliance: Alliance) -> None:
    values = {"said_by": cast.lead.person, "said_on": timezone.localdate(), "by": cast.lead}
    with pytest.raises(DomainError, match="Nobody has answered this point yet"):
        answer_point(alliance=alliance, point="charter", said="open", **values)


def test_of_two_who_answer_at_once_the_second_is_told(lead: Client, cast: Cast, alliance: Alliance) -> None:
    lead.post(answer_page(alliance), typed(cast, note="First"))
    refused = lead.post(answer_page(alliance), typed(cast, note="Second"))
    assert refused.context["form"].non_field_errors() == [
        "Somebody else answered this point meanwhile. Read their answer, then give yours."
    ]
    assert [one.note for one in LaunchAnswer.objects.all()] == ["First"]
    seen = lead.get(answer_page(alliance)).context["form"]["seen"].value()
    lead.post(answer_page(alliance), typed(cast, note="Second", seen=seen))
    assert [one.note for one in LaunchAnswer.objects.order_by("pk")] == ["First", "Second"]


def test_a_point_that_no_room_has_does_not_exist(lead: Client, cast: Cast, alliance: Alliance) -> None:
    answers = [
        lead.get(answer_page(alliance, "no-such-point")),
        lead.post(answer_page(alliance, "no-such-point"), typed(cast)),
    ]
    assert ([one.status_code for one in answers], LaunchAnswer.objects.count()) == ([404, 404], 0)


def test_what_the_contract_leaves_open_is_an_action_with_an_owner(lead: Client, cast: Cast, alliance: Alliance) -> None:
    address = reverse("open_point_create", args=[alliance.public_id])
    lead.post(address, {"text": "Who pays for the third batch?", "owner": cast.team.email, "due_on": "2027-01-15"})
    item = ActionItem.objects.get()
    assert (item.text, item.owner, item.source_label) == (
        "Who pays for the third batch?",
        cast.team.person,
        "What the contract leaves open",
    )
    assert list(lead.get(page(alliance)).context["open_points"]) == [item]


def shown(client: Client, alliance: Alliance) -> tuple[bool, list[str]]:
    """Whether the record's page has the line beside it, and what it offers as help."""
    context = client.get(alliance.get_absolute_url()).context
    return "launch" in context, [gap.title for gap in context["gaps"]]


def test_it_helps_while_an_alliance_launches_and_stands_beside_it_while_it_runs(
    lead: Client, cast: Cast, alliance: Alliance
) -> None:
    first = "Their counterpart at the partner"
    move_to(alliance, "launching", cast)
    is_beside, gaps = shown(lead, alliance)
    assert (is_beside, first in gaps) == (True, True)
    move_to(alliance, "running", cast)
    is_beside, gaps = shown(lead, alliance)
    assert (is_beside, first in gaps) == (True, False)
    move_to(alliance, "winding_down", cast)
    assert shown(lead, alliance)[0] is False


def test_once_all_is_settled_it_leaves(lead: Client, cast: Cast, alliance: Alliance) -> None:
    move_to(alliance, "running", cast)
    for one in launch_check(alliance).still_open:
        values = {"said_by": cast.lead.person, "said_on": timezone.localdate(), "by": cast.lead}
        answer_point(alliance=alliance, point=one.point.code, said="there", **values)
    assert shown(lead, alliance)[0] is False


def test_it_is_told_in_japanese(lead: Client, cast: Cast, alliance: Alliance) -> None:
    answer_point(
        alliance=alliance, point="charter", said="not_here", note="二人の実験のため。", by=cast.lead,
        said_by=cast.lead.person, said_on=date(2026, 6, 1),
    )  # fmt: skip
    with translation.override("ja"):
        told = alliance_sentences(alliance)[0].what
        titles = [str(point.title) for point in points() if point.code in CODES]
    assert told.endswith("二人の実験のため。")
    assert [title for title in titles if title.isascii()] == []


def test_what_the_contract_says_is_read_from_its_rooms(cast: Cast, alliance: Alliance) -> None:
    assert {"exit_terms", "obligations"}.isdisjoint(found(alliance))
    term = {"expires_on": date(2030, 12, 31), "notice_months": 3}
    make_agreement(alliance, by=cast.lead, title="Licence", **term)
    owe(alliance)
    behind = make_programme(alliance, by=cast.lead, is_firewalled=True)
    make_agreement(alliance, by=cast.lead, title="Hidden", programme=behind, **term)
    owe(alliance, "Hidden", programme=behind)
    known = found(alliance)
    assert (known["exit_terms"], known["obligations"]) == ("Licence: notice until 30 Sep 2030", "1 obligation")
