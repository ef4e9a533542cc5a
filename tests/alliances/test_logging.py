"""Logging a partnership: in under a minute, with nothing typed lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliances.core.models import Alliance, Side
from coe_hub.people.models import Organisation, ScopeKind
from tests.alliances.data import log_data
from tests.cast import Cast
from tests.factories import make_organisation, make_person

CREATE = "/alliances/new/"
DAY = date(2026, 5, 4)

pytestmark = pytest.mark.usefixtures("known")


@pytest.fixture
def known(cast: Cast) -> None:
    """Both companies are known."""
    make_organisation("Northwind Biotech")


@pytest.fixture
def member(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    """A member whom nothing else ties to alliances."""
    return sign_in(cast.stranger)


def parties(alliance: Alliance) -> list[tuple[str, str]]:
    return [(party.side, party.organisation.name) for party in alliance.parties.order_by("side", "position")]


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


@time_machine.travel("2026-05-04T09:00Z", tick=False)
def test_a_partner_a_type_and_a_stage_are_enough(member: Client, cast: Cast) -> None:
    response = member.post(CREATE, log_data())
    alliance = Alliance.objects.get()
    assert response["Location"] == alliance.get_absolute_url()
    assert alliance.name == "Kestrel Pharma × Northwind Biotech"
    assert (alliance.stage.code, alliance.alliance_type.code, alliance.scope.kind) == ("running", "research", "open")
    assert (alliance.lead, alliance.purpose, alliance.reference, alliance.review_months) == (None, "", "", None)
    assert parties(alliance) == [("ours", "Kestrel Pharma"), ("theirs", "Northwind Biotech")]
    change = alliance.stage_changes.get()
    assert (change.stage.code, change.on_date, change.reason, change.by) == ("running", DAY, "", cast.stranger)


@pytest.mark.parametrize(("code", "months"), [("research", 6), ("development", 3), ("commercial", 3)])
@time_machine.travel("2026-05-04T09:00Z", tick=False)
def test_a_rhythm_by_type_is_proposed_and_counts_from_today(code: str, months: int, member: Client) -> None:
    form = member.get(CREATE).context["form"]
    assert form["review_months"].value() == "usual"
    member.post(CREATE, log_data(type=code, review_months="usual"))
    alliance = Alliance.objects.get()
    assert (alliance.review_months, alliance.last_reviewed_on) == (months, DAY)


@time_machine.travel("2026-05-04T09:00Z", tick=False)
def test_everything_that_was_filled_in_is_kept(member: Client, cast: Cast) -> None:
    member.post(
        CREATE,
        log_data(
            name="KRAS degraders",
            partners=["northwind BIOTECH", "Orbit Labs", ""],
            lead="Lena Lead",
            purpose="Find one.\r\nThen another.",
            review_months="6",
            starts_on="2026-01-15",
            ends_on="2029-01-14",
            code_name="Falcon",
            reference="C-2026/7",
            scope_kind="restricted",
        ),
    )
    alliance = Alliance.objects.get()
    kept = {name: getattr(alliance, name) for name in ("name", "purpose", "code_name", "reference", "review_months")}
    assert kept == {
        "name": "KRAS degraders",
        "purpose": "Find one.\nThen another.",
        "code_name": "Falcon",
        "reference": "C-2026/7",
        "review_months": 6,
    }
    assert (alliance.starts_on, alliance.ends_on) == (date(2026, 1, 15), date(2029, 1, 14))
    assert (alliance.last_reviewed_on, alliance.next_review_on) == (DAY, date(2026, 11, 4))
    assert (alliance.lead, alliance.scope.kind) == (cast.lead.person, "restricted")
    assert [name for side, name in parties(alliance) if side == Side.THEIRS] == ["Northwind Biotech", "Orbit Labs"]
    assert not Organisation.objects.get(name="Orbit Labs").is_public


def test_who_logs_it_and_who_leads_it_can_go_on_working_on_it(member: Client, cast: Cast) -> None:
    member.post(CREATE, log_data(lead="Lena Lead", scope_kind="restricted"))
    grants = Alliance.objects.get().scope.grants.values_list("person", "role")
    assert set(grants) == {(cast.lead.person_id, "lead"), (cast.stranger.person_id, "team")}


@pytest.mark.parametrize(("stage", "kind"), [("exploring", ScopeKind.RESTRICTED), ("launching", ScopeKind.OPEN)])
def test_before_signature_it_is_need_to_know(member: Client, stage: str, kind: ScopeKind) -> None:
    member.post(CREATE, log_data(stage=stage))
    assert Alliance.objects.get().scope.kind == kind


def test_its_name_is_put_together_from_both_sides(member: Client) -> None:
    member.post(CREATE, log_data(partners=["Northwind Biotech", "Orbit Labs", "Third University"]))
    assert Alliance.objects.get().name == "Kestrel Pharma × Northwind Biotech × Orbit Labs"


def test_a_name_much_like_a_known_one_is_asked_about_once(member: Client) -> None:
    typed = log_data(partners=["Northwind Biotec"], purpose="Kept")
    response = member.post(CREATE, typed)
    assert errors(response) == {
        "partners": [
            (
                "“Northwind Biotec” looks like “Northwind Biotech”. "
                "Type that name if it is meant, or tick “These are new organisations”."
            )
        ]
    }
    assert response.context["form"]["purpose"].value() == "Kept"
    assert response.context["form"]["partners"].value() == ["Northwind Biotec"]
    assert Alliance.objects.count() == 0
    member.post(CREATE, typed | {"confirm_new": "on"})
    assert parties(Alliance.objects.get())[1] == ("theirs", "Northwind Biotec")


def test_one_new_name_typed_twice_makes_one_organisation(member: Client) -> None:
    member.post(CREATE, log_data(partners=["Orbit Labs", "ORBIT labs", "Orbit Labs"]))
    assert Organisation.objects.filter(name__iexact="orbit labs").count() == 1


def test_japanese_names_are_found_and_kept(member: Client) -> None:
    make_organisation("Chugai Example", local_name="中外サンプル株式会社")
    member.post(CREATE, log_data(name="共同研究：中外", partners=["中外サンプル株式会社", "新しい大学"]))
    alliance = Alliance.objects.get(name="共同研究：中外")
    assert [name for _side, name in parties(alliance)] == ["Kestrel Pharma", "Chugai Example", "新しい大学"]


CONTROL = "This text contains an invisible control character ({}). Delete it, or type the text again."
NOBODY = "Nobody you can see is called “{}”. Check the spelling, or type their e-mail address."
BAD = {
    "no partner": ({"partners": [""]}, {"partners": ["This field is required."]}),
    "a name too long": (
        {"name": "x" * 401},
        {"name": ["Ensure this value has at most 400 characters (it has 401)."]},
    ),
    "a partner too long": (
        {"partners": ["x" * 301]},
        {"partners": ["Ensure this value has at most 300 characters (it has 301)."]},
    ),
    "too many partners": ({"partners": [f"Partner {n}" for n in range(101)]}, {"partners": ["Give at most 100."]}),
    "a control character": ({"name": "bell\x07"}, {"name": [CONTROL.format("U+0007")]}),
    "a right-to-left override": ({"purpose": "abc\u202edcba"}, {"purpose": [CONTROL.format("U+202E")]}),
    "a line break in the name": ({"name": "a\nb"}, {"name": ["Write this on one line, without tabs or line breaks."]}),
    "a NUL byte": ({"purpose": "a\x00b"}, {"purpose": [CONTROL.format("U+0000"), "Null characters are not allowed."]}),
    "a NUL byte in a partner": (
        {"partners": ["a\x00b"]},
        {"partners": [CONTROL.format("U+0000"), "Null characters are not allowed."]},
    ),
    "dates out of order": (
        {"starts_on": "2026-02-01", "ends_on": "2026-01-31"},
        {"ends_on": ["The end lies before the start (1 Feb 2026)."]},
    ),
    "no date": ({"starts_on": "30 February"}, {"starts_on": ["Enter a valid date."]}),
    "a year far off": ({"ends_on": "0026-01-01"}, {"ends_on": ["Give a year between 1950 and 2150."]}),
    "an unknown type": (
        {"type": "999999999999999999999"},
        {"alliance_type": ["Select a valid choice. That choice is not one of the available choices."]},
    ),
    "a type that is no number": (
        {"alliance_type": "\x00"},
        {"alliance_type": ["Null characters are not allowed."]},
    ),
    "an unknown rhythm": (
        {"review_months": "7"},
        {"review_months": ["Select a valid choice. 7 is not one of the available choices."]},
    ),
    "an unknown lead": ({"lead": "Nobody Known"}, {"lead": [NOBODY.format("Nobody Known")]}),
    "an unknown e-mail": ({"lead": "nobody@hub.example"}, {"lead": [NOBODY.format("nobody@hub.example")]}),
    "an unknown company of ours": (
        {"ours": ["Acme"]},
        {"ours": ["No company called “Acme” is known. An admin can add it under People."]},
    ),
    "one company on both sides": (
        {"partners": ["Kestrel Pharma"]},
        {"partners": ["Kestrel Pharma cannot be on both sides."]},
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BAD.values(), ids=BAD)
def test_bad_input_is_told_at_its_field_and_what_was_typed_is_kept(
    changes: dict[str, Any], expected: dict[str, list[str]], member: Client
) -> None:
    data = log_data(purpose="Our purpose") | log_data(**changes)
    response = member.post(CREATE, data)
    assert errors(response) == expected
    form = response.context["form"]
    shown = {name: form[name].value() for name in ("purpose", *changes) if name in form.fields}
    assert shown == {
        name: [one for one in data[name] if one] if isinstance(data[name], list) else data[name] for name in shown
    }
    assert Alliance.objects.count() == 0


def test_several_people_of_one_name_are_told_apart(member: Client) -> None:
    make_person("Kim Kurz", email="kim1@x.example")
    make_person("Kim Kurz", at=make_organisation("Orbit Labs"))
    response = member.post(CREATE, log_data(lead="Kim Kurz"))
    assert errors(response) == {
        "lead": [
            ("Several people match “Kim Kurz”. Type one of: “Kim Kurz · Kestrel Pharma” or “Kim Kurz · Orbit Labs”.")
        ]
    }
    member.post(CREATE, log_data(lead="Kim Kurz · Orbit Labs"))
    assert Alliance.objects.get().lead.organisation.name == "Orbit Labs"


def test_a_taken_reference_names_who_has_it(member: Client, alliance: Alliance) -> None:
    Alliance.objects.filter(pk=alliance.pk).update(reference="R-1")
    response = member.post(CREATE, log_data(reference="R-1"))
    assert errors(response) == {"reference": ["“Kestrel × Northwind: KRAS degraders” has this reference."]}


def test_a_retired_word_is_not_offered_to_new_ones(member: Client) -> None:
    chosen = log_data()
    Alliance._meta.get_field("stage").related_model.objects.filter(pk=chosen["stage"]).update(is_active=False)
    assert errors(member.post(CREATE, chosen)) == {
        "stage": ["Select a valid choice. That choice is not one of the available choices."]
    }


TEXT = st.text(max_size=40) | st.sampled_from(["", "Northwind Biotech", "Kestrel Pharma", "Lena Lead", "running", "3"])
FIELDS = (
    "partners", "name", "alliance_type", "lead", "purpose", "review_months", "starts_on", "ends_on",
    "therapeutic_area", "ours", "code_name", "reference", "stage", "scope_kind", "confirm_new",
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(FIELDS), st.lists(TEXT, min_size=1, max_size=3), max_size=5))
def test_nothing_typed_into_the_form_breaks_it(member: Client, changes: dict[str, list[str]]) -> None:
    before = Alliance.objects.count()
    response = member.post(CREATE, log_data() | changes)
    logged = Alliance.objects.count() - before
    assert (response.status_code, logged) in {(200, 0), (302, 1)}


def test_the_form_is_refused_to_auditors_and_other_methods(
    member: Client, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    assert sign_in(cast.auditor).post(CREATE, log_data()).status_code == 403
    assert member.put(reverse("alliance_create")).status_code == 405
    assert Alliance.objects.count() == 0
