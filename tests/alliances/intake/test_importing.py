"""Obligations out of a file, as an operator brings them in."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook

from alliances.core.models import Alliance
from alliances.obligations.models import Obligation, TriggerEvent
from coe_hub.imports.questions import open_questions
from tests.alliances.importing import events, rejected_rows, write_csv
from tests.alliances.obligations.data import due_days, make_programme, owe
from tests.cast import Cast
from tests.imports.data import Pages, csv_bytes

HEAD = ["Reference", "Clause", "Obligation", "Deadline", "Party", "Amount", "Owner", "Kind"]
ROWS = [
    ["KN-1", "7.2", "Royalty report", "45 days after quarter end", "partner", "", "", "Reporting"],
    ["KN-1", "7.3", "Milestone 1", "30 days after Milestone 1 reached", "us", "1.250.000,00 EUR", "Tom Team", ""],
    ["kn-1", "7.3", "Milestone 2", "60 days after Milestone 1 reached", "us", "¥ 3,000,000", "", ""],
    ["KN-1", "", "保険証明書の送付", "毎年1月31日", "双方", "", "", ""],
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Any:
    monkeypatch.chdir(tmp_path)
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def numbered(alliance: Alliance) -> Alliance:
    """An alliance with a reference."""
    alliance.reference = "KN-1"
    alliance.save()
    return alliance


def run(path: Path, *options: str) -> list[str]:
    out = io.StringIO()
    call_command("import_obligations", str(path), *options, stdout=out)
    return out.getvalue().splitlines()


def refused(path: Path, *options: str) -> list[str]:
    """What it said before it went out with exit code 1, and on its way out."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_obligations", str(path), *options, stdout=out)
    return [*out.getvalue().splitlines(), str(caught.value)]


