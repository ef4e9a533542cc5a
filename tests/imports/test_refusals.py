"""What an import is refused that has gone on meanwhile, and what its command cannot read of its options."""

import codecs
import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coe_hub.imports.actions import discard, start
from coe_hub.imports.commands import layout_of
from coe_hub.imports.files.lines import Line, first_bytes
from coe_hub.imports.files.xlsx_files import xlsx_lines
from coe_hub.imports.headings import match_columns
from coe_hub.imports.kinds import Field
from coe_hub.imports.models import Import, Job, State
from coe_hub.imports.options import parse_options
from coe_hub.imports.rejected import RejectedFile
from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.refusals import refused


def _run(cast: Cast, state: State) -> Import:
    return Import.objects.create(kind="alliances", by=cast.lead, name="list.csv", state=state)


@pytest.mark.parametrize(
    ("state", "job"), [(State.DRAFT, Job.WRITE), (State.DONE, Job.CHECK), (State.UNDONE, Job.UNDO)]
)
def test_start_of_what_is_not_next_is_refused(state: State, job: Job, cast: Cast) -> None:
    with refused(DomainError("This import has gone on meanwhile. Look at it again.")):
        start(run=_run(cast, state), job=job)


def test_discard_of_what_was_written_is_refused(cast: Cast) -> None:
    run = _run(cast, State.DONE)
    with refused(DomainError("What was written stays in this list. It can be undone.")):
        discard(run=run)
    assert Import.objects.get() == run


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"encoding": "ebcdic"}, "--encoding: “ebcdic” is not read. Use one of: "),
        ({"heading_row": -1}, "--heading-row: rows are counted from 1."),
    ],
)
def test_a_layout_that_cannot_be_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError) as caught:
        layout_of({"encoding": "", "heading_row": 0, "sheet": ""} | options)
    assert caught.value.message.startswith(said)


def test_nothing_between_two_partners_is_refused() -> None:
    said = "--partner-separator is empty. Give the text between two partners, such as '|' or ';'."
    with pytest.raises(DomainError) as caught:
        parse_options(columns=[], values=[], fields=[], separator="")
    assert caught.value.message == said


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as caught:
        first_bytes(tmp_path)  # a folder
    assert caught.value.message == f"“{tmp_path.name}” cannot be read: Is a directory."


@pytest.mark.usefixtures("db")
def test_two_columns_for_one_field_are_refused() -> None:
    field = Field("name", "Name", headings=("alliance",))
    options = parse_options(columns=[], values=[], fields=["name"], separator="|")
    with refused(DomainError("Two columns could be the field name. Choose one with --map name=COLUMN.")):
        match_columns(["Name", "Alliance"], options, [field])
    assert match_columns(["Name", "Partner"], options, [field]) == {"name": 0}


@pytest.mark.usefixtures("db")
def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tracker"
    book.save(tmp_path / "list.xlsx")
    with refused(DomainError("“list.xlsx” has no sheet “2025”. Its sheets are: Tracker.")):
        list(xlsx_lines(tmp_path / "list.xlsx", "2025"))


@pytest.mark.usefixtures("db")
def test_rejected_rows_that_nobody_can_write_down_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.rejected.csv").mkdir()  # a folder of that name: nothing is written into it
    said = "No file list.rejected.csv can be written here or beside the file. Change to another folder."
    with refused(DomainError(said)):
        RejectedFile(tmp_path / "list.csv").add(Line(2, ["Halden"]), "No partner.")


@pytest.mark.usefixtures("db")
def test_a_disk_that_fills_while_rejected_rows_are_written_is_told() -> None:
    full = RejectedFile(Path("list.csv"))
    full.path = Path("/dev/full")
    with full.path.open("wb", buffering=0) as file:
        full._writer = csv.writer(codecs.getwriter("utf-8")(file))
        with refused(DomainError("Rejected rows cannot be written to /dev/full: No space left on device.")):
            full.add(Line(2, ["Halden"]), "No partner.")
