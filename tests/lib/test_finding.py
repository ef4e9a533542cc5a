"""How words are read, found by an index, and marked."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from alliances.core.models import Alliance
from coe_hub.home.search.highlight import Marker, stem_mates
from coe_hub.lib.asked import ask
from coe_hub.lib.search import GRAMMAR, Words, misspelt
from coe_hub.people.models import Organisation, Person
from coe_hub.publishing.models import EditionText


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The minutes of the meeting", ("minutes", "meeting")),
        ("Who does what", ("who", "does", "what")),
        ("ＫＲＡＳ　阻害剤 kras", ("kras", "阻害剤")),
        ("a & b - !", ("b",)),
        (" ".join(f"w{n}" for n in range(12)), tuple(f"w{n}" for n in range(10))),
        ("、。!", ()),
    ],
)
def test_words_of_grammar_count_only_alone(text: str, words: tuple[str, ...]) -> None:
    assert Words.of(text).all == words


@pytest.mark.django_db
def test_words_of_grammar_are_those_the_database_has_no_stem_for() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS one(word) WHERE ts_lexize('english_stem', word) <> '{}'",
            [sorted(GRAMMAR)],
        )
        assert cursor.fetchall() == []


def plan(rows: QuerySet) -> str:
    """How the database finds rows where it must ask each table by itself through an index, however few rows it has."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "indexonlyscan", "nestloop"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows.explain()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["中村", "中", "minutes", "kr"])
@pytest.mark.parametrize(
    ("rows", "indexes"),
    [
        (Alliance.objects, ["alliance_words"]),
        (Organisation.objects, ["organisation_words"]),
        (Person.objects, ["person_words"]),
        (EditionText.objects, ["block_words", "block_translation_words"]),
    ],
)
def test_words_are_found_by_an_index(rows: QuerySet, indexes: list[str], text: str) -> None:
    told = plan(rows.filter(ask(Words.of(text)).any_found()))
    assert [index for index in indexes if f"Bitmap Index Scan on {index}" not in told] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "indexes"),
    [
        (Alliance.objects, ["alliance_folded_trgm"]),
        (Organisation.objects, ["organisation_folded_trgm"]),
        (Person.objects, ["person_folded_trgm"]),
        (EditionText.objects, ["block_title_trgm", "block_translation_title_trgm"]),
    ],
)
def test_misspelt_words_are_found_by_an_index_of_titles(rows: QuerySet, indexes: list[str]) -> None:
    with misspelt():
        told = plan(rows.filter(ask(Words.of("chrater")).alike()))
    assert [index for index in indexes if f"Bitmap Index Scan on {index}" not in told] == []


@pytest.mark.parametrize(
    ("typed", "title", "is_slip"),
    [
        ("chrater", "One-page charter", True),
        ("govenrance", "Governance change note", True),
        ("charte", "charter", True),
        ("chartter", "charter", True),
        ("charger", "charter", True),
        ("chapter", "charger", False),
        ("cat", "car", False),
        ("transtion plan", "Transition plan", True),
        ("transtion plan", "Transition map", False),
        ("intelectual propertie", "Intellectual property", False),
    ],
)
def test_a_slip_is_one_letter_or_two_in_a_long_word(typed: str, title: str, is_slip: bool) -> None:
    assert Words.of(typed).is_misspelling_of(title) is is_slip


def mark(typed: str, text: str) -> tuple[str, str]:
    words = Words.of(typed)
    marker = Marker(words, stem_mates(words, [text]))
    return marker.title(text), marker.passage(text)


MARKS = {
    ("minute", "Minutes"): ("<mark>Minutes</mark>", "<mark>Minutes</mark>"),
    ("part", "A party in part"): ("A <mark>part</mark>y in <mark>part</mark>", "A party in <mark>part</mark>"),
    ("akamu", "Aiko Nakamura"): ("Aiko N<mark>akamu</mark>ra", "Aiko Nakamura"),
    ("biotechnology tech log", "Neobiotechnology"): ("Neo<mark>biotechnology</mark>", "Neobiotechnology"),
    ("中村愛子", "中村 愛子さん"): ("<mark>中村 愛子</mark>さん", "<mark>中村 愛子</mark>さん"),
    ("angstrom", "Ångström <i>"): ("<mark>Ångström</mark> &lt;i&gt;", "<mark>Ångström</mark> &lt;i&gt;"),
    ("b a", "a.b"): ("a.<mark>b</mark>", "a.<mark>b</mark>"),
    ("cell", "| **Cell** | Note |\n|---|---|\n| 1 | {lead} |"): (
        "| **<mark>Cell</mark>** | Note |\n|---|---|\n| 1 | {lead} |",
        "<mark>Cell</mark> · Note · 1",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "text"), MARKS)
def test_words_are_marked(typed: str, text: str) -> None:
    assert mark(typed, text) == MARKS[typed, text]


def test_a_passage_begins_near_the_first_word_and_ends_between_words() -> None:
    text = "before " * 40 + "target " + "after " * 60
    passage = Marker(Words.of("target")).passage(text)
    assert passage == "… " + "before " * 8 + "<mark>target</mark> " + ("after " * 26).strip() + " …"
    japanese = Marker(Words.of("議事録")).passage("前" * 100 + "議事録" + "後" * 200)
    assert japanese == "… " + "前" * 27 + "<mark>議事録</mark>" + "後" * 69 + " …"
