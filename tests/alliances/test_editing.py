"""Editing a record: nothing of anybody's is lost when two people do it at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.people.directory.actions import create_organisation
from tests.alliances.data import as_opened, merge_data
from tests.cast import Cast
from tests.factories import make_organisation
from tests.overtaking import overtaken
from tests.overtaking import saved as saved_by_somebody


@pytest.fixture
def address(alliance: Alliance) -> str:
    return reverse("alliance_edit", args=[alliance.public_id])


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


@pytest.fixture
def team(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.team)


def saved(alliance: Alliance) -> dict[str, Any]:
    """What the database says of the alliance now."""
    fresh = Alliance.objects.select_related("scope", "lead").get(pk=alliance.pk)
    return {
        "name": fresh.name,
        "purpose": fresh.purpose,
        "reference": fresh.reference,
        "lead": str(fresh.lead or ""),
        "scope": fresh.scope.kind,
        "partners": [str(party) for party in fresh.parties.order_by("position") if party.side == "theirs"],
        "version": fresh.version,
    }


def test_opening_the_form_and_saving_it_changes_nothing_but_the_version(
    lead: Client, alliance: Alliance, address: str
) -> None:
    before = saved(alliance)
    assert lead.post(address, as_opened(lead, address))["Location"] == alliance.get_absolute_url()
    assert saved(alliance) == before | {"version": before["version"] + 1}


def test_whoever_may_open_a_restricted_alliance_reads_what_others_will_read_then(
    lead: Client, alliance: Alliance, secret: Alliance
) -> None:
    addresses = [reverse("alliance_edit", args=[one.public_id]) for one in (alliance, secret)]
    helps = [lead.get(one).context["form"].fields["scope_kind"].help_text for one in addresses]
    assert [text[:27] for text in helps] == ["", "Open, every member reads all"[:27]]
    assert "the journal, reviews, meetings, decisions, files" in lead.get(addresses[1]).content.decode()


def test_each_field_can_be_changed(lead: Client, cast: Cast, alliance: Alliance, address: str) -> None:
    changes = {
        "name": "A new name",
        "purpose": "New",
        "reference": "R-9",
        "lead": "Tom Team",
        "partners": ["Orbit Labs", "Northwind Biotech"],
        "scope_kind": "restricted",
        "scope_reason": "talks of more",
        "review_months": "12",
    }
    response = lead.post(address, as_opened(lead, address, **changes))
    # Another lead is asked about on a page of its own: tests/people/test_hand_over.py.
    asked = reverse("alliance_hand_over", args=[alliance.public_id])
    assert response["Location"] == f"{asked}?to={cast.team.person.public_id}"
    assert saved(alliance) == {
        "name": "A new name",
        "purpose": "New",
        "reference": "R-9",
        "lead": "Lena Lead",
        "scope": "restricted",
        "partners": ["Orbit Labs", "Northwind Biotech"],
        "version": 2,
    }
    alliance.refresh_from_db()
    assert (alliance.review_months, str(alliance.next_review_on)) == (12, "2027-03-02")
    assert set(alliance.scope.grants.values_list("person", "role")) == {
        (cast.lead.person_id, "lead"),
        (cast.team.person_id, "team"),
        (cast.viewer.person_id, "viewer"),
    }


def test_bad_input_is_told_at_its_field_and_nothing_is_saved(lead: Client, alliance: Alliance, address: str) -> None:
    before = saved(alliance)
    changes = {"name": "", "starts_on": "2026-02-01", "ends_on": "2026-01-01", "purpose": "Typed"}
    form = lead.post(address, as_opened(lead, address, **changes)).context["form"]
    assert form.errors == {
        "name": ["This field is required."],
        "ends_on": ["The end lies before the start (1 Feb 2026)."],
    }
    assert form["purpose"].value() == "Typed"
    assert saved(alliance) == before


def test_changes_that_do_not_meet_are_both_kept(lead: Client, team: Client, alliance: Alliance, address: str) -> None:
    mine = as_opened(lead, address, purpose="Mine")
    team.post(address, as_opened(team, address, reference="Theirs"))
    response = lead.post(address, mine)
    assert response.status_code == 409
    assert [(one.label, one.theirs) for one in response.context["changes"]] == [("Reference", "Theirs")]
    assert response.context["conflicts"] == []
    assert lead.post(address, merge_data(response))["Location"] == alliance.get_absolute_url()
    after = saved(alliance)
    assert (after["purpose"], after["reference"], after["version"]) == ("Mine", "Theirs", 3)


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_where_both_changed_one_field_the_second_chooses(
    choice: str, kept: str, lead: Client, team: Client, alliance: Alliance, address: str
) -> None:
    mine = as_opened(lead, address, purpose="Mine", reference="R-1")
    team.post(address, as_opened(team, address, purpose="Theirs"))
    response = lead.post(address, mine)
    assert [(one.label, one.mine, one.theirs) for one in response.context["conflicts"]] == [
        ("Purpose", "Mine", "Theirs")
    ]
    assert saved(alliance)["purpose"] == "Theirs"
    lead.post(address, merge_data(response, purpose=choice))
    after = saved(alliance)
    assert (after["purpose"], after["reference"]) == (kept, "R-1")


def test_the_same_change_twice_is_no_conflict(lead: Client, team: Client, alliance: Alliance, address: str) -> None:
    mine = as_opened(lead, address, purpose="Same", partners=["Orbit Labs"])
    team.post(address, as_opened(team, address, purpose="Same", partners=["Orbit Labs"]))
    response = lead.post(address, mine)
    assert (response.context["conflicts"], response.context["changes"]) == ([], [])
    lead.post(address, merge_data(response))
    assert saved(alliance)["partners"] == ["Orbit Labs"]


def test_a_third_save_during_the_choice_brings_the_choice_again(
    lead: Client, team: Client, cast: Cast, sign_in: Callable[..., Client], alliance: Alliance, address: str
) -> None:
    mine = as_opened(lead, address, purpose="Mine")
    team.post(address, as_opened(team, address, purpose="Second"))
    first = lead.post(address, mine)
    manager = sign_in(cast.manager)
    manager.post(address, as_opened(manager, address, purpose="Third"))
    again = lead.post(address, merge_data(first, purpose="mine"))
    assert again.status_code == 409
    assert [(one.mine, one.theirs) for one in again.context["conflicts"]] == [("Mine", "Third")]
    assert saved(alliance)["purpose"] == "Third"
    lead.post(address, merge_data(again, purpose="mine"))
    assert saved(alliance)["purpose"] == "Mine"


def test_a_partner_of_the_same_name_as_another_organisation_is_not_swapped(
    lead: Client, alliance: Alliance, address: str
) -> None:
    first, second = (create_organisation(name="Twin Bio", is_public=True) for _ in range(2))
    alliance.parties.filter(side="theirs").update(organisation=second)
    lead.post(address, as_opened(lead, address, purpose="Something else"))
    assert [party.organisation for party in alliance.parties.filter(side="theirs")] == [second]
    assert first.parts.count() == 0


def test_retired_words_stay_on_records_that_have_them(lead: Client, alliance: Alliance, address: str) -> None:
    type(alliance.alliance_type).objects.filter(pk=alliance.alliance_type_id).update(is_active=False)
    lead.post(address, as_opened(lead, address, purpose="Kept its type"))
    alliance.refresh_from_db()
    assert (alliance.alliance_type.code, alliance.purpose) == ("research", "Kept its type")


def test_a_reference_of_its_own_is_not_taken(lead: Client, alliance: Alliance, address: str) -> None:
    lead.post(address, as_opened(lead, address, reference="R-1"))
    lead.post(address, as_opened(lead, address, purpose="Again"))
    assert (saved(alliance)["reference"], saved(alliance)["purpose"]) == ("R-1", "Again")


def test_archiving_takes_it_out_of_the_lists_and_restoring_brings_it_back(lead: Client, alliance: Alliance) -> None:
    def listed(address: str) -> list[str]:
        return [row.name for row in lead.get(address).context["page"].object_list]

    shown = {}
    for step in ("archive", "restore"):
        asked = lead.get(reverse(f"alliance_{step}", args=[alliance.public_id]))
        assert asked.status_code == (200 if step == "archive" else 405)
        done = lead.post(reverse(f"alliance_{step}", args=[alliance.public_id]))
        assert done["Location"] == alliance.get_absolute_url()
        shown[step] = listed("/alliances/"), listed("/alliances/?archived=on"), len(lead.get("/").context["alliances"])
    assert shown == {"archive": ([], [alliance.name], 0), "restore": ([alliance.name], [], 1)}


def test_archiving_twice_is_archiving_once(lead: Client, alliance: Alliance) -> None:
    for _ in range(2):
        lead.post(reverse("alliance_archive", args=[alliance.public_id]))
    assert saved(alliance)["version"] == 2


def test_a_viewer_and_a_stranger_change_nothing(
    cast: Cast, alliance: Alliance, address: str, lead: Client, sign_in: Callable[..., Client]
) -> None:
    data = as_opened(lead, address, purpose="Forged")
    before = saved(alliance)
    for role in ("viewer", "stranger", "auditor", "committee", "curator", "admin"):
        sign_in(getattr(cast, role)).post(address, data)
        sign_in(getattr(cast, role)).post(reverse("alliance_archive", args=[alliance.public_id]))
    assert saved(alliance) == before


def test_an_organisation_that_left_is_no_party_any_more(lead: Client, alliance: Alliance, address: str) -> None:
    make_organisation("Orbit Labs")
    lead.post(address, as_opened(lead, address, partners=["Orbit Labs"], ours=["Kestrel Pharma"]))
    assert list(alliance.parties.order_by("side").values_list("organisation__name", flat=True)) == [
        "Kestrel Pharma",
        "Orbit Labs",
    ]


@pytest.mark.parametrize(("step", "is_archived"), [("archive", True), ("restore", False)])
def test_putting_away_and_taking_back_keep_what_somebody_saved_at_that_moment(
    step: str, is_archived: bool, lead: Client, alliance: Alliance
) -> None:
    if step == "restore":
        lead.post(reverse("alliance_archive", args=[alliance.public_id]))
    with overtaken(saved_by_somebody(alliance, "purpose", "Theirs")):
        response = lead.post(reverse(f"alliance_{step}", args=[alliance.public_id]))
    assert response["Location"] == alliance.get_absolute_url()
    alliance.refresh_from_db()
    assert (alliance.is_archived, alliance.purpose) == (is_archived, "Theirs")
