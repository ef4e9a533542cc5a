"""Lists that fill a table of a tool: a row for each thing, and empty rows to go on."""

import pytest

from coe_hub.publishing.models import BlockKind
from coe_hub.publishing.reading import LISTS, Passage, fill, list_context

TABLE = "| Issue | Until | Note |\n|---|---|---|\n| {issues.title} | by {issues.until} | {alliance} |"
HEAD = ["| Issue | Until | Note |", "|---|---|---|"]


def filled(text: str, context: dict[str, str], kind: str = BlockKind.TABLE) -> list[str]:
    one = Passage("t", kind, text, "en", "approved", text, "")
    return fill([one], context)[0].text.splitlines()


def test_a_row_stands_once_for_each_thing_with_two_empty_ones_below() -> None:
    rows = [{"title": "Batch", "until": "Friday"}, {"title": "Price", "until": ""}]
    assert filled(TABLE, list_context("issues", rows) | {"alliance": "Kestrel"}) == [
        *HEAD,
        "| Batch | by Friday | Kestrel |",
        "| Price | by  | Kestrel |",
        *["|  | by  | Kestrel |"] * 2,
    ]


def test_without_any_there_are_four_empty_rows_to_write_on() -> None:
    assert filled("| A |\n|---|\n| {decisions.text} |", {}) == ["| A |", "|---|", *["|  |"] * 4]


@pytest.mark.parametrize("text", ["a | b", "{alliance}", "{issues.title}", "two\nlines", "*bold*"])
def test_what_a_thing_is_called_stays_in_its_cell(text: str) -> None:
    [row] = filled("| {issues.title} |", list_context("issues", [{"title": text}]) | {"alliance": "Kestrel"})[:1]
    assert (row.count("|") - row.count("\\|"), "Kestrel" in row) == (2, False)


def test_a_list_that_nobody_has_stays_as_it_was_written() -> None:
    assert filled("| {parties.title} |", {}) == ["| {parties.title} |"]
    assert "issues" in LISTS
