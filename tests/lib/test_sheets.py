"""Worksheets: what may describe one, and that text in them is never reckoned with."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from coe_hub.documents.sheet_rules import check_sheet
from coe_hub.documents.sheets import check_workbook, write_xlsx
from coe_hub.documents.word import Part

COLUMNS = [
    {"key": "what", "label": {"en": "What"}, "kind": "text"},
    {"key": "side", "label": "Side", "kind": "choice", "choices": {"en": ["Ours", "Theirs"]}},
    {"key": "double", "label": "Twice", "kind": "formula", "formula": '[what]&"!|"&[side]'},
]
SHEET = {"name": {"en": "Log"}, "columns": COLUMNS, "rows": 3, "examples": [{"what": "=1+1"}]}


def _with(**values: Any) -> str:
    return json.dumps(SHEET | values)


def _column(**values: Any) -> str:
    return _with(columns=[COLUMNS[0], {"key": "b", "label": "B", "kind": "text"} | values])


def test_a_sound_description_is_taken() -> None:
    check_sheet(json.dumps(SHEET))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "This is not JSON: a comma or a quotation mark is missing or too many."),
        ("[" * 100_000, "This is not JSON: a comma or a quotation mark is missing or too many."),
        ("[]", "A worksheet needs a name, columns and rows."),
        (_with(rows=0), "A worksheet has 1 to 2000 rows."),
        (_with(rows=True), "A worksheet has 1 to 2000 rows."),
        (_with(columns=[]), "A worksheet has 1 to 40 columns."),
        (_with(columns=[1]), "Column 1: give it a key of small letters, digits and underscores."),
        (_column(key="what"), "Column 1: another column has the same key."),
        (_column(label=""), "Column 2: give it a label."),
        (
            _column(kind="song"),
            "Column 2: its kind is text, number, date, choice or formula, its format text, number or date.",
        ),
        (_column(width=0), "Column 2: its width is a number from 1 to 120."),
        (_column(kind="choice"), "Column 2: give it choices."),
        (_column(kind="choice", choices={"ja": ["a"]}), "Column 2: its choices need English words."),
        (_column(kind="choice", choices=["a, b"]), "Column 2: choices hold no comma and no quotation mark."),
        (
            _column(kind="choice", choices=["a" * 256]),
            "Column 2: its choices are too long for Excel: 255 letters in all.",
        ),
        (_column(kind="formula"), "Column 2: give it a formula."),
        (_column(kind="formula", formula="[gone]+1"), "Column 2: its formula names a column “gone” that is not there."),
        (
            _column(kind="formula", formula='WEBSERVICE("https://a")'),
            "Column 2: its formula reaches beyond its own row.",
        ),
        (
            _column(kind="formula", formula='IMAGE("https://a"&[what])'),
            "Column 2: its formula reaches beyond its own row.",
        ),
        (_column(kind="formula", formula="cmd|' /C calc'!A0"), "Column 2: its formula reaches beyond its own row."),
        (_with(examples=[{"gone": 1}]), "An example names a column that is not there."),
    ],
)  # fmt: skip
def test_each_fault_is_named(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_sheet(text)
    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "An Excel tool needs its worksheet."),
        (_with(examples=[{"what": ["x"]}]), "Excel cannot hold this worksheet: "),
        (_with(examples=[{"what": {"ja": "x"}}]), "Excel cannot hold this worksheet: "),
        (
            _with(columns=[{"key": "day", "label": "Day", "kind": "date"}], examples=[{"day": "+99999999999 days"}]),
            "Excel cannot hold this worksheet: ",
        ),
        (_with(name="a\u0001"), "An invisible control character stands in it. Take it out."),
        ("{", "This is not JSON: "),
    ],
)
def test_what_becomes_no_workbook_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_workbook(text)
    assert [one[: len(message)] for one in refused.value.messages] == [message]


def test_what_becomes_a_workbook_is_taken() -> None:
    check_workbook(json.dumps(SHEET))


def test_what_to_read_comes_first_and_text_is_never_a_formula() -> None:
    parts = [
        Part(kind="text", text="### When\n\n1. =HYPERLINK(1)\n2. two\n\n- @SUM(1)"),
        Part(kind="fields", text="Alliance: =2+2"),
        Part(kind="example", text="| A | B |\n|---|---|\n| -1 | =3 |"),
    ]
    content = write_xlsx(
        title="=T", purpose="+P", sheet=SHEET, language="en", today=date(2026, 5, 4), read_me=parts,
        read_me_title="Read me", example_title="Filled-in example", footer="Edition 1",
    )  # fmt: skip
    book = load_workbook(io.BytesIO(content))
    read_me, log, example = book.worksheets
    assert (read_me.title, log.title, example.title) == ("Read me", "Log", "Filled-in example")
    assert [cell.value for row in read_me.iter_rows() for cell in row if cell.value] == [
        "=T", "+P", "When", "1.  =HYPERLINK(1)", "2.  two", "•  @SUM(1)", "Alliance", "=2+2",
        "Filled-in example", "A", "B", "-1", "=3", "Edition 1",
    ]  # fmt: skip
    formulas = [cell.coordinate for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == ["C5", "C6", "C7", "C5"]
    assert [log[place].value for place in ("A1", "A5", "C5")] == ["=T", None, '=$A5&"!|"&$B5']
    assert [example[place].value for place in ("A1", "A5", "C5")] == ["Filled-in example", "=1+1", '=$A5&"!|"&$B5']


def test_a_japanese_head_breaks_before_its_remark_where_it_takes_several_lines() -> None:
    columns = [{"key": "days", "label": "回答日数（契約）", "kind": "number"}]
    columns += [{"key": "what", "label": "原稿（略題）", "kind": "text"}]
    heads = {}
    for width in (9, 20):
        sheet = SHEET | {"columns": [one | {"width": width} for one in columns], "examples": []}
        content = write_xlsx(
            title="T", purpose="P", sheet=sheet, language="ja", today=date(2026, 5, 4), read_me=[],
            read_me_title="R", example_title="E", footer="F",
        )  # fmt: skip
        page = load_workbook(io.BytesIO(content)).worksheets[1]
        heads[width] = [page["A4"].value, page["B4"].value]
    assert heads == {9: ["回答日数\n（契約）", "原稿\n（略題）"], 20: ["回答日数（契約）", "原稿（略題）"]}
