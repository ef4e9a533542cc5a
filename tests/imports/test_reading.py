"""Files as people have them: how they are laid out is found, or may be said."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from coe_hub.imports.cells import UNCOMPUTED
from coe_hub.imports.days import proved_order, read_day
from coe_hub.imports.files.reading import Layout, read_file
from coe_hub.lib.errors import DomainError
from tests.imports.data import book_bytes, csv_bytes

WANTED = {"company", "project name", "start", "end", "name", "partners", "名称", "会社"}
HEAD = ["Company", "Project name", "Start", "End"]


def test_titles_two_rows_of_headings_empty_rows_and_totals(tmp_path: Path) -> None:
    rows = [
        ["Our tracker, do not sort"],
        ["Deal", None, "Dates", None],
        [None, "Project name", "Start", "End"],
        ["Acme", "Blue", date(2026, 1, 5), 46843],
        [],
        ["Total: 1", None, None, 7],
    ]
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(book_bytes(rows, hidden="old", merged=["A1:E1", "C2:D2", "A4:A5"]))
    reading = read_file(path, Layout(), WANTED)
    assert [(one.name, one.is_hidden) for one in reading.sheets] == [("old", True), ("Tracker", False)]
    assert (reading.sheet, reading.heading_row, reading.headings) == (
        "Tracker",
        3,
        ["Deal", "Project name", "Start", "End"],
    )
    # What is merged over two rows stands in both.
    assert [(line.number, line.cells) for line in reading.lines()] == [
        (4, ["Acme", "Blue", "2026-01-05", "46843"]),
        (5, ["Acme", "", "", ""]),
    ]
    assert [line.number for line in reading.left_out] == [6]


@pytest.mark.parametrize(
    ("total", "left_out"),
    [
        (["合計", "", "8件", "１，２００万円"], [3]),
        (["小計", "3社", "", "￥3,000,000"], [3]),
        (["合計金額の確認", "Blue", "", ""], []),
    ],
)
def test_a_row_that_sums_up_is_left_out(tmp_path: Path, total: list[str], left_out: list[int]) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(book_bytes([HEAD, ["Acme", "Blue"], total], hidden="old"))
    reading = read_file(path, Layout(), WANTED)
    list(reading.lines())
    assert [line.number for line in reading.left_out] == left_out


def test_a_sheet_and_a_row_of_headings_may_be_said(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(book_bytes([HEAD, ["Acme", "Blue"]], hidden="old"))
    assert read_file(path, Layout(sheet="OLD"), WANTED).headings == ["type", "stage"]
    with pytest.raises(DomainError, match="Its sheets are: old, Tracker"):
        read_file(path, Layout(sheet="new"), WANTED)
    assert read_file(path, Layout(heading_row=2), WANTED).headings == ["Acme", "Blue"]
    with pytest.raises(DomainError, match="is empty or lies too far down"):
        read_file(path, Layout(heading_row=9), WANTED)


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("Société Générale,Müller & Söhne", "cp1252", "cp1252"),
        ("東京の共同研究,2024年2月29日", "cp932", "cp932"),
        ("東京の共同研究,ﾃｽﾄ製薬", "utf-8-sig", "utf-8"),
        ("東京の共同研究,ﾃｽﾄ製薬", "utf-16", "utf-16"),
        ("Blue,Acme", "utf-16-le", "utf-16"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"name,partners\n{text}\n".encode(encoding))
    reading = read_file(path, Layout(), WANTED)
    assert reading.encoding
    assert (reading.encoding.code, reading.encoding.is_sure) == (found, True)
    assert [line.cells for line in reading.lines()] == [text.split(",")]


def test_headings_hold_no_nul_which_postgres_could_not_keep(tmp_path: Path) -> None:
    """Found by `make fuzz`: a file of zeros is taken for UTF-16."""
    path = tmp_path / "list.csv"
    path.write_text("na\0me,\0,partners\nBlue,x,Acme\n", encoding="utf-16-le")
    assert read_file(path, Layout(), WANTED).headings == ["name", "", "partners"]


def test_an_encoding_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"name,partners\nBlue \xb1 \xb2,Acme \xb5\n")
    with pytest.raises(DomainError, match="It cannot be told in which encoding"):
        read_file(path, Layout(), WANTED)
    assert [line.cells for line in read_file(path, Layout(encoding="cp1252"), WANTED).lines()] == [
        ["Blue ± ²", "Acme µ"]
    ]


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes(["name", "partners"], ["Blue", "Acme"]) + b'"Red,Core\nGrey,Acme\n')
    assert [(line.number, line.cells, line.problem) for line in read_file(path, Layout(), WANTED).lines()] == [
        (2, ["Blue", "Acme"], ""),
        (3, ['"Red,Core'], "A quotation mark that opens here is never closed."),
        (4, ["Grey", "Acme"], ""),
    ]


def test_a_formula_without_a_value_is_told_from_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(book_bytes([["name", "partners"], ['="Bl"&"ue"', "Acme"], [None, "Core"]]))
    assert [line.cells for line in read_file(path, Layout(), WANTED).lines()] == [[UNCOMPUTED, "Acme"], ["", "Core"]]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("September 20, 2018", date(2018, 9, 20), date(2018, 9, 20)),
        ("15-Mar-2019", date(2019, 3, 15), date(2019, 3, 15)),
        ("15. März 2019", date(2019, 3, 15), date(2019, 3, 15)),
        ("2019-03-15T00:00:00Z", date(2019, 3, 15), date(2019, 3, 15)),
        ("20190315", date(2019, 3, 15), date(2019, 3, 15)),
        ("31/12/2026", date(2026, 12, 31), date(2026, 12, 31)),
        ("45383", date(2024, 4, 1), date(2024, 4, 1)),
        ("令和7年4月1日", date(2025, 4, 1), date(2025, 4, 1)),
        ("令和7年4月", date(2025, 4, 1), date(2025, 4, 30)),
        ("２０１９年３月", date(2019, 3, 1), date(2019, 3, 31)),
        ("Apr 2025", date(2025, 4, 1), date(2025, 4, 30)),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_days_months_and_years(text: str, start: date, end: date) -> None:
    assert (read_day(text)[0], read_day(text, is_end=True)[0]) == (start, end)


def test_what_is_not_plain_is_said() -> None:
    assert read_day("2026-03-15")[1] == ""
    assert read_day("March 2028", is_end=True)[1] == "Read as the last day: 31 Mar 2028."
    assert read_day("45383")[1] == "The number of a day in a spreadsheet: 1 Apr 2024."


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("13/4/2025", "d/m/y"),
        ("１３／４／２０２５", "d/m/y"),
        ("4-13-2025 00:00", "m/d/y"),
        ("3/4/2025", ""),
        ("4/4/2025", ""),
        ("13/13/2025", ""),
        ("2025-04-13", ""),
        ("within thirty days of an invoice of 13/4/2025", ""),
    ],
)
def test_a_day_that_can_be_one_alone_shows_the_order(text: str, order: str) -> None:
    assert proved_order(text) == order


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3/4/2025", "order"),
        ("tbd", "nothing"),
        ("open ended", "nothing"),
        ("soon", "day"),
        ("2023-02-29", "impossible_day"),
    ],
)
def test_what_is_no_day(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_day(text)
    assert caught.value.code == code


def test_the_order_of_day_and_month_may_be_said() -> None:
    assert read_day("3/4/2025", order="d/m/y")[0] == date(2025, 4, 3)
    assert read_day("3/4/2025", order="m/d/y")[0] == date(2025, 3, 4)
