"""Search over everything the reader may see, in any script: what is found, in which order, and how it is shown."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coe_hub.publishing.actions import Words, publish, translate, write_draft
from coe_hub.usage.models import UnmetSearch
from tests.cast import Cast
from tests.factories import make_alliance, make_organisation, make_person
from tests.toolkits.data import WORDS, make_tool
from tests.training.data import make_course
from toolkits.actions import create_tool
from toolkits.models import Tool

TOOL = "Minutes and what to capture"


@pytest.fixture
def member(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    make_organisation("Ångström Labs", local_name="オングストローム研究所", country="SE")
    make_person("Aiko Nakamura", family_name="中村", given_name="愛子", latin_name="Aiko Nakamura", job_title="Chemist")
    make_alliance(
        "KRAS degraders", by=cast.lead, partners=["Ångström Labs"], purpose="100% novel_chemistry", code_name="Falcon"
    )
    return sign_in(cast.stranger)


@pytest.fixture
def tool(cast: Cast) -> Tool:
    """A tool whose title and one paragraph are in Japanese too."""
    made = make_tool(author=cast.curator, approver=cast.admin)
    for key, text in (("title", "議事録と記録しておくこと"), ("how", "決まったことを先に書きます。")):
        source_hash = made.content.editions.get().blocks.get(key=key).text_hash
        translate(content=made.content, language="ja", key=key, text=text, source_hash=source_hash, by=cast.curator)
    return made


def other_tool(cast: Cast, title: str, *, how: str = "Nothing.", published: bool = True) -> Tool:
    """A tool with this title and this one paragraph."""
    texts = {"title": title, "purpose": "P.", "how": how}
    words = [Words(one.key, one.kind, texts[one.key]) for one in WORDS if one.key in texts]
    facts = {"toolkit": "research", "minutes": 5, "phases": ["running"], "weight": "light", "practice": "core"}
    made = create_tool(title=title, words=words, by=cast.curator, **facts)
    if published:
        publish(draft=made.content.editions.get(), by=cast.admin)
    return made


def plain(markup: str) -> str:
    return unescape(re.sub(r"</?mark>", "", markup))


def found(member: Client, text: str, **query: object) -> dict[str, list[tuple[str, str]]]:
    groups = member.get("/search/", {"q": text} | query).context["groups"]
    return {group.label: [(plain(hit.title), plain(hit.line)) for hit in group.hits] for group in groups}


def titles(member: Client, text: str, kind: str = "tools") -> list[str]:
    groups = member.get("/search/", {"q": text}).context["groups"]
    return [plain(hit.title) for group in groups if group.kind == kind for hit in group.hits]


ALLIANCE = {"Alliances": [("KRAS degraders", "Running · Ångström Labs")]}
ORGANISATION = {"Organisations": [("Ångström Labs", "Sweden")]}
PERSON = {"People": [("Aiko Nakamura", "Chemist · Kestrel Pharma")]}
QUERIES = {
    "kras": ALLIANCE,
    "KRAS falcon": ALLIANCE,
    "ｋｒａｓ": ALLIANCE,
    "kr": ALLIANCE,
    "graders": ALLIANCE,
    "novel": ALLIANCE,
    "angstrom": ALLIANCE | ORGANISATION,
    "研究": ALLIANCE | ORGANISATION,
    "nakamura aiko": PERSON,
    "akamu": PERSON,
    "chemists": PERSON,
    "中村": PERSON,
    "中": PERSON,
    "子": PERSON,
    "中村愛子": PERSON,
    "愛子 中村": PERSON,
    "中愛": {},
    "kras nakamura": ALLIANCE | PERSON,
    "n%y": {},
    "'; DROP TABLE people_user; --": {},
}


def test_every_word_must_match_and_is_found_in_any_script(member: Client) -> None:
    assert {text: found(member, text) for text in QUERIES} == QUERIES


@pytest.mark.parametrize(
    "text",
    ["minutes", "Minute", "captures", "what to capture", "decision", "decide what to capture", "議事録", "議", "先に"],
)
def test_a_tool_is_found_by_its_words_in_both_languages_and_by_their_stems(
    text: str, tool: Tool, member: Client
) -> None:
    assert found(member, text) == {"Tools": [(TOOL, "Research · 20 min · Word")]}


def test_titles_and_passages_are_in_the_readers_language(tool: Tool, member: Client) -> None:
    member.cookies["django_language"] = "ja"
    user = member.get("/search/").wsgi_request.user
    user.language = "ja"
    user.save()
    (group,) = member.get("/search/?q=議事録").context["groups"]
    assert [(hit.title, hit.language) for hit in group.hits] == [("<mark>議事録</mark>と記録しておくこと", "ja")]
    (group,) = member.get("/search/?q=decision").context["groups"]
    hit = group.hits[0]
    assert (hit.title, hit.passage, hit.passage_language) == (
        "議事録と記録しておくこと",
        "Write the <mark>decision</mark> first.",
        "en",
    )


def test_courses_and_their_lessons_are_found(cast: Cast, member: Client, tmp_path: Path) -> None:
    make_course(tmp_path, by=cast.curator)
    lessons = [(f"Lesson {n} of basics", "Lesson of “Course basics (en)” · 3 min") for n in (1, 2)]
    assert found(member, "basics") == {"Courses and lessons": [("Course basics (en)", "Course · 10 min"), *lessons]}
    assert found(member, "Text 2") == {"Courses and lessons": lessons[1:]}
    assert found(member, "のレッスン1") == {"Courses and lessons": lessons[:1]}


def test_lessons_of_a_course_that_is_put_away_are_not_found(cast: Cast, member: Client, tmp_path: Path) -> None:
    course = make_course(tmp_path, by=cast.curator)
    course.content.archived_at, course.content.retired_reason = course.content.created_at, "Two courses were one."
    course.content.save()
    assert found(member, "basics") == {}


def test_only_what_readers_see_now_is_found(cast: Cast, tool: Tool, member: Client) -> None:
    other_tool(cast, "Only a draft", published=False)
    words = [Words(one.key, one.kind, one.text) for one in WORDS if one.key != "how"]
    edition = write_draft(content=tool.content, words=words, by=cast.curator, change_note="Shorter", version=-1)
    assert {text: titles(member, text) for text in ("draft", "write", "先に")} == {
        "draft": [],
        "write": [TOOL],
        "先に": [TOOL],
    }
    publish(draft=edition, by=cast.admin)
    assert {text: titles(member, text) for text in ("write", "先に", "minutes")} == {
        "write": [],
        "先に": [],
        "minutes": [TOOL],
    }


def test_titles_come_before_texts_and_exact_words_before_stems(cast: Cast, member: Client) -> None:
    other_tool(cast, "Body by stem", how="We plan with charters.")
    other_tool(cast, "Body exactly", how="We write a charter.")
    other_tool(cast, "Two charters")
    other_tool(cast, "Charter of the team")
    other_tool(cast, "A team charter")
    assert titles(member, "charter team")[:2] == ["Charter of the team", "A team charter"]
    assert titles(member, "charter") == [
        "Charter of the team",
        "A team charter",
        "Two charters",
        "Body exactly",
        "Body by stem",
    ]
    assert titles(member, "charters") == [
        "Two charters",
        "Charter of the team",
        "A team charter",
        "Body by stem",
        "Body exactly",
    ]


def test_a_word_comes_before_what_begins_with_it_and_that_before_what_only_holds_it(cast: Cast, member: Client) -> None:
    for name in ("Sonoda", "Onodera", "Ono", "Konomi"):
        make_person(f"Aki {name}", is_public=True)
    for name in ("Cartesia", "Article 9", "Alpha ART trial"):
        make_alliance(name, by=cast.lead)
    assert titles(member, "ono", kind="people") == ["Aki Ono", "Aki Onodera", "Aki Konomi", "Aki Sonoda"]
    assert titles(member, "art", kind="alliances") == ["Alpha ART trial", "Article 9", "Cartesia"]


def test_the_kind_with_the_best_hit_comes_first(cast: Cast, tool: Tool, member: Client) -> None:
    other_tool(cast, "Who is who", how="Ask Aiko Nakamura.")
    assert list(found(member, "nakamura")) == ["People", "Tools"]
    assert list(found(member, "capture")) == ["Tools"]


@pytest.mark.parametrize(("text", "title"), [("mintues", TOOL), ("captrue minuts", TOOL), ("govenrance", "Governance")])
def test_a_slip_of_the_keys_is_found_by_titles_and_said(
    text: str, title: str, cast: Cast, tool: Tool, member: Client
) -> None:
    other_tool(cast, "Governance", how="Decission")
    response = member.get("/search/", {"q": text})
    assert titles(member, text) == [title]
    assert "Nothing is spelt exactly so." in response.content.decode()
    assert titles(member, "decisoin") == []


def test_what_is_spelt_as_typed_hides_what_is_only_alike(cast: Cast, member: Client) -> None:
    other_tool(cast, "Chapter one")
    other_tool(cast, "Charter one")
    assert titles(member, "charter") == ["Charter one"]
    assert titles(member, "charrter") == ["Charter one"]


def test_nothing_found_offers_what_looks_alike_and_says_that_the_coe_hears_of_it(cast: Cast, member: Client) -> None:
    other_tool(cast, "Sterling rates")
    response = member.get("/search/?q=steerings")
    shown = response.context["found"]
    assert (response.context["groups"], [hit.title for hit in shown.suggestions]) == ([], ["Sterling rates"])
    text = response.content.decode()
    assert "The Center of Excellence sees which words found nothing" in text
    assert ['href="/toolkits/"' in text, 'href="/training/"' in text] == [True, True]


def test_words_are_marked_where_they_stand_and_everything_is_escaped(cast: Cast, member: Client) -> None:
    make_alliance("<b>Bold</b> & brave", by=cast.lead, purpose="x" * 300 + " Decisions <i>are</i> taken in meetings.")
    (group,) = member.get("/search/?q=bold+meeting").context["groups"]
    hit = group.hits[0]
    assert hit.title == "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; brave"
    (group,) = member.get("/search/?q=decision").context["groups"]
    assert group.hits[0].passage == "… <mark>Decisions</mark> &lt;i&gt;are&lt;/i&gt; taken in meetings."
    (group,) = member.get("/search/?q=aiko").context["groups"]
    assert [hit.title for hit in group.hits] == ["<mark>Aiko</mark> Nakamura"]
    (group, *_others) = member.get("/search/?q=angstrom").context["groups"]
    assert [hit.title for hit in group.hits] == ["<mark>Ångström</mark> Labs"]


def test_chips_count_each_kind_and_lead_to_it(cast: Cast, tool: Tool, member: Client) -> None:
    other_tool(cast, "Nakamura minutes")
    chips = member.get("/search/?q=nakamura").context["found"].chips
    assert [(chip.label, chip.count, chip.url, chip.is_chosen) for chip in chips] == [
        ("All", 2, "/search/?q=nakamura", True),
        ("Tools", 1, "/search/?q=nakamura&kind=tools", False),
        ("People", 1, "/search/?q=nakamura&kind=people", False),
    ]
    response = member.get("/search/?q=nakamura&kind=people")
    assert [(chip.label, chip.count, chip.is_chosen) for chip in response.context["found"].chips] == [
        ("All", 2, False),
        ("Tools", 1, False),
        ("People", 1, True),
    ]
    assert found(member, "nakamura", kind="people") == PERSON
    assert found(member, "nakamura", kind="courses") == {}


def test_a_few_of_each_kind_then_fifty_and_more(member: Client) -> None:
    for number in range(52):
        make_organisation(f"Orbit {number:02}")
    names = [f"Orbit {number:02}" for number in range(52)]
    shown = member.get("/search/?q=orbit").context["groups"][0]
    assert ([plain(hit.title) for hit in shown.hits], shown.total, shown.url) == (
        names[:5],
        52,
        "/search/?q=orbit&kind=organisations",
    )
    first = member.get(shown.url).context["found"]
    assert [plain(hit.title) for hit in first.groups[0].hits] == names[:50]
    assert (first.following_url, first.former_url) == ("/search/?q=orbit&kind=organisations&page=2", "")
    second = member.get(first.following_url).context["found"]
    assert [plain(hit.title) for hit in second.groups[0].hits] == names[50:]
    assert (second.following_url, second.former_url) == ("", "/search/?q=orbit&kind=organisations")
    assert member.get("/search/?q=orbit&kind=organisations&page=3").status_code == 404


def test_each_hit_leads_to_its_page_and_each_kind_of_record_to_its_list(
    cast: Cast, tool: Tool, member: Client, tmp_path: Path
) -> None:
    make_course(tmp_path, by=cast.curator)
    addresses = set()
    for text in ("angstrom", "nakamura", "minutes", "basics"):
        for group in member.get("/search/", {"q": text}).context["groups"]:
            addresses |= {hit.url for hit in group.hits} | {group.url} | ({group.list_url} - {""})
    assert {address: member.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    assert {address for address in addresses if "/?q=" in address and not address.startswith("/search/")} == {
        "/alliances/?q=angstrom",
        "/people/organisations/?q=angstrom",
        "/people/?q=nakamura",
    }


CONTROL = "This text contains an invisible control character (U+{}). Delete it, or type the text again."
NO_WORD = "Type at least one letter or digit: signs alone find nothing."


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"q": "a\x00"}, CONTROL.format("0000")),
        ({"q": "a\x07"}, CONTROL.format("0007")),
        ({"q": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"q": " "}, "Type what you are looking for."),
        ({"q": "\u3000"}, "Type what you are looking for."),
        ({"kind": "tools"}, "Type what you are looking for."),
        *[({"q": signs}, NO_WORD) for signs in ("&", "|", "!", ":*", "' \" \\", "%", "_", "()", "<->", "、。")],
        ({"q": "a", "kind": "cakes"}, "There is no such filter. Search again without it."),
        ({"q": "a", "page": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"q": "a", "page": "x"}, "Enter a whole number."),
    ],
)
def test_odd_text_is_told_and_kept(query: dict[str, str], errors: str, member: Client) -> None:
    response = member.get("/search/", query)
    told = [error for each in response.context["form"].errors.values() for error in each]
    assert (told[:1], response.context["groups"], response.status_code) == ([errors], [], 200)
    assert response.context["form"]["q"].value() == query.get("q")
    assert UnmetSearch.objects.count() == 0


@pytest.mark.sweep
@settings(max_examples=24, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=210),
        st.text(alphabet="ab 中愛&|!:'\"*()<>-\\%_\u3000\uff0a\u0301ß𠮷ｶﾞ", max_size=60),
        st.text(alphabet="aé1 ", min_size=150, max_size=200),
    )
)
def test_whatever_is_typed_gets_an_answer(text: str, member: Client) -> None:
    assert member.get("/search/", {"q": text}).status_code == 200
    assert member.get("/alliances/", {"q": text}).status_code == 200
