"""Files as people have them: any CSV and XLSX that says what it means is read, everything else gets one clear line."""

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from alliances.core.models import Alliance
from coe_hub.imports.files import lines
from tests.alliances.importing import HEAD, counts, events, make_admin, parties, refusal, rejected_rows, write_csv
from tests.factories import make_person

pytestmark = pytest.mark.django_db
ONE = "created 1, updated 0, unchanged 0, rejected 0"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """An empty folder to work in, on a hub with an admin."""
    monkeypatch.chdir(tmp_path)
    make_admin()
    return tmp_path


def book(path: Path, *rows: list[Any]) -> Path:
    """A workbook of these rows."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_is_read_however_it_was_saved(folder: Path, separator: str, encoding: str, line_end: str) -> None:
    lines = [["Purpose", "Name", "Partners"], [f'"grün{separator} ""東京"""', "Blau", "Acme|Bolt"], [""]]
    text = line_end.join(separator.join(cells) for cells in lines)
    (folder / "file.csv").write_bytes(text.encode(encoding))
    assert counts(folder / "file.csv") == ONE
    alliance = Alliance.objects.get()
    assert (alliance.purpose, parties(alliance)) == (f'grün{separator} "東京"', ["Acme", "Bolt"])


def test_the_separator_is_the_one_that_makes_the_headings(folder: Path) -> None:
    (folder / "file.csv").write_text("name;partners;a,b,c,d,e\nBlue;Acme, Inc.;x\n", encoding="utf-8")
    assert counts(folder / "file.csv") == ONE
    assert parties(Alliance.objects.get()) == ["Acme, Inc."]


def test_quoted_line_breaks_stay_and_lines_are_counted_as_an_editor_does(folder: Path) -> None:
    text = 'name,partners,purpose\nBlue,Acme,"one\r\ntwo"\n\nRed,,x\n'
    (folder / "file.csv").write_text(text, encoding="utf-8", newline="")
    assert counts(folder / "file.csv", "--skip-invalid") == "created 1, updated 0, unchanged 0, rejected 1"
    assert Alliance.objects.get().purpose == "one\ntwo"
    assert rejected_rows(folder)[0]["line"] == "5"


def test_other_partner_separators(folder: Path) -> None:
    path = write_csv(folder / "file.csv", ["R1", "Blue", "Acme ;; Bolt;; "])
    assert counts(path, "--partner-separator", ";;") == ONE
    assert parties(Alliance.objects.get()) == ["Acme", "Bolt"]


def test_workbook_cells_become_what_they_mean(folder: Path) -> None:
    make_person("Emil Lead")
    path = book(
        folder / "file.xlsx",
        ["reference", "name", "partners", "starts_on", "ends_on", "review_months", "lead", None, None],
        [None],
        [4711.0, 2026, "Acme|Bolt", date(2026, 1, 5), datetime(2026, 12, 31, 17, 30), 3.0, "Emil Lead"],  # noqa: DTZ001  CONFIG: workbooks know no time zones
    )
    assert counts(path) == ONE
    alliance = Alliance.objects.get()
    assert (alliance.reference, alliance.name, alliance.review_months) == ("4711", "2026", 3)
    assert (alliance.starts_on, alliance.ends_on) == (date(2026, 1, 5), date(2026, 12, 31))
    before = events()
    assert counts(path) == "created 0, updated 0, unchanged 1, rejected 0"
    assert events() == before


def test_a_formula_counts_by_its_saved_value(folder: Path) -> None:
    path = book(folder / "made.xlsx", HEAD, ["R1", '="Bl"&"ue"', "Acme"])
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(folder / "file.xlsx", "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert data.count(b"<v />") + data.count(b"<v></v>") == 1
                data = data.replace(b"<v />", b"<v>Blue</v>").replace(b"<v></v>", b"<v>Blue</v>")
                data = data.replace(b'<c r="B2">', b'<c r="B2" t="str">')
            target.writestr(name, data)
    assert counts(folder / "file.xlsx") == ONE
    assert Alliance.objects.get().name == "Blue"


def test_workbook_rows_that_are_too_long_are_rejected(folder: Path) -> None:
    path = book(folder / "file.xlsx", HEAD, ["R1", "Blue", "Acme"], ["R2", "Red", "Acme", None, "more"], ["R3", "Grey"])
    assert counts(path, "--skip-invalid") == "created 1, updated 0, unchanged 0, rejected 2"
    assert [(row["line"], row["reason"]) for row in rejected_rows(folder)] == [
        ("3", "The row has 5 cells where the headings are 3. Is a separator or quotation mark missing?"),
        ("4", "partners: Name at least one partner."),
    ]


GOOD = b"reference,name,partners\nR1,Blue,Acme\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("file.csv", b"", "“file.csv” is empty."),
        ("file.csv", b"\n \n", "“file.csv” holds no rows."),
        ("file.pdf", GOOD, "“file.pdf” must end in .csv, .tsv, .tab, .txt, .xlsx."),
        ("file.csv", b"\x89PNG\r\n\x1a\n", "“file.csv” is a PNG picture, not CSV."),
        ("file.csv", b"PK\x03\x04....", "“file.csv” is a ZIP archive or an Excel workbook, not CSV."),
        ("file.xlsm", GOOD, "“file.xlsm” may hold macros. Save it as XLSX, without them."),
        ("file.xlsx", b"\xd0\xcf\x11\xe0", "“file.xlsx” has a password, or is of the Excel format before 2007."),
        ("file.csv", b"x" * 2_000_000, "A line of “file.csv” is longer than a million characters."),
        ("file.csv", b",".join([b"x"] * 10_000), "“file.csv” has 10000 columns; at most 500 are read."),
        ("file.csv", b"\x01\x02\x03\x04", "No column is mapped to name or partners."),
        ("file.xlsx", GOOD, "“file.xlsx” is not an Excel workbook that can be read."),
        ("file.xlsx", b"\x89PNG\r\n\x1a\n", "“file.xlsx” is not an Excel workbook that can be read."),
        ("file.xlsx", b"PK\x03\x04" + b"\0" * 40, "“file.xlsx” is not an Excel workbook that can be read."),
        ("file.xlsx", b"PK\x05\x06" + b"\0" * 18, "“file.xlsx” is not an Excel workbook that can be read."),
    ],
)
def test_what_is_not_what_its_name_says_gets_one_clear_line(
    folder: Path, name: str, content: bytes, message: str
) -> None:
    (folder / name).write_bytes(content)
    before = events()
    said = refusal(folder / name)
    assert said.startswith(message)
    assert "\n" not in said
    assert events() == before


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"R2,B\0lue,Acme", "The line holds a NUL byte, which is no text."),
        (b"R2,Bl\xffue,Acme", "The line holds letters that are not in the encoding of the file (utf-8)."),
        (b'R2,"Blue,Acme', "A quotation mark that opens here is never closed."),
        (b'R2,"Bl"ue,Acme', "A quotation mark stands inside a quoted cell. Write it twice, or leave it out."),
        (b"R2," + b"x" * 200_000 + b",A", "A cell is longer than 131,072 characters."),
        (b"R2," + b"x" * 40_000 + b",A", "name: Ensure this value has at most 400 characters (it has 40000)."),
    ],
)
def test_a_line_that_cannot_be_read_costs_that_line_alone(folder: Path, line: bytes, reason: str) -> None:
    accents = "R0,Grün 東京の共同研究を読む人たち,Acme\n".encode()
    (folder / "file.csv").write_bytes(GOOD + accents + line + b"\nR3,Red,Acme\n")
    assert counts(folder / "file.csv", "--skip-invalid") == "created 3, updated 0, unchanged 0, rejected 1"
    [rejected] = rejected_rows(folder)
    assert (rejected["line"], rejected["reason"][: len(reason)]) == ("4", reason)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "cp932"])
