"""How files look on paper and on a screen: rules, widths, whole tables, last pages, colours, sums, what is printed."""

import io
import json
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.table import Table
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from coe_hub.documents.paging import fill_of_pages
from coe_hub.documents.sheet_rules import is_written_in
from coe_hub.documents.sheets import write_xlsx
from coe_hub.documents.word import Part, write_docx

BLANK = "_" * 14
RACI = "| Running | Our A | Our R | Our C, I | Partner A | Partner R | Partner C, I |\n|" + "---|" * 7
MILLIMETRE = 36_000
NAME = {"en": "Log", "ja": "表"}


def _document(*parts: Part, **values: Any) -> Any:
    words = {"title": "T", "purpose": "", "footer": "F", "example_title": "E", "language": "en"}
    return Document(io.BytesIO(write_docx(parts=parts, **words | values)))


def _widths(table: Table) -> list[int]:
    return [round(cell.width / MILLIMETRE) for cell in table.rows[0].cells]


def test_a_value_to_write_in_has_one_rule_and_not_a_second_one() -> None:
    document = _document(
        Part(kind="fields", text=f"Alliance: {BLANK}\nDay: 1 May"),
        Part(kind="table", text=f"| Who | We |\n|---|---|\n| Lead | {BLANK} |\n| Two | {BLANK}; {BLANK} |"),
        Part(kind="text", text=f"Signed by {BLANK}."),
    )
    assert [[cell.text for cell in row.cells] for table in document.tables for row in table.rows] == [
        ["Alliance", ""],
        ["Day", "1 May"],
        ["Who", "We"],
        ["Lead", ""],
        ["Two", f"{BLANK}; {BLANK}"],
    ]
    assert [one.text for one in document.paragraphs if BLANK in one.text] == [f"Signed by {BLANK}."]


def test_a_table_of_many_columns_lies_across_and_has_room_to_write() -> None:
    document = _document(Part(kind="table", text=RACI + "\n| Which compound goes on |" + "  |" * 6))
    section = document.sections[0]
    assert (section.orientation, section.page_width > section.page_height) == (WD_ORIENT.LANDSCAPE, True)
    widths = [cell.width / MILLIMETRE for cell in document.tables[0].rows[0].cells]
    assert (min(widths[1:]) >= 27, round(sum(widths))) == (True, 257)


def test_columns_of_which_some_values_are_known_are_as_wide_as_the_blank_ones_beside_them() -> None:
    rows = "".join(
        f"| {role} | {we} |  |\n" for role, we in (("Sponsor", "Nadia Ferrari"), ("Legal", ""), ("Finance", ""))
    )
    widths = _widths(_document(Part(kind="table", text=f"| Role | We | Partner |\n|---|---|---|\n{rows}")).tables[0])
    assert widths[1] == widths[2]


def test_a_table_of_few_columns_stands_upright() -> None:
    document = _document(Part(kind="table", text="| Matter | Who decides | By |\n|---|---|---|\n| Protocol |  |  |"))
    section = document.sections[0]
    assert (section.orientation, round(section.page_height / MILLIMETRE)) == (WD_ORIENT.PORTRAIT, 297)


def test_beside_many_blank_columns_words_stand_on_one_line_and_labels_have_the_width_of_the_page() -> None:
    task = "Notice, to the right address, on the right day"
    label = "Lines with two A in one company, and who decides between them"
    rows = Part(kind="table", text=RACI + f"\n| {task} |" + "  |" * 6)
    document = _document(rows, Part(kind="fields", text=f"{label}:"))
    assert (_widths(document.tables[0])[0] > 80, _widths(document.tables[1])[0]) == (True, 100)


def test_words_do_not_take_the_room_to_write_from_a_blank_column() -> None:
    long = "A question of many words, " * 6
    document = _document(Part(kind="table", text=f"| Ask | We | Partner |\n|---|---|---|\n| {long} |  |  |"))
    assert min(_widths(document.tables[0])[1:]) >= 42


def _held(table: Table) -> list[bool]:
    return [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows]


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        (4, [True] * 4 + [False]),
        (12, [True, True] + [False] * 9 + [True, False]),
    ],
)
def test_a_short_table_stays_whole_and_a_long_one_leaves_no_row_alone(rows: int, held: list[bool]) -> None:
    document = _document(Part(kind="table", text="| A | B |\n|---|---|" + "\n| a | b |" * rows))
    assert _held(document.tables[0]) == held


def test_letters_change_a_little_where_a_few_lines_would_stand_alone_on_a_last_page() -> None:
    fills = []
    for lines in range(50, 80, 3):
        document = _document(*[Part(kind="text", text="A line of its own.")] * lines)
        fills.append((fill_of_pages(document), document.styles["Normal"].font.size.pt))
    assert [round(fill, 2) for fill, _size in fills if 1 < fill < 1.29] == []
    assert (fills[0][1], {size for _fill, size in fills} > {9.5}) == (9.5, True)


