"""Search by most of the words, by readings and kana, and by words that mean the same; the same in lists and pickers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from coe_hub.people.directory.lookup import find_person
from coe_hub.publishing.actions import translate
from coe_hub.usage.models import UnmetSearch
from coe_hub.vocabulary.models import Synonym
from tests.cast import Cast
from tests.factories import make_alliance, make_organisation, make_person
from tests.home.test_search import found, other_tool, titles
from toolkits.starter import folders, load_tool

CHARTER, MINUTES, EXIT = "One-page charter", "Minutes and what to capture", "Exit"
TOOLS = {
    CHARTER: ("1ページ憲章", "What this alliance is for, on one page."),
    MINUTES: ("議事録と記録しておくこと", "Decisions of a meeting."),
    EXIT: ("終了と移行", "How it ends."),
    "Who does what": ("誰が何をするか", "An alliance has roles."),
}


@pytest.fixture
def reader(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.stranger)


@pytest.fixture
def tools(cast: Cast) -> None:
    for title, (japanese, how) in TOOLS.items():
        made = other_tool(cast, title, how=how)
        block = made.content.editions.get().blocks.get(key="title")
        title = {"key": "title", "text": japanese, "source_hash": block.text_hash}
        translate(content=made.content, language="ja", by=cast.curator, **title)


@pytest.fixture
def oikawa(db: None) -> None:
    make_person(
        "Shinji Oikawa",
        family_name="及川",
        given_name="慎司",
        latin_name="Shinji Oikawa",
        reading="おいかわ しんじ",
        about="Works on KRAS degraders.",
        email="s.oikawa@partner.example",
    )
    make_person("Ann Other", about="Nothing special.")


def test_the_charter_is_found_by_its_japanese_name_alone(cast: Cast, reader: Client) -> None:
    """Among starter tools that speak of a charter as well, and though its title is another one."""
    with_charters = {"one-page-charter", "who-does-what", "kick-off-agenda", "joint-development-committee-charter"}
    for place, folder in enumerate(one for one in folders() if one.name in with_charters):
        assert load_tool(folder, author=cast.curator, approver=cast.admin, position=place) is True
    for text in ("アライアンス憲章", "憲章", "チャーター", "ちゃーたー"):
        assert (text, titles(reader, text)[0]) == (text, CHARTER)
    assert titles(reader, "研究憲章")[0] == CHARTER


def test_what_has_a_word_in_its_title_stands_above_what_has_all_somewhere_in_its_text(
    cast: Cast, reader: Client
) -> None:
    """Among starter tools, of which several speak of minutes and of templates in one breath."""
    with_minutes = {"governance-change-note", "minutes-and-what-to-capture", "the-alliance-managers-role"}
    for place, folder in enumerate(one for one in folders() if one.name in with_minutes):
        assert load_tool(folder, author=cast.curator, approver=cast.admin, position=place) is True
    for text in ("minutes template", "template minutes", "議事録テンプレート", "meeting minutes"):
        assert (text, titles(reader, text)[0]) == (text, MINUTES)
        assert reader.get("/search/", {"q": text}).context["groups"][0].kind == "tools"


# --- Most of the words -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "first", "without"),
    [
        ("minutes template", MINUTES, ("template",)),
        ("alliance charter template", CHARTER, ("template",)),
        ("議事録テンプレート", MINUTES, ("テンプレート",)),
        ("アライアンス憲章テンプレート", CHARTER, ("テンプレート",)),
        ("研究憲章", CHARTER, ("研究",)),
        ("提携解消", EXIT, ("提携",)),
    ],
)
def test_where_not_all_words_match_most_do_and_the_page_says_so(
    text: str, first: str, without: tuple[str, ...], tools: None, reader: Client
) -> None:
    response = reader.get("/search/", {"q": text})
    shown = response.context["found"]
    hit = next(group for group in shown.groups if group.kind == "tools").hits[0]
    assert (titles(reader, text)[0], hit.without, shown.full) == (first, without, 0)
    assert "Nothing has all of these words. This has most of them." in response.content.decode()
    assert f"without: {without[0]}" in response.content.decode()


def test_what_has_all_of_three_words_stands_above_what_has_two(cast: Cast, reader: Client) -> None:
    for name in ("Tau imaging", "Tau tracer imaging", "Tau tracer", "Tracer"):
        make_alliance(name, by=cast.lead)
    response = reader.get("/search/?q=tau+tracer+imaging")
    shown = response.context["found"]
    assert titles(reader, "tau tracer imaging", kind="alliances") == ["Tau tracer imaging", "Tau imaging", "Tau tracer"]
    assert shown.full == 1
    assert "One thing has all of these words and stands first; the others have most of them." in (
        response.content.decode()
    )
    assert titles(reader, "tau imaging", kind="alliances") == ["Tau imaging", "Tau tracer imaging"]


def test_the_word_that_fewer_things_have_decides_among_equals(cast: Cast, reader: Client) -> None:
    for name in ("Amber one", "Amber two", "Zircon", "Amber three"):
        make_alliance(name, by=cast.lead)
    assert titles(reader, "amber zircon", kind="alliances") == ["Zircon", "Amber one", "Amber three", "Amber two"]


def test_fifty_of_one_kind_go_on_where_most_of_the_words_match(cast: Cast, reader: Client) -> None:
    for number in range(51):
        make_organisation(f"Orbit {number:02}")
    first = reader.get("/search/?q=orbit+nowhere&kind=organisations")
    shown = first.context["found"]
    assert (len(shown.groups[0].hits), shown.following_url) == (
        50,
        "/search/?q=orbit+nowhere&kind=organisations&page=2",
    )
    second = reader.get(shown.following_url).context["found"]
    assert ([str(hit.title) for hit in second.groups[0].hits], second.following_url) == (["<mark>Orbit</mark> 50"], "")
    assert reader.get("/search/?q=orbit+nowhere&kind=organisations&page=3").status_code == 404


def test_a_japanese_sign_for_another_is_a_slip(tools: None, reader: Client) -> None:
    assert titles(reader, "議事禄") == [MINUTES]
    assert reader.get("/search/?q=議事禄").context["found"].is_misspelt is True
    assert titles(reader, "議自禄") == []


def test_a_need_is_kept_only_where_a_word_is_in_nothing_that_is_published(tools: None, reader: Client) -> None:
    for text in ("minutes template", "charter meeting page", "capture roles"):
        reader.get("/search/", {"q": text})
    assert list(UnmetSearch.objects.values_list("text", flat=True)) == ["minutes template"]


# --- Readings, kana, names -------------------------------------------------------------------------------------------
NAMES = [
    "オイカワ",
    "おいかわ",
    "Oikawa Shinji",
    "Shinji Oikawa",
    "及川慎司",
    "及川 慎司",
    "慎司 及川",
    "ｵｲｶﾜ",
    "oikawa",
]
OIKAWA = "Shinji Oikawa"


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_found_in_any_order_kana_and_spacing_in_search_list_and_picker(
    text: str, oikawa: None, reader: Client
) -> None:
    assert titles(reader, text, kind="people") == [OIKAWA]
    listed = [one.display_name for one in reader.get("/people/", {"q": text}).context["page"].object_list]
    offered = [one["label"] for one in reader.get("/people/suggest/", {"q": text}).json()["results"]]
    assert (listed, offered) == ([OIKAWA], ["Shinji Oikawa · Kestrel Pharma"])


@pytest.mark.parametrize("text", [*NAMES[2:7], "オイカワシンジ", "おいかわしんじ", "しんじ おいかわ", "OikawaShinji"])
def test_a_whole_name_in_any_order_kana_and_spacing_means_its_bearer(text: str, oikawa: None, cast: Cast) -> None:
    make_person("Shinji Oikawano")
    assert find_person(user=cast.stranger, text=text).display_name == OIKAWA


def test_a_space_left_out_is_a_slip(oikawa: None, reader: Client) -> None:
    assert titles(reader, "oikawashinji", kind="people") == [OIKAWA]


def test_people_are_found_by_what_they_know_and_by_their_address(oikawa: None, reader: Client) -> None:
    texts = ("kras", "s.oikawa", "s.oikawa@partner.example")
    assert [titles(reader, text, kind="people") for text in texts] == [[OIKAWA]] * 3
    assert titles(reader, "partner.example", kind="people") == []
    (group,) = reader.get("/search/?q=kras").context["groups"]
    assert group.hits[0].passage == "Works on <mark>KRAS</mark> degraders."
    assert [one.display_name for one in reader.get("/people/?q=degraders").context["page"].object_list] == [OIKAWA]


def test_people_are_found_by_the_address_they_sign_in_with(cast: Cast, reader: Client) -> None:
    assert titles(reader, "lena@hub.example", kind="people") == ["Lena Lead"]
    make_person("Una Quill", is_public=False, about="Degraders", email="una@partner.example")
    assert [found(reader, text) for text in ("una@partner.example", "degraders")] == [{}, {}]


def test_a_searched_address_is_not_kept_as_a_need(reader: Client) -> None:
    reader.get("/search/?q=nobody@partner.example")
    assert UnmetSearch.objects.count() == 0


# --- Words that mean the same ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("チャーター", CHARTER),
        ("ちゃーたー", CHARTER),
        ("けんしょう", CHARTER),
        ("charters", CHARTER),
        ("ぎじろく", MINUTES),
        ("ギジロク", MINUTES),
        ("meeting notes", MINUTES),
        ("termination", EXIT),
        ("RACI", "Who does what"),
    ],
)
def test_a_word_finds_what_has_another_that_means_the_same(text: str, title: str, tools: None, reader: Client) -> None:
    assert titles(reader, text)[0] == title
    assert reader.get("/search/", {"q": text}).context["found"].full is None


def test_the_page_marks_the_words_that_mean_the_same(tools: None, reader: Client) -> None:
    (group, *_others) = reader.get("/search/?q=チャーター").context["groups"]
    assert group.hits[0].title == "One-page <mark>charter</mark>"


def test_admins_keep_which_words_mean_the_same(
    cast: Cast,
    tools: None,
    reader: Client,
    sign_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    make_alliance("Handshake", by=cast.lead, purpose="Leave-taking")
    assert found(reader, "farewell") == {}
    admin = sign_in(cast.admin)
    data = {"name_en": "farewell", "name_ja": "", "code": "farewell", "position": "1", "is_active": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post("/words/synonyms/new/", data | {"others": " exit \r\n\r\nleave-taking\r\nexit"})
    assert (answer.status_code, Synonym.objects.get(code="farewell").others) == (302, ["exit", "leave-taking"])
    assert (titles(reader, "farewell"), titles(reader, "farewell", kind="alliances")) == ([EXIT], ["Handshake"])
    listed = [one.name for one in reader.get("/alliances/?q=farewell").context["page"].object_list]
    assert listed == ["Handshake"]
    form = admin.get("/words/synonyms/farewell/").context["form"]
    assert form["others"].value() == "exit\nleave-taking"
    with django_capture_on_commit_callbacks(execute=True):
        admin.post("/words/synonyms/farewell/", {key: data[key] for key in ("name_en", "position")})
    assert (Synonym.objects.get(code="farewell").others, found(reader, "farewell")) == ([], {})


def test_a_word_that_is_too_long_is_told(cast: Cast, sign_in: Callable[..., Client]) -> None:
    data = {"name_en": "long", "code": "long", "position": "1", "others": "x" * 81}
    form = sign_in(cast.admin).post("/words/synonyms/new/", data).context["form"]
    assert form.errors == {"others": ["A word has at most 80 characters."]}