def file(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> Path:
    return write_csv(Path("file.csv"), *rows, head=head)


def test_obligations_are_brought_in_and_the_second_run_changes_nothing(numbered: Alliance, cast: Cast) -> None:
    path = file(*ROWS)
    assert run(path) == [
        (
            "read alliance from “Reference”, clause from “Clause”, title from “Obligation”, due from “Deadline”,"
            " responsible from “Party”, amount from “Amount”, owner from “Owner”, kind from “Kind”"
        ),
        f"events made: Milestone 1 reached ({numbered.name})",
        "created 4, updated 0, unchanged 0, rejected 0",
    ]
    shown = [
        (one.title, one.kind, one.responsible, one.amount, one.currency, one.flow, due_days(one)[0], one.owner)
        for one in Obligation.objects.order_by("pk")
    ]
    assert shown == [
        ("Royalty report", "reporting", "partner", None, "", "", date(2026, 8, 14), None),
        ("Milestone 1", "other", "ours", Decimal("1250000.00"), "EUR", "out", None, cast.team.person),
        ("Milestone 2", "other", "ours", Decimal("3000000.00"), "JPY", "out", None, None),
        ("保険証明書の送付", "other", "joint", None, "", "", date(2027, 1, 31), None),
    ]
    before = events()
    with time_machine.travel("2026-09-20T09:00Z", tick=False):
        assert run(path)[-1] == "created 0, updated 0, unchanged 4, rejected 0"
    assert events() == before


def test_what_differs_is_changed_and_what_is_empty_stays(numbered: Alliance) -> None:
    run(file(*ROWS))
    changed = [
        ["KN-1", "7.2", "Royalty statement", "60 days after quarter end", "", "", "", ""],
        ["KN-1", "9", "保険証明書の送付", "", "", "", "", "Other"],
    ]
    assert run(file(*changed))[-1] == "created 0, updated 2, unchanged 0, rejected 0"
    report, insurance = Obligation.objects.get(clause="7.2"), Obligation.objects.get(clause="9")
    assert (report.title, report.kind, report.responsible, due_days(report)[0]) == (
        "Royalty statement", "reporting", "partner", date(2026, 8, 29),
    )  # fmt: skip
    assert (insurance.responsible, due_days(insurance)[0]) == ("joint", date(2027, 1, 31))


def test_a_rejected_row_says_line_cell_and_reason_and_nothing_is_written(numbered: Alliance) -> None:
    path = file(
        ROWS[0],
        ["KN-1", "8", "Audit", "soon", "us", "$5m", "", "Audits"],
        ["KN-9", "9", "Plan", "2027-01-01", "us", "", "", ""],
        ["", "9", "Plan", "2027-01-01", "us", "", "", ""],
        ["KN-1", "7.2", "Royalty report", "2027-01-01", "us", "", "", ""],
        ["KN-1", "10", "#REF!", "2027-01-01", "us", "", "", ""],
    )
    kinds = "Financial, Reporting, Notice, Review, Option, Exclusivity, Governance, Safety, Other"
    wrong = [
        (
            "due: “soon” cannot be read as a day or a rule. Write such as: 2027-03-31, 45 days after quarter"
            " end, 60 days after “Data package received”, 30 business days before expiry. kind: “Audits” is not known"
            f" here. Use one of: {kinds}. amount: “$” in “$5m” may be several currencies. Write the three letters,"
            " such as USD."
        ),
        "alliance: There is no alliance “KN-9”.",
        "alliance: Give the alliance’s reference.",
        "clause: Line 2 has the same clause and title.",
        "title: The cell holds the spreadsheet error #REF!. Correct it there.",
    ]
    said = refused(path)
    assert said[-3:] == [
        "created 0, updated 0, unchanged 0, rejected 5",
        f"rejected rows and reasons: {Path.cwd() / 'file.rejected.csv'}",
        "Nothing was written, because rows were rejected. Correct them, or leave them out with --skip-invalid.",
    ]
    assert [(row["line"], row["reason"]) for row in rejected_rows(Path.cwd())] == [
        (str(number), reason) for number, reason in enumerate(wrong, start=3)
    ]
    assert Obligation.objects.count() == 0
    assert run(path, "--skip-invalid")[-2] == "created 1, updated 0, unchanged 0, rejected 5"
    assert Obligation.objects.get().title == "Royalty report"


def test_a_dry_run_tells_and_writes_nothing(numbered: Alliance) -> None:
    before = events()
    assert run(file(*ROWS), "--dry-run")[-2:] == [
        "created 4, updated 0, unchanged 0, rejected 0", "dry run: nothing was written",
    ]  # fmt: skip
    assert events() == before


def test_a_workbook_with_headings_of_its_own_is_mapped(numbered: Alliance) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in [
        ["Deal", "What", "By when", "Sum"],
        ["KN-1", "Upfront payment", date(2027, 1, 31), 2500000.5],
        ["KN-1", "Plan", "60 days before year end", None],
    ]:
        sheet.append(row)
    book.save("file.xlsx")
    assert refused(Path("file.xlsx")) == [
        "No column is mapped to alliance. Add --map alliance=COLUMN. Its columns are: Deal, What, By when, Sum."
    ]
    wrong = refused(Path("file.xlsx"), "--map", "alliance=Deal")
    assert wrong[1] == "  line 2: amount: Say the currency, such as USD."
    assert run(Path("file.xlsx"), "--map", "alliance=Deal", "amount=")[-1] == (
        "created 2, updated 0, unchanged 0, rejected 0"
    )
    assert [due_days(one)[0] for one in Obligation.objects.order_by("pk")] == [date(2027, 1, 31), date(2026, 11, 1)]


def test_whoever_is_named_writes_only_where_they_may(numbered: Alliance, secret: Alliance, cast: Cast) -> None:
    secret.reference = "UM-1"
    secret.save()
    rows = [["KN-1", "1", "Plan", "2027-01-01"], ["UM-1", "1", "Plan", "2027-01-01"]]
    path = file(*rows, head=HEAD[:4])
    assert refused(path, "--by", cast.manager.email)[1] == "  line 3: alliance: There is no alliance “UM-1”."
    assert refused(path, "--by", cast.viewer.email)[1:3] == [
        "  line 2: alliance: The account may not change “KN-1”.",
        "  line 3: alliance: The account may not change “UM-1”.",
    ]
    assert Obligation.objects.count() == 0
    assert run(path)[-1] == "created 2, updated 0, unchanged 0, rejected 0"


def test_whoever_is_let_in_behind_a_wall_writes_there_alone(numbered: Alliance, cast: Cast) -> None:
    walled = make_programme(numbered, "Antibody", cast.stranger.person)
    hidden = owe(numbered, "Hidden plan", clause="1", programme=walled)
    numbered.scope.kind = "restricted"
    numbered.scope.save()
    head = ["Reference", "Clause", "Title", "Due", "Programme"]
    path = file(
        ["KN-1", "1", "Hidden plan", "2027-01-01", "Antibody"], ["KN-1", "2", "Plan", "2027-01-01", ""], head=head
    )
    assert refused(path, "--by", cast.stranger.email)[1] == (
        "  line 3: programme: Name the programme: you may add to that alone."
    )
    assert run(path, "--by", cast.stranger.email, "--skip-invalid")[-2] == (
        "created 0, updated 1, unchanged 0, rejected 1"
    )
    hidden.refresh_from_db()
    assert hidden.fixed_on == date(2027, 1, 1)
    # The lead sees nothing of it: the same clause is another obligation in the open.
    open_one = file(["KN-1", "1", "Hidden plan", "2027-02-01"], head=head[:4])
    assert run(open_one, "--by", cast.lead.email)[-1] == "created 1, updated 0, unchanged 0, rejected 0"
    assert sorted(due_days(one)[0] for one in Obligation.objects.all()) == [date(2027, 1, 1), date(2027, 2, 1)]


def test_rows_of_one_alliance_are_one_plan(numbered: Alliance) -> None:
    chain = [["KN-1", str(n), f"Step {n}", f"10 days after the fulfilment of “Step {n - 1}”"] for n in range(5, 1, -1)]
    path = file(*chain, ["KN-1", "1", "Step 1", "2027-01-01"], head=HEAD[:4])
    assert run(path)[-1] == "created 5, updated 0, unchanged 0, rejected 0"
    assert due_days(Obligation.objects.get(clause="5")) == [date(2027, 2, 10)]
    assert TriggerEvent.objects.count() == 0
    circle = file(["KN-1", "1", "Step 1", "10 days after the fulfilment of “Step 5”"], head=HEAD[:4])
    assert refused(circle)[1] == (
        "  line 2: These would be counted from each other in a circle: “Step 1”, “Step 2”, “Step 3”, “Step 4”,"
        " “Step 5”. Count one of them from something else."
    )
    assert due_days(Obligation.objects.get(clause="1")) == [date(2027, 1, 1)]


def test_a_list_is_laid_out_in_a_way_of_its_own_and_says_things_in_its_own_words(
    numbered: Alliance, cast: Cast
) -> None:
    book = Workbook()
    first: Any = book.active
    first.append(["Nothing here"])
    sheet: Any = book.create_sheet("Duties")
    for row in [
        ["Register of duties"],
        ["Reference", "Clause", "Obligation", "Deadline", "Party", "Kind", "Owner", "From"],
        ["KN-1", "1", "Plan", "3/4/2027", "the other lot", "Mystery", "tbd", ""],
        ["KN-1", "2", "T" * 301, "2027-05-01", "K", "Money", "Tom Team", ""],
        ["KN-1", "3", "Report", "each quarter", "K", "Reporting", "", "3/4/2027"],
    ]:
        sheet.append(row)
    book.save("file.xlsx")
    layout = ["--sheet", "Duties", "--heading-row", "2"]
    wrong = refused(Path("file.xlsx"), *layout)
    assert [line.split(":")[0] for line in wrong[1:4]] == ["  line 3", "  line 4", "  line 5"]
    words = ["responsible:K=ours,*=partner", "kind:Money=financial,*=other", "owner:*=", "title:*=cut"]
    said = run(Path("file.xlsx"), *layout, "--values", *words, "due:*=d/m/y", "first_on:*=m/d/y")
    assert said[1:] == [
        "line 4: title: Cut to 300 characters.",
        "created 3, updated 0, unchanged 0, rejected 0",
    ]
    shown = [
        (one.title[-2:], one.responsible, one.kind, due_days(one)[0], one.owner)
        for one in Obligation.objects.order_by("clause")
    ]
    assert shown == [
        ("an", "partner", "other", date(2027, 4, 3), None),
        ("T…", "ours", "financial", date(2027, 5, 1), cast.team.person),
        ("rt", "ours", "reporting", date(2027, 3, 31), None),
    ]
    assert refused(Path("file.xlsx"), *layout, "--values", "kind:*=sometimes") == [
        (
            "--values kind:*=sometimes is not understood. Use one of: “”, financial, reporting, notice, review, option,"
            " exclusivity, governance, safety, other."
        )
    ]
    encoded = Path("list.csv")
    encoded.write_text("管理番号,条項,義務内容,期日\nKN-1,9,年次報告,毎年1月31日\n", encoding="shift_jis")
    assert run(encoded, "--encoding", "Shift_JIS")[-1] == "created 1, updated 0, unchanged 0, rejected 0"


def test_wrong_cells_are_left_out_where_a_row_can_do_without_them(numbered: Alliance) -> None:
    path = file(
        ["KN-1", "1", "Plan", "2027-01-01", "us", "$5m", "Nobody Known", "Audits"],
        ["KN-1", "2", "Other plan", "soon", "us", "", "", ""],
    )
    said = run(path, "--skip-cells", "--skip-invalid")
    assert said[-2] == "created 1, updated 0, unchanged 0, rejected 1"
    assert [line.split(":")[:2] for line in said[1:4]] == [
        ["line 2", " kind"], ["line 2", " owner"], ["line 2", " amount"],
    ]  # fmt: skip
    assert [(one.title, one.amount, one.owner, one.kind) for one in Obligation.objects.all()] == [
        ("Plan", None, None, "other"),
    ]  # fmt: skip


def test_on_the_pages_words_are_settled_at_once_for_all_that_are_not_known(
    numbered: Alliance, cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    pages = Pages(sign_in(cast.manager), django_capture_on_commit_callbacks)
    rows = [["KN-1", str(n), f"Duty {n}", "2027-01-01", word] for n, word in enumerate(("Alpha", "Beta", "Report"))]
    content = csv_bytes(
        ["Reference", "Clause", "Obligation", "Deadline", "Kind"],
        *rows,
        ["KN-1", "9", "Odd", "3/4/2027", ""],
        ["KN-1", "10", "Even", "13/4/2027", "Other"],
    )
    run = pages.begin(content, kind="obligations")
    pages.columns(run)
    asked = [one for group in open_questions(run) for one in group.questions]
    assert [(str(one.ask), one.text) for one in asked] == [("order", "3/4/2027"), ("word", "Alpha"), ("word", "Beta")]
    assert asked[0].initial == "to:d/m/y"
    pages.post(run, "answers", **{"others-kind": "to:other", asked[0].key: "to:d/m/y"})
    assert (run.outcome["created"], open_questions(run)) == (5, [])
    assert run.options.values["kind"] == {"*": "other"}
    assert "--values 'kind:*=other'" in pages.client.get(run.get_absolute_url()).context["command"]