def test_every_page_says_what_it_is_and_how_many_there_are() -> None:
    section = _document(header="Kestrel · KA-1").sections[0]
    fields = [one.text for one in section.footer._element.iter() if one.tag.endswith("instrText")]
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text, fields) == (
        "Kestrel · KA-1",
        "F\t/",
        ["PAGE", "NUMPAGES"],
    )


SHEET = {
    "name": {"en": "Log"},
    "columns": [
        {"key": "what", "label": {"en": "What"}, "kind": "text", "width": 30},
        {
            "key": "state",
            "label": {"en": "State"},
            "kind": "choice",
            "choices": {"en": ["Overdue", "Open"]},
            "tones": {"late": {"en": ["Overdue"]}},
        },
        {"key": "money", "label": {"en": "Money"}, "kind": "number", "format": "number", "total": "currency"},
        {"key": "currency", "label": {"en": "Currency"}, "kind": "choice", "choices": ["EUR", "USD"]},
        {"key": "packs", "label": {"en": "Packs"}, "kind": "number", "format": "number", "total": True},
    ],
    "rows": 3,
    "examples": [{"what": "One", "money": 5}],
}


def _pages(sheet: dict[str, Any] = SHEET, **values: Any) -> list[Worksheet]:
    words = {"title": "T", "purpose": "P", "language": "en", "today": date(2026, 5, 4), "read_me": []}
    words |= {"read_me_title": "Read me", "example_title": "Example", "footer": "F & G", "head": "For us"}
    book = load_workbook(io.BytesIO(write_xlsx(sheet=sheet, total="Total", **words | values)))
    return book.worksheets


@pytest.mark.parametrize(("signs", "lines"), [(58, 1), (64, 2), (120, 3)])
def test_japanese_on_the_first_sheet_has_the_lines_it_takes(signs: int, lines: int) -> None:
    """Sixty-two signs of ten points stand on a line; what is below the height of a merged cell nobody sees."""
    read_me, _page, _example = _pages(purpose="提" * signs)
    assert read_me.row_dimensions[2].height == lines * 13.5 + 4


def test_a_worksheet_keeps_its_first_column_and_head_in_sight_and_filters() -> None:
    _read_me, page, _example = _pages()
    assert (page.freeze_panes, page.auto_filter.ref) == ("B5", "A4:E7")
    assert (page["A1"].value, page["A2"].value, page["A5"].value) == ("T", "For us", None)


def test_a_worksheet_sums_what_its_filter_leaves_and_each_currency_by_itself() -> None:
    _read_me, page, _example = _pages()
    assert (page["E3"].value, page["E3"].number_format) == (
        "=SUBTOTAL(109,$E$5:$E$7)",
        '"Total "#,##0;"Total "-#,##0;""',
    )
    sums = [f'SUMIF($D$5:$D$7,"{name}",$C$5:$C$7)' for name in ("EUR", "USD")]
    euros, dollars = (
        f'IF({one}=0,"","{name} "&TEXT({one},"#,##0")&"  ")' for name, one in zip(["EUR", "USD"], sums, strict=True)
    )
    assert page["C3"].value == f'=IF(COUNT($C$5:$C$7)=0,"","Total "&{euros}&{dollars})'


def test_what_is_late_has_a_colour_of_its_own() -> None:
    _read_me, page, _example = _pages()
    rules = [(str(cells.sqref), rule.formula) for cells in page.conditional_formatting for rule in cells.rules]
    assert rules == [("B5:B7", ['OR($B5="Overdue")'])]


def test_a_printed_worksheet_says_on_every_page_whose_it_is() -> None:
    _read_me, page, _example = _pages()
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToWidth) == ("landscape", 9, 1)
    assert (page.print_title_rows, page.print_title_cols, page.print_area) == ("$3:$4", "$A:$A", "'Log'!$A$3:$E$7")
    assert page.print_options.gridLines is True
    assert (page.oddHeader.left.text, page.oddFooter.left.text) == ("T    For us", "F && G")
    wide = [{"key": f"k{place}", "label": "L", "kind": "text", "width": 40} for place in range(10)]
    page = _pages({**SHEET, "columns": wide, "examples": []})[1]
    assert (page.page_setup.paperSize, page.page_setup.fitToWidth) == (8, 2)


@pytest.mark.parametrize(
    ("values", "languages"),
    [
        ({}, ["en"]),
        ({"name": NAME, "columns": [{"key": "a", "label": NAME}]}, ["en", "ja"]),
        ({"name": NAME, "columns": [{"key": "a", "label": "A"}]}, ["en"]),
        ({"name": NAME, "columns": [{"key": "a", "label": NAME, "choices": {"en": ["One"]}}]}, ["en"]),
    ],
)
def test_a_worksheet_is_in_a_language_when_every_word_of_it_is(values: dict[str, Any], languages: list[str]) -> None:
    text = json.dumps({**SHEET, **values, "examples": []})
    assert [language for language in ("en", "ja") if is_written_in(text, language)] == languages