def test_other_encodings_are_recognised(folder: Path, encoding: str) -> None:
    name, partner = ("Société Générale", "Müller & Söhne") if encoding == "cp1252" else ("東京の共同研究", "テスト製薬")
    (folder / "file.csv").write_bytes(f"reference,name,partners\nR1,{name},{partner}\n".encode(encoding))
    assert counts(folder / "file.csv") == ONE
    alliance = Alliance.objects.get()
    assert (alliance.name, parties(alliance)) == (name, [partner])


def test_nothing_stays_of_a_file_that_breaks_after_a_written_batch(folder: Path) -> None:
    rows = b"".join(b"R%d,Blue,Acme\n" % number for number in range(1200))
    (folder / "file.csv").write_bytes(b"reference,name,partners\n" + rows + b"x" * 2_000_000)
    said = refusal(folder / "file.csv", "--skip-invalid")
    assert said.startswith("A line of “file.csv” is longer than a million characters.")
    assert Alliance.objects.count() == 0


def test_a_missing_file_a_folder_and_a_size_beyond_the_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(folder / "none.csv") == "There is no file “none.csv”. Check the path."
    (folder / "folder.csv").mkdir()
    assert refusal(folder / "folder.csv") == "“folder.csv” is not a file."
    assert refusal(folder / ("x" * 300 + ".csv")).endswith("File name too long.")
    with (folder / "big.csv").open("wb") as file:
        file.truncate(lines.LARGEST + 1)
    assert refusal(folder / "big.csv") == "“big.csv” has 200 MB; at most 200 MB are read. Split it."


def test_a_zip_bomb_is_not_unpacked(folder: Path) -> None:
    good = book(folder / "good.xlsx", HEAD, ["R1", "Blue", "Acme"])
    with (
        zipfile.ZipFile(good, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings2.xml", "w") as part,
    ):
        for _megabyte in range(201):
            part.write(b" " * 1024**2)
    assert good.stat().st_size < 1024**2
    assert refusal(good) == "“good.xlsx” unpacks to more than 200 MB. Split it, or save it as CSV UTF-8."


def _replaced(folder: Path, part: str, content: bytes) -> Path:
    path = book(folder / "made.xlsx", HEAD, ["R1", "Blue", "Acme"])
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(folder / "file.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return folder / "file.xlsx"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", b"<no"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/styles.xml", b"<styleSheet"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'>"),
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&d;</worksheet>"),
        ("[Content_Types].xml", b""),
    ],
)
def test_a_damaged_workbook_gets_one_clear_line(folder: Path, part: str, content: bytes) -> None:
    said = refusal(_replaced(folder, part, content))
    assert said.startswith(("“file.xlsx” is not an Excel workbook that can be read", "“file.xlsx” has no sheet"))


def test_a_sheet_that_says_it_has_a_billion_rows_ends_soon(folder: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    said = refusal(_replaced(folder, "xl/worksheets/sheet1.xml", sheet), "--map", "name=1", "--map", "partners=1")
    assert said.startswith("“file.xlsx” is not an Excel workbook that can be read")


def test_a_cut_off_workbook_gets_one_clear_line(folder: Path) -> None:
    path = book(folder / "file.xlsx", HEAD, ["R1", "Blue", "Acme"])
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refusal(path).startswith("“file.xlsx” is not an Excel workbook that can be read.")
    at = whole.index(struct.pack("<I", 0x04034B50)) + 60
    path.write_bytes(whole[:at] + b"\xff" * 200 + whole[at + 200 :])
    assert refusal(path).startswith("“file.xlsx” is not an Excel workbook that can be read")
