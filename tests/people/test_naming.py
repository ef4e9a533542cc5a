"""Whom and what a typed name means at submit: a whole name, a label or an address, and never a part."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alliances.core.models import Alliance
from coe_hub.people.directory.lookup import find_organisation, find_person, person_label
from coe_hub.people.models import Organisation
from coe_hub.vocabulary.models import AllianceType, Stage
from tests.cast import Cast
from tests.factories import make_organisation, make_person
from tests.toolkits.data import make_edition, make_tool
from toolkits.lookup import find_tool


@pytest.fixture
def people(cast: Cast) -> None:
    make_person("Tom Ashdown", email="tom@x.example")
    make_person("愛子 中村", latin_name="Aiko Nakamura", reading="なかむら あいこ")
    make_person("José García")


MEANT = {
    "a whole name": ("Tom Ashdown", "Tom Ashdown"),
    "the other way round": ("ashdown TOM", "Tom Ashdown"),
    "with a comma": ("Ashdown, Tom", "Tom Ashdown"),
    "a label": ("Tom Ashdown · Kestrel Pharma", "Tom Ashdown"),
    "an address": ("TOM@x.example", "Tom Ashdown"),
    "an address in full width": ("ｔｏｍ＠x.example", "Tom Ashdown"),
    "with signs that are not seen": ("Tom\u200b Ash\u200edown", "Tom Ashdown"),
    "in kanji": ("中村 愛子", "Aiko Nakamura"),
    "in kanji with a wide space": ("中村　愛子", "Aiko Nakamura"),
    "in Latin letters": ("Nakamura Aiko", "Aiko Nakamura"),
    "by its reading": ("なかむら あいこ", "Aiko Nakamura"),
    "without its accents": ("Jose Garcia", "José García"),
    "the address of an account": ("stan@hub.example", "Stan Stranger"),
}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("text", "name"), MEANT.values(), ids=MEANT)
def test_a_whole_name_in_any_script_and_order_means_somebody(text: str, name: str, cast: Cast) -> None:
    assert str(find_person(user=cast.lead, text=text)) == name


PARTS = {
    "letters within a name": ("hd", "“Tom Ashdown · Kestrel Pharma”"),
    "a family name": ("Ashdown", "“Tom Ashdown · Kestrel Pharma”"),
    "a given name": ("愛子", "“Aiko Nakamura · Kestrel Pharma”"),
    "a beginning": ("Tom Ash", "“Tom Ashdown · Kestrel Pharma”"),
}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("text", "meant"), PARTS.values(), ids=PARTS)
def test_a_part_of_a_name_means_nobody_and_says_who_may_be_meant(text: str, meant: str, cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        find_person(user=cast.lead, text=text)
    assert refused.value.messages == [
        f"Nobody is called exactly “{text}”. Type the whole name; you may mean {meant}.",
    ]


def test_of_two_of_one_name_the_label_or_the_address_says_which(cast: Cast) -> None:
    here = make_person("Kim Kurz", email="kim@x.example")
    there = make_person("Kim Kurz", at=make_organisation("Orbit"))
    with pytest.raises(ValidationError, match="Several people match"):
        find_person(user=cast.lead, text="Kim Kurz")
    assert [find_person(user=cast.lead, text=text) for text in (person_label(there), "kim@x.example")] == [there, here]


def test_of_two_at_one_address_it_means_who_signs_in_with_it(cast: Cast) -> None:
    make_person("Another One", email="stan@hub.example")
    assert find_person(user=cast.lead, text="stan@hub.example") == cast.stranger.person


def test_a_lead_named_by_a_part_is_refused_and_nobody_comes_to_see_it(
    cast: Cast, people: None, sign_in: Callable[..., Client]
) -> None:
    data = {
        "partners": ["Orbit"], "ours": ["Kestrel Pharma"], "lead": "hd", "scope_kind": "restricted",
        "alliance_type": AllianceType.objects.get(code="research").pk, "stage": Stage.objects.get(code="running").pk,
    }  # fmt: skip
    form = sign_in(cast.lead).post("/alliances/new/", data).context["form"]
    assert form.errors == {
        "lead": ["Nobody is called exactly “hd”. Type the whole name; you may mean “Tom Ashdown · Kestrel Pharma”."]
    }
    assert Alliance.objects.count() == 0


def test_somebody_hidden_is_neither_meant_nor_suggested(cast: Cast, secret: Alliance) -> None:
    make_person("Hidden Quill", is_public=False, email="hidden@x.example")
    for text in ("Hidden Quill", "Quill", "hidden@x.example"):
        with pytest.raises(ValidationError) as refused:
            find_person(user=cast.admin, text=text)
        assert refused.value.code == "unknown_person"


# --- Organisations, and tools ------------------------------------------------------------------------------------
def test_an_organisation_that_looks_the_same_is_the_same(cast: Cast) -> None:
    known = make_organisation("Northwind Biotech")
    texts = (
        "Northwind\u200b Biotech",
        "\u200eNorthwind Biotech",
        "ＮＯＲＴＨＷＩＮＤ Biotech",
        "north\u200dwind biotech",
    )
    assert [find_organisation(user=cast.lead, text=text) for text in texts] == [known] * 4


def test_no_second_organisation_is_made_that_looks_the_same(cast: Cast, sign_in: Callable[..., Client]) -> None:
    make_organisation("Northwind Biotech")
    manager = sign_in(cast.manager)
    errors = {
        name: manager.post("/people/organisations/new/", {"version": 0, "name": name, "kind": "cro"})
        .context["form"]
        .errors
        for name in ("Northwind\u200b Biotech", "\u200b", "\u200e \u2060")
    }
    assert errors == {
        "Northwind\u200b Biotech": {"name": ["“Northwind Biotech” is here already."]},
        "\u200b": {"name": ["This field is required."]},
        "\u200e \u2060": {"name": ["This field is required."]},
    }
    assert Organisation.objects.filter(name__contains="\u200b").count() == 0


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("organisation", "No organisation called “Northwind” is known. Add it under People first."),
        ("parent", "No organisation called “Northwind” is known."),
    ],
)
def test_a_part_of_an_organisations_name_is_refused_with_those_it_may_mean(
    field: str, said: str, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    make_organisation("Northwind Biotech")
    page = "/people/new/" if field == "organisation" else "/people/organisations/new/"
    data = {"version": 0, "family_name": "Quill", "name": "Orbit", "kind": "cro", field: "Northwind"}
    form = sign_in(cast.manager).post(page, data).context["form"]
    assert form.errors == {field: [f"{said} You may mean “Northwind Biotech”."]}


def test_a_tool_is_meant_by_its_whole_title(cast: Cast) -> None:
    tool = make_tool(author=cast.curator, approver=cast.admin)
    other = make_edition("drafted", author=cast.curator, approver=cast.admin)
    title = "Minutes and what to capture"
    assert find_tool(text=title.upper(), other_than=other) == tool
    with pytest.raises(ValidationError) as refused:
        find_tool(text="Minutes", other_than=other)
    said = "No single other tool that readers can open is called “Minutes”. Type its whole title."
    assert refused.value.messages == [f"{said} You may mean “{title}”."]


def test_names_in_errors_are_quoted_as_the_reader_quotes(cast: Cast) -> None:
    make_organisation("Northwind Biotech")
    address = reverse("organisation_create")
    assert address == "/people/organisations/new/"
    with translation.override("ja"), pytest.raises(ValidationError) as refused:
        find_person(user=cast.lead, text="Stran")
    assert "「Stan Stranger · Kestrel Pharma」" in refused.value.messages[0]
