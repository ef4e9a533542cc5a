"""What whoever approves an edition reads of what changed."""

import json
from typing import Any

import pytest

from coe_hub.publishing.actions import Words, create_content, on_the_desk, publish, published, write_draft
from coe_hub.publishing.differences import Piece, compare, differences
from coe_hub.publishing.naming import new_key, part_name
from tests.factories import make_user

SHEET = {"name": {"en": "Log", "ja": "記録"}, "rows": 5, "columns": [{"key": "a", "label": "Draft", "kind": "text"}]}


def _change(*after: Words) -> list[Any]:
    cara, otto = make_user("Cara Author", roles=["curator"]), make_user("Otto Other", roles=["curator"])
    before = [
        Words("title", "line", "Minutes"),
        Words("how", "text", "Write the decision first."),
        Words("who", "fields", "Alliance: {alliance}"),
        Words("sheet", "sheet", json.dumps(SHEET)),
    ]
    content = create_content(kind="tool", slug="minutes", words=before, by=cara).content
    publish(draft=on_the_desk(content), by=otto)
    write_draft(content=content, words=after, by=cara, change_note="x", version=-1)
    found = differences(published(content), on_the_desk(content), names={"title": "Title"})
    return [(one.name, one.change.value, [(piece.state, piece.text) for piece in one.pieces]) for one in found]


TITLE = Words("title", "line", "Minutes")
HOW = Words("how", "text", "Write the decision first.")
WHO = Words("who", "fields", "Alliance: {alliance}")
LOG = Words("sheet", "sheet", json.dumps(SHEET, indent=3))


@pytest.mark.django_db
def test_what_is_as_it_was_is_not_told() -> None:
    assert _change(TITLE, HOW, WHO, LOG) == []


@pytest.mark.django_db
def test_words_that_came_and_went_are_told_part_by_part() -> None:
    changed = Words("how", "text", "Write the dissent first.")
    assert _change(Words("title", "line", "Our minutes"), changed, LOG) == [
        ("Title", "changed", [("gone", "Minutes"), ("new", "Our minutes")]),
        (
            "Text: Write the dissent first.",
            "changed",
            [("same", "Write the "), ("gone", "decision"), ("new", "dissent"), ("same", " first.")],
        ),
        ("Fields to fill in: Alliance", "removed", [("gone", "Alliance: {alliance}")]),
    ]


@pytest.mark.django_db
def test_what_moved_and_what_is_new_is_told() -> None:
    new = Words("why", "text", "Why?")
    assert _change(TITLE, WHO, HOW, new, LOG) == [
        ("Fields to fill in: Alliance", "moved", [("same", "Alliance: {alliance}")]),
        ("Text: Why?", "added", [("new", "Why?")]),
    ]


@pytest.mark.django_db
def test_a_worksheet_is_told_in_words() -> None:
    more = {**SHEET, "columns": [*SHEET["columns"], {"key": "b", "label": "Form", "kind": "choice", "choices": ["x"]}]}
    assert _change(TITLE, HOW, WHO, Words("sheet", "sheet", json.dumps(more))) == [
        (
            "Worksheet: Log",
            "changed",
            [("same", "Log / 記録, 5 rows\nDraft · text"), ("new", "\nForm · choice · x")],
        )
    ]


def test_japanese_is_compared_sign_by_sign() -> None:
    assert compare("決定を書く。", "反対を書く。") == [
        Piece("gone", "決定"),
        Piece("new", "反対"),
        Piece("same", "を書く。"),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("text", "## **Why** it matters\n\nText", "Text: Why it matters"),
        ("table", "| What | Who |\n|---|---|\n| a | b |", "Table: What Who"),
        ("fields", "Alliance: {alliance}\nLead: {lead}", "Fields to fill in: Alliance, Lead"),
        ("sheet", json.dumps(SHEET), "Worksheet: Log"),
        ("text", "x" * 99, "Text: " + "x" * 59 + "…"),
        ("text", "---", "Text"),
    ],
)
def test_a_part_is_called_by_how_it_begins(kind: str, text: str, name: str) -> None:
    assert part_name(kind, text) == name


def test_a_new_part_gets_an_id_that_nobody_has() -> None:
    assert [new_key("text", "Why?", taken) for taken in (set(), {"why"}, {"why", "why-2"})] == ["why", "why-2", "why-3"]
    assert new_key("text", "理由", set()) == "text"
