"""What a member says of themself, and the two switches of the menu."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from coe_hub.people.directory.actions import create_site
from coe_hub.people.models import Site
from coe_hub.vocabulary.models import Function, Language
from tests.alliances.data import as_opened, merge_data
from tests.cast import Cast
from tests.factories import make_organisation

ME = "/people/me/"
SET = "/preferences/"


@pytest.fixture
def me(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.stranger)


@pytest.fixture
def site(cast: Cast) -> Site:
    ours = cast.stranger.person.organisation
    return create_site(organisation=ours, name="Osaka", city="Osaka", country="JP", time_zone="Asia/Tokyo")


def test_a_profile_is_filled_in_and_kept(me: Client, cast: Cast, site: Site) -> None:
    function = Function.objects.get(code="research")
    languages = list(Language.objects.filter(code__in=["en", "ja"]).order_by("pk"))
    changes = {
        "family_name": "中村",
        "given_name": "愛子",
        "latin_name": "Aiko Nakamura",
        "reading": "なかむら あいこ",
        "job_title": "Principal Scientist",
        "local_job_title": "主席研究員",
        "phone": "+81 6 0000 0000",
        "function": function.pk,
        "site": site.pk,
        "languages": [one.pk for one in languages],
        "about": "Ask me about KRAS.\nOr tea.",
        "language": "ja",
        "time_zone": "Asia/Tokyo",
        "theme": "dark",
    }
    assert me.post(ME, as_opened(me, ME, **changes))["Location"] == ME
    cast.stranger.refresh_from_db()
    person = cast.stranger.person
    person.refresh_from_db()
    kept = {name: getattr(person, name) for name in changes if hasattr(person, name) and name not in {"languages"}}
    assert kept == {
        name: value
        for name, value in (changes | {"function": function, "site": site}).items()
        if name not in {"languages", "language", "time_zone", "theme"}
    }
    account = (cast.stranger.language, cast.stranger.time_zone, cast.stranger.theme)
    assert account == ("ja", "Asia/Tokyo", "dark")
    assert [row.language for row in person.language_rows.order_by("language")] == languages
    page = me.get(ME)
    assert (page["Content-Language"], page.wsgi_request.theme) == ("ja", "dark")


def test_saving_again_takes_languages_off_and_leaves_the_rest(me: Client, cast: Cast) -> None:
    english, japanese = (Language.objects.get(code=code).pk for code in ("en", "ja"))
    me.post(ME, as_opened(me, ME, languages=[english, japanese]))
    me.post(ME, as_opened(me, ME, languages=[japanese]))
    assert list(cast.stranger.person.language_rows.values_list("language", flat=True)) == [japanese]


BAD = {
    "no name": ({"family_name": " "}, {"family_name": ["This field is required."]}),
    "too long": ({"about": "x" * 2001}, {"about": ["Ensure this value has at most 2000 characters (it has 2001)."]}),
    "an override": (
        {"job_title": "a\u202eb"},
        {
            "job_title": [
                "This text contains an invisible control character (U+202E). Delete it, or type the text again."
            ]
        },
    ),
    "a line break": ({"phone": "1\n2"}, {"phone": ["Write this on one line, without tabs or line breaks."]}),
    "no time zone": (
        {"time_zone": "Nowhere"},
        {"time_zone": ["Choose a time zone such as Asia/Tokyo or Europe/Berlin."]},
    ),
    "a language nobody translated": (
        {"language": "xx"},
        {"language": ["Select a valid choice. xx is not one of the available choices."]},
    ),
    "no such function": (
        {"function": "99999999999999999999"},
        {"function": ["Select a valid choice. That choice is not one of the available choices."]},
    ),
    "no such languages": (
        {"languages": ["0", "x"]},
        {"languages": ["“x” is not a valid value."]},
    ),
}


@pytest.mark.parametrize(("changes", "errors"), BAD.values(), ids=BAD)
def test_bad_input_is_told_at_its_field_and_kept(
    changes: dict[str, object], errors: dict[str, list[str]], me: Client, cast: Cast
) -> None:
    person = cast.stranger.person
    person.refresh_from_db()
    before = person.version
    form = me.post(ME, as_opened(me, ME, given_name="Typed") | changes).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in ("given_name", *changes)} == {"given_name": "Typed"} | changes
    person.refresh_from_db()
    assert (person.given_name, person.version) == ("Stan", before)


def test_a_site_of_another_company_is_not_offered(me: Client, cast: Cast) -> None:
    theirs = create_site(
        organisation=make_organisation("Orbit"), name="Bern", city="Bern", country="CH", time_zone="Europe/Zurich"
    )
    form = me.post(ME, as_opened(me, ME, site=theirs.pk)).context["form"]
    assert form.errors == {"site": ["Select a valid choice. That choice is not one of the available choices."]}


def test_a_directory_keeper_editing_at_the_same_time_loses_nothing(
    me: Client, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    mine = as_opened(me, ME, job_title="Mine", phone="1")
    admin, address = sign_in(cast.admin), reverse("person_edit", args=[cast.stranger.person.public_id])
    admin.post(address, as_opened(admin, address, job_title="Theirs"))
    response = me.post(ME, mine)
    assert response.status_code == 409
    assert [(one.mine, one.theirs) for one in response.context["conflicts"]] == [("Mine", "Theirs")]
    me.post(ME, merge_data(response, job_title="theirs"))
    person = cast.stranger.person
    person.refresh_from_db()
    assert (person.job_title, person.phone) == ("Theirs", "1")


# --- The two switches --------------------------------------------------------------------------------------------
def test_a_member_keeps_language_and_theme_on_the_account(me: Client, cast: Cast) -> None:
    for data in ({"language": "ja"}, {"theme": "dark"}, {"theme": ""}, {"language": "xx", "theme": "neon"}):
        me.post(SET, data)
    cast.stranger.refresh_from_db()
    assert (cast.stranger.language, cast.stranger.theme) == ("ja", "dark")


def test_a_visitor_keeps_them_in_the_browser(db: None) -> None:
    visitor = Client()
    visitor.post(SET, {"language": "ja", "theme": "dark"})
    page = visitor.get("/accounts/login/")
    assert (page["Content-Language"], page.wsgi_request.theme) == ("ja", "dark")
    assert {name: bool(cookie["httponly"]) for name, cookie in visitor.cookies.items() if name != "csrftoken"} == {
        "django_language": True,
        "theme": True,
    }


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/alliances/?q=a", "/alliances/?q=a"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_a_switch_leads_back_to_the_page_and_to_no_other_site(asked: str, led: str, me: Client) -> None:
    assert me.post(SET, {"theme": "dark", "next": asked})["Location"] == led


def test_a_forged_cookie_changes_nothing(db: None) -> None:
    visitor = Client()
    visitor.cookies.load({"theme": "<script>", "django_language": "xx"})
    page = visitor.get("/accounts/login/")
    assert (page["Content-Language"], page.wsgi_request.theme) == ("en", "auto")
