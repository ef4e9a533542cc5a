"""What the operator may say on the command line, and what is said back when it cannot be."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alliances.core.models import Alliance, Side
from tests.alliances.importing import counts, make_admin, parties, refusal, rejected_rows, run, write_csv
from tests.imports.data import book_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """An empty folder to work in, on a hub with an admin."""
    monkeypatch.chdir(tmp_path)
    make_admin()
    return tmp_path


@pytest.fixture
def trials(folder: Path) -> Path:
    """A file with headings of its own."""
    head = ["NCT Number", "Study Title", "Status", "Collaborators", "Type"]
    return write_csv(
        folder / "trials.csv",
        ["N1", "Blue", "COMPLETED", "Acme|Bolt", "x"],
        ["N2", "Red", "Active, not recruiting", "Core", "x"],
        ["N3", "Grey", "", "ACME", "x"],
        head=head,
    )


MAPPED = ["--map", "name=study  title", "--map", "reference=NCT Number", "partners=Collaborators", "--map", "type="]


def test_mapped_columns_translated_values_and_defaults(trials: Path) -> None:
    lines = run(
        trials,
        *MAPPED,
        *["--map", "stage=Status"],
        *["--values", 'stage:completed=closed,"ACTIVE, not recruiting=運営中"', "partners:Core=Core Holding"],
        *["--default", "stage=winding_down", "type=Co-development", "our_organisation=Kestrel|Kestrel Japan"],
    )
    assert lines[0] == (
        "read name from “Study Title”, reference from “NCT Number”, partners from “Collaborators”, stage from “Status”"
    )
    rows = Alliance.objects.order_by("reference").values_list("reference", "stage__code", "alliance_type__code")
    assert list(rows) == [
        ("N1", "closed", "development"),
        ("N2", "running", "development"),
        ("N3", "winding_down", "development"),
    ]
    red = Alliance.objects.get(reference="N2")
    assert (parties(red), parties(red, Side.OURS)) == (["Core Holding"], ["Kestrel", "Kestrel Japan"])


def test_a_column_left_alone(trials: Path) -> None:
    everything = MAPPED[:-2]
    assert counts(trials, *everything, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 3"
    assert rejected_rows(trials.parent, "trials")[0]["reason"].startswith("type: “x” is not known here.")
    assert counts(trials, *MAPPED) == "created 3, updated 0, unchanged 0, rejected 0"


def test_a_value_translated_into_nothing_takes_the_default(trials: Path) -> None:
    said = counts(trials, *MAPPED, "--map", "stage=Status", "--values", "stage:COMPLETED=", "--skip-invalid")
    assert said == "created 2, updated 0, unchanged 0, rejected 1"
    assert Alliance.objects.get(reference="N1").stage.code == "running"


def test_the_file_may_stand_behind_a_list(trials: Path) -> None:
    out = io.StringIO()
    call_command("import_alliances", *MAPPED, str(trials), "--dry-run", stdout=out)
    assert "created 3, updated 0, unchanged 0, rejected 0" in out.getvalue().splitlines()
    with pytest.raises(CommandError) as caught:
        call_command("import_alliances", "--dry-run")
    assert str(caught.value) == "Name the file to import: manage.py import_alliances FILE"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "name"], "--map 'name' is not understood. Write it as --map field=column."),
        (["--map", "title=Study Title"], "--map: there is no field 'title'. The fields are name, reference, partners,"),
        (["--map", "name=A", "--map", "name=B"], "--map names the field name twice. Give it once."),
        (["--map", "name=Title"], "--map name=Title: the file has no such column. Its columns are: NCT Number, Study"),
        (["--values", "stage=closed"], "--values 'stage=closed' is not understood."),
        (["--values", "stage:closed"], "--values 'stage:closed' is not understood."),
        (["--values", 'stage:"A=b'], "--values 'stage:\"A=b' is not understood."),
        (["--values", "stages:A=b"], "--values: there is no field 'stages'."),
        (["--values", "stage:A=closed,a=running"], "--values gives 'a' two meanings for stage. Give one."),
        (["--values", "stage:A=clozed"], "--values stage: “clozed” is not known here. Use one of: exploring"),
        (["--default", "stage=clozed"], "--default stage=clozed: “clozed” is not known here. Use one of: exploring"),
        (["--default", "scope=half"], "--default scope=half: “half” is not known here. Use one of: open"),
        (["--default", "starts_on=soon"], "--default starts_on=soon: “soon” is no day. Write it as 2026-11-23."),
        (["--default", "lead=nobody"], "--default lead=nobody: Nobody is called “nobody”."),
        (["--default", "name=All"], "--default cannot set the name: each has its own."),
        (["--default", "reference=1"], "--default cannot set the reference: each has its own."),
        (["--default", "stage"], "--default 'stage' is not understood. Write it as --default field=value."),
        (["--partner-separator", ""], "--partner-separator is empty."),
        (["--by", "nobody@hub.example"], "--by: no account with the e-mail 'nobody@hub.example' can sign in."),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(
    trials: Path, options: list[str], message: str
) -> None:
    given = options if "--map" in options else [*MAPPED, *options]
    assert refusal(trials, *given).startswith(message)
    assert Alliance.objects.count() == 0


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (["name", "reference"], None),
        (
            ["name", "other"],
            "No column is mapped to partners. Add --map partners=COLUMN. Its columns are: name, other.",
        ),
        (["a", "b"], "No column is mapped to name or partners. Add --map name=COLUMN --map partners=COLUMN."),
        (
            ["name", "partners", "Name"],
            "The heading “name” stands twice, in columns 1 and 3. Rename one of them, or say #1.",
        ),
        (["name", "partners", "備考", "備考"], "No column"),
    ],
)
def test_headings(folder: Path, head: list[str], message: str | None) -> None:
    path = write_csv(folder / "file.csv", ["Acme"] * len(head), head=head)
    if message is None:
        assert counts(path, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"
        assert rejected_rows(folder)[0]["reason"] == "partners: Name at least one partner."
    elif message == "No column":
        assert counts(path) == "created 1, updated 0, unchanged 0, rejected 0"
    else:
        assert refusal(path).startswith(message)


def test_how_the_file_is_laid_out_and_what_all_others_are(folder: Path) -> None:
    head = ["Name", "Partners", "Stage", "Starts", "Lead", "Purpose"]
    rows = [
        ["Blue", "Acme", "NOT YET", "3/4/2025", "Nobody Known", "x" * 5000],
        ["Red", "Acme", "running", "2025-05-01", "tbd", "Words"],
    ]
    path = folder / "file.xlsx"
    path.write_bytes(book_bytes([["Our tracker"], head, *rows], hidden="old"))
    layout = ["--sheet", "Tracker", "--heading-row", "2"]
    assert refusal(path, *layout).startswith("Nothing was written, because rows were rejected.")
    others = ["--values", "stage:*=closed", "starts_on:*=d/m/y", "lead:*=", "purpose:*=cut"]
    assert counts(path, *layout, *others) == "created 2, updated 0, unchanged 0, rejected 0"
    blue = Alliance.objects.select_related("stage").get(name="Blue")
    assert (blue.stage.code, blue.starts_on, blue.lead, blue.purpose[-1]) == ("closed", date(2025, 4, 3), None, "…")
    path = folder / "list.csv"
    path.write_bytes("名称,パートナー\r\n青,碧水製薬\r\n".encode("cp932"))
    columns = ["--map", "name=名称", "--map", "partners=パートナー"]
    assert counts(path, "--encoding", "Shift_JIS", *columns) == "created 1, updated 0, unchanged 0, rejected 0"
    assert parties(Alliance.objects.get(name="青")) == ["碧水製薬"]
