"""Doubles: found among what one sees, merged with all that hangs on them, and taken apart again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance, Member, Party
from alliances.core.sentences import alliance_sentences
from coe_hub.action_items.actions import add_action
from coe_hub.lib.errors import DomainError
from coe_hub.people.directory.actions import create_site
from coe_hub.people.doubles.likeness import double_organisations, double_people
from coe_hub.people.doubles.merging import merge, undo
from coe_hub.people.models import Merge, Organisation, Person, ScopeGrant, Site, User
from coe_hub.publishing.models import Content
from coe_hub.vocabulary.models import Language
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.refusals import refused
from tests.toolkits.data import make_tool


@pytest.fixture
def manager(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.manager)


def rows_of(person: Person) -> dict[str, Any]:
    """Everything that hangs on the person, as the database has it."""
    return {
        "roles": sorted(person.memberships.values_list("alliance__name", "role__code")),
        "led": sorted(person.led_alliances.values_list("name", flat=True)),
        "ways in": sorted(person.grants.values_list("scope__alliance__name", "role")),
        "actions": sorted(person.action_items.values_list("text", flat=True)),
        "languages": sorted(person.language_rows.values_list("language__code", flat=True)),
    }


NOTHING: dict[str, list[Any]] = {"roles": [], "led": [], "ways in": [], "actions": [], "languages": []}


@pytest.fixture
def nora(cast: Cast, alliance: Alliance) -> Person:
    person = make_person("Nora North", email="nora@north.example", job_title="Chemist")
    make_member(alliance, person, role="adviser")
    person.language_rows.create(language=Language.objects.get(code="en"))
    return person


@pytest.fixture
def double(cast: Cast, alliance: Alliance, nora: Person) -> Person:
    """The same person a second time: of one role with her, with others of her own, and leading an alliance."""
    person = make_person("Norah North", email="NORA@north.example", phone="1")
    other = make_alliance("Another", by=cast.lead, lead=person)
    make_member(alliance, person, role="adviser")
    make_member(alliance, person, role="team_member")
    for code in ("en", "ja"):
        person.language_rows.create(language=Language.objects.get(code=code))
    add_action(scope=other.scope, text="Send the data", owner=person, side="ours", by=cast.lead)
    return person


KRAS = "Kestrel × Northwind: KRAS degraders"
BOTH = {
    "roles": [(KRAS, "adviser"), (KRAS, "team_member")],
    "led": ["Another"],
    "ways in": [("Another", "lead"), (KRAS, "team")],
    "actions": ["Send the data"],
    "languages": ["en", "ja"],
}


def test_what_hangs_on_a_double_moves_and_what_both_have_is_there_once(
    cast: Cast, nora: Person, double: Person
) -> None:
    merge(kept=nora, doubles=[double], values={"phone": "1"}, by=cast.manager)
    nora.refresh_from_db()
    double.refresh_from_db()
    assert (rows_of(nora), rows_of(double)) == (BOTH, NOTHING)
    assert (nora.phone, nora.is_archived, double.is_archived) == ("1", False, True)


def test_a_merge_that_is_undone_leaves_everything_as_it_was(cast: Cast, nora: Person, double: Person) -> None:
    before = [rows_of(nora), rows_of(double), set(Member.objects.values_list("pk", "person", "role"))]
    done = merge(kept=nora, doubles=[double], values={"phone": "1", "job_title": ""}, by=cast.manager)
    undo(done=done, by=cast.manager)
    nora.refresh_from_db()
    double.refresh_from_db()
    after = [rows_of(nora), rows_of(double), set(Member.objects.values_list("pk", "person", "role"))]
    assert after == before
    assert (nora.phone, nora.job_title, double.is_archived) == ("", "Chemist", False)


def test_an_undo_leaves_alone_what_was_changed_since(cast: Cast, nora: Person, double: Person) -> None:
    done = merge(kept=nora, doubles=[double], values={"phone": "1"}, by=cast.manager)
    Alliance.objects.filter(name="Another").update(lead=cast.lead.person)
    Person.objects.filter(pk=nora.pk).update(phone="2")
    undo(done=done, by=cast.manager)
    nora.refresh_from_db()
    assert (Alliance.objects.get(name="Another").lead, nora.phone) == (cast.lead.person, "2")


def test_a_merge_is_undone_once_within_a_month_and_not_below_another(cast: Cast, nora: Person, double: Person) -> None:
    first = merge(kept=nora, doubles=[double], values={}, by=cast.manager)
    third = make_person("N. North")
    second = merge(kept=third, doubles=[nora], values={}, by=cast.manager)
    with pytest.raises(DomainError, match="merged into another one since"):
        undo(done=first, by=cast.manager)
    undo(done=second, by=cast.manager)
    with pytest.raises(DomainError, match="cannot be undone any more"):
        undo(done=second, by=cast.manager)
    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        pytest.raises(DomainError, match="cannot be undone any more"),
    ):
        undo(done=first, by=cast.manager)


def test_one_that_was_merged_meanwhile_is_not_merged_again(cast: Cast, nora: Person, double: Person) -> None:
    third = make_person("N. North")
    merge(kept=nora, doubles=[double], values={}, by=cast.manager)
    said = DomainError("Somebody merged or archived one of them meanwhile. Look at them again.")
    for kept, doubles in ((third, [double]), (double, [third]), (nora, [nora])):
        with refused(said):
            merge(kept=kept, doubles=doubles, values={}, by=cast.manager)


def test_two_owners_of_one_tool_stay_two_until_it_has_another(cast: Cast, nora: Person, double: Person) -> None:
    tool = make_tool(author=cast.curator, approver=cast.admin)
    Content.objects.filter(pk=tool.content_id).update(owner=nora, co_owner=double)
    said = "Something names two of them and may not name one twice, such as a tool its owner. Change that first."
    with refused(DomainError(said)):
        merge(kept=nora, doubles=[double], values={"phone": "1"}, by=cast.manager)
    assert rows_of(double)["actions"] == ["Send the data"]


def test_the_trail_says_who_merged_and_names_nobody(cast: Cast, nora: Person, double: Person) -> None:
    other = Alliance.objects.get(name="Another")
    done = merge(kept=nora, doubles=[double], values={}, by=cast.manager)
    event = Alliance.pgh_event_model.objects.filter(pgh_obj_id=other.pk).order_by("-pgh_id")[0]  # type: ignore[attr-defined]
    assert (event.lead_id, event.pgh_context) == (nora.pk, {"user": cast.manager.pk, "reason": "merged doubles"})
    assert "steps" not in {field.name for field in Merge.pgh_event_model._meta.fields}  # type: ignore[attr-defined]
    assert done.gone == [double.pk]


def test_the_history_of_an_alliance_tells_who_took_whose_place(cast: Cast) -> None:
    other = make_alliance("A third", by=cast.lead, partners=["Orbit Inc"])
    kept = make_organisation("Orbit")
    merge(kept=kept, doubles=[Organisation.objects.get(name="Orbit Inc")], values={}, by=cast.manager)
    [sentence] = [one for one in alliance_sentences(other) if one.reason]  # all was written at one time
    assert (sentence.what, sentence.reason, sentence.who) == (
        "put Orbit in the place of Orbit Inc", "merged doubles", "Mia Manager"
    )  # fmt: skip


# --- Sight -------------------------------------------------------------------------------------------------------
def test_a_merge_opens_nothing_that_whoever_merges_does_not_see(cast: Cast, secret: Alliance) -> None:
    colleague = make_person("Stan Stranger")
    make_member(secret, colleague, role="team_member")
    for kept, doubles in ((cast.stranger.person, [colleague]), (colleague, [cast.stranger.person])):
        with pytest.raises(DomainError) as refused:
            merge(kept=kept, doubles=doubles, values={}, by=cast.admin)
        assert refused.value.message == (
            "stan@hub.example would come to see 1 restricted thing that you do not see. Somebody who sees it can merge."
        )
    assert not Alliance.objects.visible_to(cast.stranger).filter(pk=secret.pk).exists()
    assert Merge.objects.count() == 0


def test_who_sees_it_is_told_what_the_account_comes_to_see(
    cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    colleague = make_person("Stan Stranger")
    make_member(secret, colleague, role="adviser")
    ScopeGrant.objects.create(scope=secret.scope, person=cast.manager.person, role="viewer")
    address = reverse("person_merge", args=[cast.stranger.person.public_id])
    page = sign_in(cast.manager).get(address, {"with": colleague.public_id})
    assert page.context["sight"].titles == ["Umbra acquisition talks"]
    answer = sign_in(cast.manager).post(f"{address}?with={colleague.public_id}", {})
    assert answer["Location"] == cast.stranger.person.get_absolute_url()
    assert Alliance.objects.visible_to(cast.stranger).filter(pk=secret.pk).exists()


def test_two_accounts_stay_two(cast: Cast) -> None:
    with pytest.raises(DomainError, match="Two of them have an account"):
        merge(kept=cast.lead.person, doubles=[cast.team.person], values={}, by=cast.admin)


def test_an_account_goes_along_and_its_address_with_it(cast: Cast) -> None:
    kept = make_person("Stan Stranger", email="old@hub.example")
    done = merge(kept=kept, doubles=[cast.stranger.person], values={"email": "other@hub.example"}, by=cast.admin)
    kept.refresh_from_db()
    assert (User.objects.get(person=kept), kept.email) == (cast.stranger, "stan@hub.example")
    undo(done=done, by=cast.admin)
    kept.refresh_from_db()
    assert (User.objects.get(person=cast.stranger.person), kept.email) == (cast.stranger, "old@hub.example")


def test_the_stronger_way_in_stays(cast: Cast, alliance: Alliance) -> None:
    kept, other = make_person("Kim One"), make_person("Kim Two")
    make_member(alliance, kept, role="adviser")
    make_member(alliance, other, role="alliance_lead")
    merge(kept=kept, doubles=[other], values={}, by=cast.manager)
    assert list(kept.grants.values_list("role", flat=True)) == ["lead"]


# --- Organisations -----------------------------------------------------------------------------------------------
SPELLINGS = [
    "Northwind Biotech", "Northwind Biotech Inc.", "NORTHWIND BIOTECH, INC", "Northwind Biotech Ltd",
    "Northwind-Biotech",
    "Northwind Biotec", "Ｎｏｒｔｈｗｉｎｄ Biotech GmbH", "Northwind  Biotech Co., Ltd.", "northwind biotech corp",
]  # fmt: skip


def test_a_partner_in_nine_spellings_becomes_one(cast: Cast) -> None:
    for number, name in enumerate(SPELLINGS):
        make_alliance(f"Alliance {number}", by=cast.lead, partners=[name])
    make_organisation("Northern Lights")
    [group] = double_organisations(cast.manager)
    assert sorted(str(one) for one in group) == sorted(SPELLINGS)
    kept = Organisation.objects.get(name=SPELLINGS[0])
    merge(kept=kept, doubles=[one for one in group if one != kept], values={}, by=cast.manager)
    theirs = Party.objects.filter(side="theirs").values_list("organisation__name", flat=True)
    assert list(theirs) == ["Northwind Biotech"] * 9
    assert double_organisations(cast.manager) == []


def test_companies_of_one_name_in_two_countries_are_two(cast: Cast) -> None:
    for name, country in (("Orbit GmbH", "DE"), ("Orbit Ltd", "GB"), ("Orbit Limited", "GB")):
        make_organisation(name, country=country)
    found = [[str(one) for one in group] for group in double_organisations(cast.manager)]
    assert found == [["Orbit Limited", "Orbit Ltd"]]
    make_organisation("Orbit")
    found = [[str(one) for one in group] for group in double_organisations(cast.manager)]
    assert found == [["Orbit", "Orbit GmbH"], ["Orbit Limited", "Orbit Ltd"]]


def test_two_that_are_parties_of_one_alliance_are_one_party(cast: Cast) -> None:
    one = make_alliance("Both", by=cast.lead, partners=["Orbit", "Orbit Inc"])
    kept, other = (Organisation.objects.get(name=name) for name in ("Orbit", "Orbit Inc"))
    before = set(one.parties.values_list("pk", "organisation", "position"))
    done = merge(kept=kept, doubles=[other], values={}, by=cast.manager)
    assert list(one.parties.filter(side="theirs").values_list("organisation__name", flat=True)) == ["Orbit"]
    undo(done=done, by=cast.manager)
    assert set(one.parties.values_list("pk", "organisation", "position")) == before


def test_sites_of_one_name_become_one_and_their_people_go_there(cast: Cast) -> None:
    kept, other = make_organisation("Orbit"), make_organisation("Orbit Inc")
    place = {"name": "Boston", "city": "Boston", "country": "US", "time_zone": "UTC"}
    here, there = (create_site(organisation=one, **place) for one in (kept, other))
    una = make_person("Una Quill", at=other, site=there)
    done = merge(kept=kept, doubles=[other], values={}, by=cast.manager)
    una.refresh_from_db()
    assert (una.organisation, una.site, list(Site.objects.active())) == (kept, here, [here])
    undo(done=done, by=cast.manager)
    una.refresh_from_db()
    assert (una.organisation, una.site, set(Site.objects.active())) == (other, there, {here, there})


def test_an_organisation_never_comes_to_stand_below_itself(cast: Cast) -> None:
    top = make_organisation("Top")
    kept = make_organisation("Kept", parent=top)
    merge(kept=kept, doubles=[top], values={}, by=cast.manager)
    kept.refresh_from_db()
    assert kept.parent is None
    below = make_organisation("Below", parent=make_organisation("Between", parent=kept))
    with pytest.raises(DomainError, match="by way of a third"):
        merge(kept=below, doubles=[kept], values={}, by=cast.manager)


def test_a_hidden_organisation_above_stays_and_is_not_shown(manager: Client, secret: Alliance) -> None:
    hidden = Organisation.objects.get(name="Umbra Therapeutics")
    top = make_organisation("Top")
    kept, other = make_organisation("Orbit", parent=hidden), make_organisation("Orbit Inc", parent=top)
    address = f"{reverse('organisation_merge', args=[kept.public_id])}?with={other.public_id}"
    page = manager.get(address)
    assert ("Umbra" in page.content.decode(), set(page.context["form"].fields)) == (False, {"name"})
    manager.post(address, {"name": kept.pk})
    kept.refresh_from_db()
    assert (kept.parent, kept.name) == (hidden, "Orbit")


def test_one_that_belonged_to_its_double_belongs_to_nothing(manager: Client, cast: Cast) -> None:
    top = make_organisation("Orbit Inc")
    kept = make_organisation("Orbit", parent=top)
    manager.post(f"{reverse('organisation_merge', args=[kept.public_id])}?with={top.public_id}", {"name": kept.pk})
    kept.refresh_from_db()
    assert (kept.parent, Merge.objects.count()) == (None, 1)


# --- Finding -----------------------------------------------------------------------------------------------------
def test_people_of_one_address_or_one_name_are_likely_doubles_among_what_one_sees(cast: Cast, secret: Alliance) -> None:
    pairs = [
        (make_person("愛子 中村", latin_name="Aiko Nakamura"), make_person("Aiko Nakamura")),
        (make_person("Una Quill", email="una@x.example"), make_person("U. Quill", email="UNA@x.example")),
    ]
    make_person("Lena Lead", is_public=False)
    found = {frozenset(group) for group in double_people(cast.manager)}
    assert found == {frozenset(pair) for pair in pairs}


# --- Pages -------------------------------------------------------------------------------------------------------
def test_from_the_list_to_one_person_and_back(manager: Client, cast: Cast, nora: Person, double: Person) -> None:
    listed = manager.get(reverse("double_list")).context["groups"][0][2]
    assert listed == [[nora, double]]
    address = f"{reverse('person_merge', args=[nora.public_id])}?with={double.public_id}"
    page = manager.get(address)
    assert {name: [text for _key, text in field.choices] for name, field in page.context["form"].fields.items()} == {
        "given_name": ["Nora", "Norah"],
        "email": ["nora@north.example", "NORA@north.example"],
    }
    assert [(str(label), count) for label, count in page.context["moves"]] == [
        ("Actions", 1),
        ("Alliances led", 1),
        ("Roles on alliances", 2),
    ]
    manager.post(address, {"given_name": nora.pk, "email": nora.pk})
    nora.refresh_from_db()
    assert (nora.email, nora.job_title, nora.phone) == ("nora@north.example", "Chemist", "1")
    assert manager.get(double.get_absolute_url())["Location"] == nora.get_absolute_url()
    [row] = manager.get(reverse("double_list")).context["merges"]
    assert (row["kept"], row["gone"]) == (nora, [double])
    assert manager.post(reverse("merge_undo", args=[row["merge"].pk]))["Location"] == nora.get_absolute_url()
    assert manager.get(double.get_absolute_url()).context["person"] == double


def test_another_one_is_named_by_its_whole_name(manager: Client, nora: Person) -> None:
    other = make_person("Eleonora Northwood")
    address = reverse("person_merge", args=[nora.public_id])
    named = manager.get(address, {"who": "Eleonora Northwood"})
    assert named.context["doubles"] == [other]
    assert manager.get(address, {"who": "Eleonora"}).context["search"].errors == {
        "who": [
            (
                "Nobody is called exactly “Eleonora”. Type the whole name;"
                " you may mean “Eleonora Northwood · Kestrel Pharma”."
            )
        ]
    }
    assert manager.get(address, {"who": "Nora North"}).context["search"].errors == {
        "who": ["This is the one that is kept. Name another one."]
    }


def test_nobody_hidden_is_named_or_merged(manager: Client, nora: Person, secret: Alliance) -> None:
    hidden = make_person("Nora North", is_public=False)
    make_member(secret, hidden, role="adviser", side="theirs")
    address = reverse("person_merge", args=[nora.public_id])
    assert manager.get(reverse("double_list")).context["groups"][0][2] == []
    assert manager.get(address).context["likely"] == []
    assert manager.get(address, {"with": hidden.public_id}).context["doubles"] == []
    make_user("Ivo Idle")
