"""The directory: people, organisations and sites, kept by those who look after it."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import override

from coe_hub.lib.places import zone_called
from coe_hub.people.directory.actions import create_site
from coe_hub.people.models import Organisation, Person, Site
from coe_hub.vocabulary.models import Function, Language
from tests.alliances.data import as_opened, merge_data
from tests.cast import Cast
from tests.factories import OURS, make_organisation, make_person

NEW_PERSON = {"version": 0, "family_name": "Quill", "given_name": "Una", "organisation": OURS}
NEW_ORGANISATION = {"version": 0, "name": "Orbit Labs", "kind": "academia"}
NEW_SITE = {
    "version": 0,
    "organisation": OURS,
    "name": "Boston",
    "city": "Boston",
    "country": "US",
    "time_zone": "America/New_York",
}


@pytest.fixture
def manager(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.manager)


@pytest.fixture
def admin(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.admin)


# --- People ------------------------------------------------------------------------------------------------------
def test_a_person_is_added_and_edited(manager: Client, cast: Cast) -> None:
    added = manager.post("/people/new/", NEW_PERSON | {"email": "una@x.example", "is_public": "on"})
    person = Person.objects.get(family_name="Quill")
    assert added["Location"] == person.get_absolute_url()
    address = reverse("person_edit", args=[person.public_id])
    manager.post(address, as_opened(manager, address, job_title="Chemist", is_public=""))
    person.refresh_from_db()
    assert (person.given_name, person.email, person.job_title, person.is_public, person.version) == (
        "Una",
        "una@x.example",
        "Chemist",
        False,
        2,
    )


PERSON_ERRORS = {
    "no name": ({"family_name": ""}, {"family_name": ["This field is required."]}),
    "nowhere": (
        {"organisation": "Nowhere"},
        {"organisation": ["No organisation called “Nowhere” is known. Add it under People first."]},
    ),
    "no e-mail": ({"email": "una"}, {"email": ["Enter a valid email address."]}),
    "a NUL byte": ({"organisation": "a\x00"}, {"organisation": ["Null characters are not allowed."]}),
}


@pytest.mark.parametrize(("changes", "errors"), PERSON_ERRORS.values(), ids=PERSON_ERRORS)
def test_a_person_who_cannot_be_is_told_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], manager: Client
) -> None:
    count = Person.objects.count()
    form = manager.post("/people/new/", NEW_PERSON | changes).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in changes} == changes
    assert Person.objects.count() == count


def test_a_site_must_be_one_of_the_persons_organisation(manager: Client) -> None:
    theirs = create_site(organisation=make_organisation("Orbit"), name="A", city="A", country="US", time_zone="UTC")
    form = manager.post("/people/new/", NEW_PERSON | {"site": theirs.pk}).context["form"]
    assert form.errors == {"site": ["This site belongs to another organisation. Choose one of theirs, or none."]}


def test_people_are_listed_by_how_their_names_are_read(manager: Client, cast: Cast) -> None:
    Person.objects.update(is_public=False)
    for family, reading in (("中村", "なかむら"), ("青木", "あおき"), ("山田", "やまだ"), ("Abel", "")):
        make_person(f"X {family}", reading=reading)
    page = manager.get("/people/").context["page"]
    assert [one.family_name for one in page.object_list] == ["Abel", "Manager", "青木", "中村", "山田"]


def test_people_are_found_in_any_script_and_by_what_they_do(manager: Client, cast: Cast) -> None:
    site = create_site(organisation=make_organisation(OURS), name="Osaka", city="O", country="JP", time_zone="UTC")
    aiko = make_person(
        "愛子 中村",
        latin_name="Aiko Nakamura",
        reading="ナカムラ アイコ",
        site=site,
        function=Function.objects.get(code="research"),
    )
    aiko.language_rows.create(language=Language.objects.get(code="ja"))
    queries = (
        "q=NAKAMURA", "q=中村", "q=中村　愛子", "q=ﾅｶﾑﾗ", "q=aiko+nakamura", f"site={site.public_id}",
        "function=research", "language=ja", "q=nakamura&language=de",
    )  # fmt: skip
    found = {
        query: [str(one) for one in manager.get(f"/people/?{query}").context["page"].object_list] for query in queries
    }
    assert found == {query: [] if "=de" in query else ["Aiko Nakamura"] for query in queries}


def test_a_persons_page_tells_the_time_there(manager: Client) -> None:
    site = create_site(
        organisation=make_organisation(OURS), name="Osaka", city="O", country="JP", time_zone="Asia/Tokyo"
    )
    person = make_person("Aiko Abe", site=site)
    with time_machine.travel("2026-05-04T20:30Z", tick=False):
        shown = manager.get(person.get_absolute_url()).context["local_time"]
    assert f"{shown:%H:%M}" == "05:30"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Aiko Nakamura", "Max Mustermann", "Kestrel Pharma"]),
        ("ja", ["中村 愛子", "Max Mustermann", "ケストレル製薬"]),
    ],
)
def test_names_are_written_as_the_reader_expects_them(language: str, names: list[str], db: None) -> None:
    ours = make_organisation(OURS, local_name="ケストレル製薬")
    people = [make_person("愛子 中村", latin_name="Aiko Nakamura"), make_person("Max Mustermann")]
    with translation.override(language):
        assert [*map(str, people), str(ours)] == names


# --- Organisations -----------------------------------------------------------------------------------------------
def test_an_organisation_is_added_and_edited(manager: Client) -> None:
    data = NEW_ORGANISATION | {"country": "DE", "parent": OURS.lower(), "website": "orbit.example", "is_public": "on"}
    make_organisation(OURS)
    manager.post("/people/organisations/new/", data)
    orbit = Organisation.objects.get(name="Orbit Labs")
    assert (orbit.kind, orbit.country, orbit.parent.name, orbit.website, orbit.is_public) == (
        "academia",
        "DE",
        OURS,
        "https://orbit.example",
        True,
    )
    address = reverse("organisation_edit", args=[orbit.public_id])
    manager.post(address, as_opened(manager, address, parent="", name="Orbit Laboratories"))
    orbit.refresh_from_db()
    assert (orbit.name, orbit.parent, orbit.country, orbit.version) == ("Orbit Laboratories", None, "DE", 2)


ORGANISATION_ERRORS = {
    "no name": ({"name": ""}, {"name": ["This field is required."]}),
    "a name there already": ({"name": "KESTREL pharma"}, {"name": ["“Kestrel Pharma” is here already."]}),
    "no such parent": ({"parent": "Nowhere"}, {"parent": ["No organisation called “Nowhere” is known."]}),
    "no address": ({"website": "not an address"}, {"website": ["Enter a valid URL."]}),
    "no such country": (
        {"country": "XX"},
        {"country": ["Select a valid choice. XX is not one of the available choices."]},
    ),
    "a script for an address": ({"website": "javascript:alert(1)"}, {"website": ["Enter a valid URL."]}),
}


@pytest.mark.parametrize(("changes", "errors"), ORGANISATION_ERRORS.values(), ids=ORGANISATION_ERRORS)
def test_an_organisation_that_cannot_be_is_told_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], manager: Client
) -> None:
    form = manager.post("/people/organisations/new/", NEW_ORGANISATION | changes).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in changes} == changes
    assert not Organisation.objects.filter(name="Orbit Labs").exists()


def test_no_organisation_belongs_to_itself_nor_to_its_own_affiliates(manager: Client) -> None:
    top = make_organisation("Top")
    make_organisation("Bottom", parent=make_organisation("Middle", parent=top))
    address = reverse("organisation_edit", args=[top.public_id])
    errors = {
        name: manager.post(address, as_opened(manager, address, parent=name)).context["form"].errors
        for name in ("Top", "Bottom")
    }
    wrong = {"parent": ["An organisation cannot belong to itself, nor to one of its own affiliates."]}
    assert errors == {"Top": wrong, "Bottom": wrong}


def test_a_parent_the_editor_may_not_see_is_neither_shown_nor_lost(manager: Client, secret: object) -> None:
    hidden = Organisation.objects.get(name="Umbra Therapeutics")
    known = make_organisation("Northwind Biotech", parent=hidden)
    address = reverse("organisation_edit", args=[known.public_id])
    assert "Umbra" not in manager.get(address).content.decode()
    manager.post(address, as_opened(manager, address, country="US"))
    known.refresh_from_db()
    assert (known.country, known.parent) == ("US", hidden)


def test_two_people_editing_an_organisation_choose(manager: Client, admin: Client) -> None:
    address = reverse("organisation_edit", args=[make_organisation("Orbit").public_id])
    mine = as_opened(manager, address, kind="cro")
    admin.post(address, as_opened(admin, address, kind="cdmo", country="CH"))
    response = manager.post(address, mine)
    assert [(one.mine, one.theirs) for one in response.context["conflicts"]] == [
        ("Contract research", "Contract development and manufacturing")
    ]
    manager.post(address, merge_data(response, kind="mine"))
    orbit = Organisation.objects.get(name="Orbit")
    assert (orbit.kind, orbit.country) == ("cro", "CH")


# --- Sites -------------------------------------------------------------------------------------------------------
def test_a_site_is_added_and_edited(admin: Client) -> None:
    admin.post("/people/sites/new/", NEW_SITE | {"subdivision": "MA"})
    site = Site.objects.get()
    assert (site.organisation.name, site.city, site.country, site.subdivision) == (OURS, "Boston", "US", "MA")
    address = reverse("site_edit", args=[site.public_id])
    admin.post(address, as_opened(admin, address, local_name="ボストン"))
    site.refresh_from_db()
    assert (site.local_name, site.time_zone, site.version) == ("ボストン", "America/New_York", 2)


PLACES = {
    "a country with one zone": ({"city": "Sendai", "country": "JP"}, "Asia/Tokyo"),
    "a city that a zone is called after": ({"city": "Chicago", "country": "US"}, "America/Chicago"),
    "a country with an outlying zone": ({"city": "Munich", "country": "DE"}, "Europe/Berlin"),
    "a city instead of a zone": ({"time_zone": "tokyo"}, "Asia/Tokyo"),
    "two words": ({"time_zone": "los angeles"}, "America/Los_Angeles"),
    "a zone of its own": ({"city": "Sendai", "country": "JP", "time_zone": "Europe/Berlin"}, "Europe/Berlin"),
}


@pytest.mark.parametrize(("typed", "zone"), PLACES.values(), ids=PLACES)
def test_the_zone_of_a_site_follows_country_and_city(typed: dict[str, str], zone: str, admin: Client) -> None:
    admin.post("/people/sites/new/", NEW_SITE | {"time_zone": ""} | typed)
    assert Site.objects.get().time_zone == zone


def test_a_city_is_understood_as_the_reader_writes_it(admin: Client) -> None:
    with override("ja"):
        assert zone_called("東京") == "Asia/Tokyo"


def test_a_new_site_begins_without_the_zone_of_whoever_adds_it(admin: Client) -> None:
    assert admin.get("/people/sites/new/").context["form"]["time_zone"].value() is None


def test_a_site_that_moves_to_another_country_takes_its_zone_along(admin: Client) -> None:
    site = create_site(organisation=make_organisation(OURS), name="A", city="A", country="JP", time_zone="Asia/Tokyo")
    address = reverse("site_edit", args=[site.public_id])
    admin.post(address, as_opened(admin, address, city="Basel", country="CH"))
    site.refresh_from_db()
    assert site.time_zone == "Europe/Zurich"


SITE_ERRORS = {
    "no time zone where clocks differ": (
        {"time_zone": ""},
        {"time_zone": ["Clocks differ within United States. Type a large city nearby, such as New York."]},
    ),
    "no country": ({"country": ""}, {"country": ["This field is required."]}),
    "a time zone nobody lives in": (
        {"time_zone": "EST5EDT"},
        {"time_zone": ["Choose a time zone such as Asia/Tokyo or Europe/Berlin."]},
    ),
    "a province in words": ({"subdivision": "mass."}, {"subdivision": ["Enter a valid value."]}),
    "a name there already": (
        {"name": "Cambridge"},
        {"__all__": ["This organisation has a site of that name already."]},
    ),
}


@pytest.mark.parametrize(("changes", "errors"), SITE_ERRORS.values(), ids=SITE_ERRORS)
def test_a_site_that_cannot_be_is_told_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], admin: Client
) -> None:
    create_site(organisation=make_organisation(OURS), name="Cambridge", city="C", country="US", time_zone="UTC")
    form = admin.post("/people/sites/new/", NEW_SITE | changes).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in changes} == changes
    assert Site.objects.count() == 1


# --- Suggestions -------------------------------------------------------------------------------------------------
def test_suggestions_tell_alike_names_apart(manager: Client) -> None:
    make_person("Kim Kurz", job_title="Chemist")
    make_person("Kim Kurz", at=make_organisation("Orbit", country="JP"))
    people = manager.get("/people/suggest/?q=kurz").json()
    assert people == {
        "results": [
            {"label": "Kim Kurz · Kestrel Pharma", "detail": "Chemist"},
            {"label": "Kim Kurz · Orbit", "detail": "Orbit"},
        ]
    }
    assert manager.get("/people/organisations/suggest/?q=orbi").json() == {
        "results": [{"label": "Orbit", "detail": "Japan"}]
    }
    assert manager.get("/people/time-zones/suggest/?q=new+york").json() == {
        "results": [{"label": "America/New_York", "detail": ""}]
    }


@pytest.mark.parametrize("page", ["people/suggest", "people/organisations/suggest", "people/time-zones/suggest"])
@pytest.mark.parametrize("typed", ["", "%20", "%00", "%F0%9F", "a" * 300, "%25", "' OR 1=1 --"])
def test_odd_text_suggests_nothing_and_breaks_nothing(page: str, typed: str, manager: Client) -> None:
    assert manager.get(f"/{page}/?q={typed}").json() == {"results": []}


def test_organisation_detail_shows_its_affiliates_sites_and_people(manager: Client) -> None:
    orbit = make_organisation("Orbit")
    affiliate = make_organisation("Orbit Japan", parent=orbit)
    make_organisation("Another")
    site = create_site(organisation=orbit, name="Boston", city="Boston", country="US", time_zone="UTC")
    una = make_person("Una Quill", at=orbit, site=site)
    make_person("Olga Other", at=affiliate)

    context = manager.get(reverse("organisation_detail", args=[orbit.public_id])).context

    assert context["organisation"] == orbit
    assert (list(context["affiliates"]), list(context["sites"]), list(context["people"])) == (
        [affiliate],
        [site],
        [una],
    )
    assert context["may_edit"] is True


@pytest.mark.parametrize(
    ("family", "language", "signs"),
    [("佐々木", "ja", "佐々木"), ("勅使河原", "ja", "勅使河"), ("佐々木", "en", "KS")],
)
def test_a_chip_shows_a_family_name_in_kanji_whole(family: str, language: str, signs: str) -> None:
    with translation.override(language):
        assert Person(family_name=family, given_name="健太", latin_name="Kenta Sasaki").initials == signs
