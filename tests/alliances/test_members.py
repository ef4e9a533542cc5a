"""Who works on an alliance, and the access that comes and goes with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance, Member
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import AllianceRole
from tests.cast import Cast
from tests.factories import make_member, make_organisation, make_person

NOBODY = "Nobody you can see is called “{}”. Check the spelling, or type their e-mail address."


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def role(code: str) -> AllianceRole:
    return AllianceRole.objects.get(code=code)


def create(client: Client, alliance: Alliance, **data: Any) -> Any:
    data = {"roles": [role(code).pk for code in data.pop("roles", [data.pop("role", "team_member")])]} | data
    return client.post(reverse("member_create", args=[alliance.public_id]), data)


def members(alliance: Alliance) -> set[tuple[str, str, str]]:
    rows = alliance.members.select_related("person", "role")
    return {(str(one.person), one.role.code, one.side) for one in rows}


def access(alliance: Alliance, person: Person) -> list[str]:
    return list(alliance.scope.grants.filter(person=person).values_list("role", flat=True))


@pytest.mark.parametrize(
    ("code", "granted"),
    [("alliance_lead", "lead"), ("executive_sponsor", "sponsor"), ("team_member", "team"), ("adviser", "viewer")],
)
def test_a_colleague_named_on_it_gets_the_access_of_the_role(
    code: str, granted: str, lead: Client, cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    stranger = sign_in(cast.stranger)
    before = stranger.get(secret.get_absolute_url()).status_code
    response = create(lead, secret, person="Stan Stranger", role=code)
    assert response["Location"] == reverse("member_list", args=[secret.public_id])
    assert members(secret) == {("Stan Stranger", code, "ours")}
    assert access(secret, cast.stranger.person) == [granted]
    assert (before, stranger.get(secret.get_absolute_url()).status_code) == (404, 200)


def test_access_ends_with_the_last_role_that_gave_it(
    lead: Client, cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    person = cast.stranger.person
    for code in ("adviser", "alliance_lead"):
        make_member(secret, person, role=code)
    steps = [access(secret, person)]
    for code in ("alliance_lead", "adviser"):
        member = secret.members.get(role__code=code)
        address = reverse("member_delete", args=[secret.public_id, member.pk])
        assert lead.get(address).context["member"] == member
        assert lead.post(address)["Location"] == reverse("member_list", args=[secret.public_id])
        steps.append(access(secret, person))
    assert steps == [["lead"], ["viewer"], []]
    assert sign_in(cast.stranger).get(secret.get_absolute_url()).status_code == 404
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_lead_keeps_access_without_any_role(lead: Client, cast: Cast, secret: Alliance) -> None:
    make_member(secret, cast.lead.person, role="adviser")
    lead.post(reverse("member_delete", args=[secret.public_id, secret.members.get().pk]))
    assert access(secret, cast.lead.person) == ["lead"]


def test_somebody_at_the_partner_gets_no_access(lead: Client, secret: Alliance) -> None:
    contact = make_person("Nora North", at=make_organisation("Umbra Therapeutics"))
    create(lead, secret, person="Nora North", role="alliance_lead")
    assert members(secret) == {("Nora North", "alliance_lead", "theirs")}
    assert access(secret, contact) == []


def test_somebody_new_is_known_to_those_who_see_the_alliance_only(lead: Client, cast: Cast, secret: Alliance) -> None:
    umbra = make_organisation("Umbra Therapeutics")
    create(
        lead,
        secret,
        family_name="中村",
        given_name="愛子",
        latin_name="Aiko Nakamura",
        organisation=umbra.pk,
        job_title="Head of Research",
        email="aiko@umbra.example",
    )
    person = Person.objects.get(latin_name="Aiko Nakamura")
    kept = (
        person.family_name,
        person.given_name,
        person.organisation,
        person.job_title,
        person.email,
        person.is_public,
    )
    assert kept == ("中村", "愛子", umbra, "Head of Research", "aiko@umbra.example", False)
    assert members(secret) == {("Aiko Nakamura", "team_member", "theirs")}
    seen = {role: person in Person.objects.visible_to(getattr(cast, role)) for role in ("viewer", "stranger", "admin")}
    assert seen == {"viewer": True, "stranger": False, "admin": False}


BAD = {
    "nobody at all": ({}, {"person": ["Type a name, or fill in the family name of somebody new."]}),
    "somebody unknown": (
        {"person": "Ivo Unknown"},
        {"organisation": ["Choose the organisation this person works for."]},
    ),
    "an unknown address": ({"person": "ivo@x.example"}, {"person": [NOBODY.format("ivo@x.example")]}),
    "a part of a name": (
        {"person": "Stran"},
        {
            "person": [
                (
                    "“Stran” looks like “Stan Stranger · Kestrel Pharma”."
                    " Choose that person, or tick “This is somebody new”."
                )
            ],
            "organisation": ["Choose the organisation this person works for."],
        },
    ),
    "somebody new without an organisation": (
        {"family_name": "New"},
        {"organisation": ["Choose the organisation this person works for."]},
    ),
    "an organisation that is no party": (
        {"family_name": "New", "organisation": "0"},
        {"organisation": ["Select a valid choice. That choice is not one of the available choices."]},
    ),
    "no e-mail": (
        {"family_name": "New", "email": "new at"},
        {"email": ["Enter a valid email address."], "organisation": ["Choose the organisation this person works for."]},
    ),
    "too long a name": (
        {"family_name": "x" * 81},
        {"family_name": ["Ensure this value has at most 80 characters (it has 81)."]},
    ),
}


@pytest.mark.parametrize(("data", "errors"), BAD.values(), ids=BAD)
def test_bad_input_is_told_at_its_field_and_kept(
    data: dict[str, str], errors: dict[str, list[str]], lead: Client, alliance: Alliance
) -> None:
    people = Person.objects.count()
    form = create(lead, alliance, **data).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in data} == data
    assert (Member.objects.count(), Person.objects.count()) == (0, people)


def test_an_unknown_name_is_kept_divided_and_shown_with_what_is_asked(lead: Client, alliance: Alliance) -> None:
    typed = {"Ivo Unknown": ("Unknown", "Ivo"), "中村　愛子": ("中村", "愛子"), "Quill, Una": ("Quill", "Una")}
    divided = {}
    for name in typed:
        form = create(lead, alliance, person=name, organisation="").context["form"]
        assert form["person"].value() == name
        assert '<details class="more" open' in str(form.helper.layout.fields[3].html)
        divided[name] = (form["family_name"].value(), form["given_name"].value())
    assert divided == typed


def test_one_field_takes_somebody_new_and_several_roles_come_at_once(lead: Client, alliance: Alliance) -> None:
    address = reverse("member_create", args=[alliance.public_id])
    proposed = lead.get(address).context["form"]["organisation"].value()
    create(lead, alliance, person="Ivo Unknown", organisation=proposed, roles=["adviser", "alliance_lead"])
    ivo = Person.objects.get(family_name="Unknown")
    assert (ivo.given_name, ivo.organisation.name) == ("Ivo", "Northwind Biotech")
    assert members(alliance) == {("Ivo Unknown", "adviser", "theirs"), ("Ivo Unknown", "alliance_lead", "theirs")}


def test_somebody_like_somebody_known_is_added_once_that_was_looked_at(lead: Client, alliance: Alliance) -> None:
    north = make_organisation("Northwind Biotech")
    make_person("Nora North", at=north, email="nora@north.example")
    new = {"person": "Norah Northe", "organisation": north.pk, "email": "NORA@north.example"}
    asked = create(lead, alliance, **new).context["form"]
    assert asked.errors == {
        "email": [
            (
                "nora@north.example is the address of “Nora North · Northwind Biotech”. "
                "Choose that person, or tick “This is somebody new”."
            )
        ]
    }
    assert asked.fields["confirm_new"].widget.input_type == "checkbox"
    create(lead, alliance, **new, confirm_new="on")
    assert Person.objects.filter(email="nora@north.example").count() == 2


def test_roles_are_given_and_taken_on_one_page(lead: Client, cast: Cast, secret: Alliance) -> None:
    make_member(secret, cast.team.person, role="adviser")
    address = reverse("member_edit", args=[secret.public_id, cast.team.person.public_id])
    form = lead.get(address).context["form"]
    assert [one.code for one in form.initial["roles"]] == ["adviser"]
    had = [one.pk for one in form.initial["had"]]
    make_member(secret, cast.team.person, role="executive_sponsor")  # by somebody else, meanwhile
    data = {"roles": [role("alliance_lead").pk, role("team_member").pk], "had": had}
    assert lead.post(address, data)["Location"] == reverse("member_list", args=[secret.public_id])
    assert members(secret) == {
        ("Tom Team", "alliance_lead", "ours"),
        ("Tom Team", "team_member", "ours"),
        ("Tom Team", "executive_sponsor", "ours"),
    }
    assert access(secret, cast.team.person) == ["lead"]
    assert lead.post(address, {"had": had}).context["form"].errors == {"roles": ["This field is required."]}


def test_nobody_who_is_not_on_it_has_roles_to_edit(lead: Client, cast: Cast, alliance: Alliance) -> None:
    address = reverse("member_edit", args=[alliance.public_id, cast.stranger.person.public_id])
    assert lead.get(address).status_code == 404


def test_the_same_role_twice_is_told(lead: Client, cast: Cast, alliance: Alliance) -> None:
    create(lead, alliance, person="Tom Team")
    form = create(lead, alliance, person="Tom Team").context["form"]
    assert [error for errors in form.errors.values() for error in errors] == [
        "This person has that role on the alliance already."
    ]
    assert members(alliance) == {("Tom Team", "team_member", "ours")}


def test_a_member_of_another_alliance_is_not_reached_through_this_one(
    lead: Client, cast: Cast, alliance: Alliance, secret: Alliance
) -> None:
    make_member(secret, cast.lead.person, role="adviser")
    address = reverse("member_delete", args=[alliance.public_id, secret.members.get().pk])
    assert lead.post(address).status_code == 404
    assert lead.post(reverse("member_delete", args=[alliance.public_id, 10**30])).status_code == 404
    assert secret.members.count() == 1


def test_the_page_shows_both_sides_and_who_else_has_a_way_in(lead: Client, cast: Cast, alliance: Alliance) -> None:
    make_member(alliance, cast.team.person, role="team_member")
    make_member(alliance, make_person("Nora North"), role="adviser", side="theirs")
    context = lead.get(reverse("member_list", args=[alliance.public_id])).context
    assert [str(one.person) for one in context["ours"]] == ["Lena Lead", "Tom Team"]
    assert [str(one.person) for one in context["theirs"]] == ["Nora North"]
    assert [(str(one.person), one.role) for one in context["also_in"]] == [("Vera Viewer", "viewer")]
