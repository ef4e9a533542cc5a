"""Every starter tool in every language it has, blank and filled in: nothing left open, and worksheets that count."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from coe_hub.documents.sheet_rules import check_sheet
from coe_hub.lib.markdown import refuse_unwieldy
from coe_hub.publishing.actions import published
from coe_hub.publishing.models import BlockKind, TranslationState
from coe_hub.publishing.reading import passages
from tests import databases
from tests.factories import make_user
from toolkits.files import Filling, make_file
from toolkits.models import Tool
from toolkits.starter import folders, load_tool

Tracker = tuple[str, str, Workbook, dict]
Trackers = list[Tracker]

CASES = [(folder.name, path.stem) for folder in folders() for path in sorted(folder.glob("*.md"))]
ENGLISH_ONLY = {"development", "commercial"}
BRACED = re.compile(r"\{([a-z_]+)\}")
# What the head of a worksheet says, beside the alliance and its reference, which every file that is filled in names.
HEAD = {"partners", "our_alliance_manager", "today"}
FUNCTIONS = {"IF", "AND", "OR", "NOT", "ISNUMBER", "TODAY", "WORKDAY", "ROUND", "SUM", "MAX", "MIN", "ABS", "COUNT"}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Tool]]:
    """Every starter tool by its slug, loaded once for this file."""
    with databases.shared_rows(django_db_blocker):
        author, other = (make_user(name, roles=["curator"]) for name in ("Cara Author", "Otto Other"))
        for place, folder in enumerate(folders()):
            assert load_tool(folder, author=author, approver=other, position=place) is True
        yield {tool.content.slug: tool for tool in Tool.objects.select_related("content")}


@pytest.fixture
def tools(loaded: dict[str, Tool], db: None) -> dict[str, Tool]:
    """Each test is a savepoint beside them."""
    return loaded


@pytest.fixture(scope="module")
def trackers(loaded: dict[str, Tool]) -> Trackers:
    """Slug, language, file and description of each worksheet in each of its languages; read by these tests alone."""
    return list(_trackers(loaded))


def _words(content: bytes, file_format: str) -> list[str]:
    if file_format == "xlsx":
        book = load_workbook(io.BytesIO(content))
        return [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    edges = [one.text for part in document.sections for edge in (part.header, part.footer) for one in edge.paragraphs]
    return [*[one.text for one in document.paragraphs], *cells, *edges]


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_nothing_is_left_open_in_any_file(slug: str, language: str, tools: dict[str, Tool]) -> None:
    tool = tools[slug]
    version = published(tool.content)
    used = {name for one in version.blocks.all() for name in BRACED.findall(one.text)}
    head = {"alliance", "reference"} | (HEAD if tool.file_format == "xlsx" else set())
    known = {name: f"«{name}»" for name in used | head}
    for filling in (None, Filling("Alliance", lambda: known, with_example=True)):
        file = make_file(tool, version, language=language, filling=filling)
        words = _words(file.content, tool.file_format)
        assert [text for text in words if re.search(r"[{}]|\*\*|^#|^\|", text)] == []
        found = {name for text in words for name in re.findall("«([a-z_]+)»", text)}
        assert found == (used | head if filling else set())


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_every_block_has_its_translation_and_fits_on_a_page(slug: str, language: str, tools: dict[str, Tool]) -> None:
    found = passages(published(tools[slug].content), language)
    for one in found:
        check_sheet(one.text) if one.kind == BlockKind.SHEET else refuse_unwieldy(one.text)
    words = [one for one in found if one.kind != BlockKind.SHEET]
    assert {one.state for one in words} == {TranslationState.APPROVED}


@pytest.mark.parametrize("folder", list(folders()), ids=lambda folder: folder.name)
def test_research_and_fundamentals_are_in_japanese_and_the_others_are_not(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert (folder / "ja.md").exists() is (meta["toolkit"] not in ENGLISH_ONLY)


def _trackers(tools: dict[str, Tool]) -> Iterator[Tracker]:
    for folder in folders():
        if (folder / "sheet.json").exists():
            tool = tools[folder.name]
            for path in folder.glob("*.md"):
                file = make_file(tool, published(tool.content), language=path.stem)
                sheet = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
                yield folder.name, path.stem, load_workbook(io.BytesIO(file.content)), sheet


@pytest.mark.usefixtures("tools")
def test_a_workbook_says_first_what_it_is_for_and_holds_an_example(trackers: Trackers) -> None:
    for slug, language, book, sheet in trackers:
        first, tracker, example = book.worksheets
        names = ("Read me", "Filled-in example") if language == "en" else ("はじめに", "記入例")
        assert (first.title, tracker.title, example.title) == (names[0], sheet["name"][language], names[1])
        texts = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
        blocks = {one.key: one for one in passages(published(Tool.objects.get(content__slug=slug).content), language)}
        lines = [blocks[key].text for key in ("title", "purpose", "when", "when-not", "practice-reason")]
        assert [line for line in lines if line not in texts] == []
        assert ("Filled-in example" if language == "en" else "記入例") in texts
        assert [cell.coordinate for row in first.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_formulas_name_cells_of_their_own_row_and_functions_that_every_excel_has(trackers: Trackers) -> None:
    for _slug, _language, book, sheet in trackers:
        tracker = book.worksheets[1]
        known = {get_column_letter(place) for place in range(1, len(sheet["columns"]) + 1)}
        counted = 0
        for row in tracker.iter_rows(min_row=5):
            for cell in (cell for cell in row if cell.data_type == "f"):
                tokens = Tokenizer(cell.value).items
                named = {one.value for one in tokens if one.type == "OPERAND" and one.subtype == "RANGE"}
                assert named <= {f"${letter}{cell.row}" for letter in known}
                assert {
                    one.value.rstrip("(") for one in tokens if one.subtype == "OPEN" and one.type == "FUNC"
                } <= FUNCTIONS
                assert [one.value for one in tokens if one.subtype == "ERROR"] == []
                opened = sum(one.subtype == "OPEN" for one in tokens)
                assert opened == sum(one.subtype == "CLOSE" for one in tokens)
                assert f"${get_column_letter(cell.column)}{cell.row}" not in named
                counted += 1
        assert counted == sheet["rows"] * sum(column["kind"] == "formula" for column in sheet["columns"])


def test_formulas_do_not_wait_for_each_other() -> None:
    for folder in folders():
        if (folder / "sheet.json").exists():
            columns = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))["columns"]
            waits = {
                one["key"]: set(re.findall(r"\[([a-z_0-9]+)\]", str(one["formula"])))
                for one in columns
                if one["kind"] == "formula"
            }
            while ready := [key for key, needed in waits.items() if not needed & set(waits)]:
                for key in ready:
                    del waits[key]
            assert waits == {}


def test_examples_are_days_and_choices_that_the_sheet_offers(trackers: Trackers) -> None:
    for _slug, language, book, sheet in trackers:
        tracker, example = book.worksheets[1:]
        for place, column in enumerate(sheet["columns"], start=1):
            values = [example.cell(row=5 + number, column=place).value for number in range(len(sheet["examples"]))]
            blank = [tracker.cell(row=5 + number, column=place) for number in range(sheet["rows"])]
            assert [cell.coordinate for cell in blank if cell.data_type != "f" and cell.value is not None] == []
            given = [value for value in values if value is not None]
            if column["kind"] == "date":
                assert [value for value in given if not isinstance(value, date | datetime)] == []
            if column["kind"] == "choice":
                offered = column["choices"]
                assert set(given) <= set(offered[language] if isinstance(offered, dict) else offered)
