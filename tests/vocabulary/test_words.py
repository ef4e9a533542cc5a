"""The company's own words, edited on plain pages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from coe_hub.vocabulary.kinds import KINDS
from coe_hub.vocabulary.models import Function, Stage
from tests.cast import Cast

NEW = {
    "name_en": "Scouting",
    "name_ja": "探索中",
    "code": "scouting",
    "phase": "forming",
    "position": "5",
    "is_active": "on",
}


@pytest.fixture
def admin(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.admin)


def test_every_vocabulary_is_listed_with_its_size_and_its_words(admin: Client) -> None:
    shown = {kind.slug: count for kind, count in admin.get("/words/").context["kinds"]}
    assert shown == {slug: kind.model.objects.count() for slug, kind in KINDS.items()}
    for slug, kind in KINDS.items():
        listed = [word for word, *_rest in admin.get(f"/words/{slug}/").context["words"]]
        assert listed == list(kind.model.objects.order_by("position", "pk"))


def test_a_word_is_added_and_offered_in_its_place(admin: Client) -> None:
    assert admin.post("/words/stages/new/", NEW)["Location"] == "/words/stages/"
    word = Stage.objects.get(code="scouting")
    assert (word.names, word.phase, word.position, word.is_active) == (
        {"en": "Scouting", "ja": "探索中"},
        "forming",
        5,
        True,
    )
    assert Stage.objects.in_use()[0] == word


def test_a_word_is_renamed_moved_and_retired_but_keeps_its_code(admin: Client) -> None:
    data = {"name_en": "At work", "name_ja": "", "phase": "running", "position": "1", "code": "another"}
    admin.post("/words/stages/running/", data)
    word = Stage.objects.get(code="running")
    assert (word.names, word.position, word.is_active) == ({"en": "At work"}, 1, False)
    assert word not in Stage.objects.in_use()
    assert not Stage.objects.filter(code="another").exists()


BAD = {
    "no English name": ({"name_en": " "}, {"name_en": ["This field is required."]}),
    "too long a name": (
        {"name_ja": "あ" * 81},
        {"name_ja": ["Ensure this value has at most 80 characters (it has 81)."]},
    ),
    "an override": (
        {"name_en": "a\u202eb"},
        {"name_en": ["This text contains an invisible control character (U+202E). Delete it, or type the text again."]},
    ),
    "a code in capitals": ({"code": "Scouting"}, {"code": ["Enter a valid value."]}),
    "a taken code": ({"code": "running"}, {"code": ["This code is taken. Choose another."]}),
    "an unknown phase": (
        {"phase": "asleep"},
        {"phase": ["Select a valid choice. asleep is not one of the available choices."]},
    ),
    "no place": ({"position": "first"}, {"position": ["Enter a whole number."]}),
    "a place below the first": ({"position": "-1"}, {"position": ["Ensure this value is greater than or equal to 0."]}),
    "a place the database cannot count to": (
        {"position": "99999"},
        {"position": ["Ensure this value is less than or equal to 30000."]},
    ),
}


@pytest.mark.parametrize(("changes", "errors"), BAD.values(), ids=BAD)
def test_bad_input_is_told_at_its_field_and_kept(
    changes: dict[str, str], errors: dict[str, list[str]], admin: Client
) -> None:
    count = Stage.objects.count()
    form = admin.post("/words/stages/new/", NEW | changes).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in changes} == changes
    assert Stage.objects.count() == count


def test_unknown_vocabularies_and_words_are_unknown(admin: Client) -> None:
    addresses = ("/words/colours/", "/words/colours/new/", "/words/colours/red/", "/words/stages/nowhere/")
    assert [admin.get(address).status_code for address in addresses] == [404] * 4


@pytest.mark.parametrize(
    ("names", "language", "name"),
    [
        ({"en": "Research", "ja": "研究"}, "ja", "研究"),
        ({"en": "Research", "ja": "研究"}, "en", "Research"),
        ({"en": "Research"}, "ja", "Research"),
        ({"en": "Research"}, "fr", "Research"),
        ({}, "en", "research"),
    ],
)
def test_a_word_speaks_the_readers_language_as_far_as_it_can(names: dict[str, str], language: str, name: str) -> None:
    with translation.override(language):
        assert str(Function(code="research", names=names)) == name
