"""Rows out of a spreadsheet, pasted and looked at as a grid."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.intake.pasting import read_pasted
from alliances.obligations.models import Obligation, TriggerEvent
from tests.alliances.obligations.data import due_days, event, make_programme, owe
from tests.cast import Cast
from tests.factories import THEIRS

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def page(alliance: Alliance) -> str:
    return reverse("obligation_paste", args=[alliance.public_id])


def as_posted(grid: Any, **changes: str) -> dict[str, Any]:
    """What the page with this grid posts."""
    data: dict[str, Any] = {"column": grid.columns, "row": [row.number for row in grid.rows]}
    data |= {cell.name: cell.value for row in grid.rows for cell in row.cells}
    return data | changes


UNREADABLE = (
    "“soon” cannot be read as a day or a rule. Write such as: 2027-03-31, 45 days after quarter end, 60 days after "
    "“Data package received”, 30 business days before expiry."
)
ROWS = f"""Clause\tWhat is owed\tWhen it is due\tOwed by\tAmount\tOwner
7.2\tRoyalty report\t45 days after quarter end\t{THEIRS}\t\t
7.3\tMilestone 1\t30 days after Milestone 1 reached\tus\tEUR 1.250.000,00\tTom Team
7.4\tMilestone 2\tsoon\twe\t$5m\tNobody Here
"""


@pytest.mark.parametrize(("text", "columns", "rows", "has_headings"), [
    ("Clause\tObligation\tDeadline\n7\tReport\t2027-01-01\n", ["clause", "title", "due"],
     [["7", "Report", "2027-01-01"]], True),
    ("期限\t条項\t内容\n2027-01-01\t7\t報告\n", ["due", "clause", "title"], [["2027-01-01", "7", "報告"]], True),
    ("7\tReport\t2027-01-01\tus\n\n8\tPlan\n", ["clause", "title", "due", "responsible"],
     [["7", "Report", "2027-01-01", "us"], ["8", "Plan", "", ""]], False),
    ("What is owed;When;Colour\nReport;2027-01-01;red", ["title", "due", ""], [["Report", "2027-01-01", "red"]], True),
    ('Clause\tTitle\n7\t"Two\nlines"\n8\tPlain', ["clause", "title"], [["7", "Two lines"], ["8", "Plain"]], True),
    ('7\t"A sign\tdue\n8\tOther\tdue', ["clause", "title", "due"], [["7", '"A sign', "due"], ["8", "Other", "due"]],
     False),
    ("Rule\tDue\tTitle\nmonthly\t2027-01-01\tReport", ["due", "", "title"], [["monthly", "2027-01-01", "Report"]],
     True),
    ("Report to the board", ["title"], [["Report to the board"]], False),
])  # fmt: skip
def test_pasted_text_is_rows(text: str, columns: list[str], rows: list[list[str]], *, has_headings: bool) -> None:
    pasted = read_pasted(text)
    assert (pasted.columns, pasted.rows, pasted.has_headings) == (columns, rows, has_headings)


def test_obligation_paste_shows_what_is_wrong_at_its_cell(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    shown = sign_in(cast.team).post(page(alliance), {"text": ROWS, "do": "read"})
    grid = shown.context["grid"]
    errors = [{cell.label: cell.errors for cell in row.cells if cell.errors} for row in grid.rows]
    assert errors == [
        {},
        {},
        {
            "When it is due": [UNREADABLE],
            "Amount": ["“$” in “$5m” may be several currencies. Write the three letters, such as USD."],
            "Seen to by": [
                "Nobody you can see is called “Nobody Here”. Check the spelling, or type their e-mail address."
            ],
        },
    ]
    assert [row.new_event for row in grid.rows] == ["", "Milestone 1 reached", ""]
    assert (Obligation.objects.count(), TriggerEvent.objects.count()) == (0, 0)


def test_obligation_paste_writes_what_is_right_and_keeps_the_rest(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    grid = client.post(page(alliance), {"text": ROWS}).context["grid"]
    written = client.post(page(alliance), as_posted(grid, do="write"))
    assert [str(one) for one in written.context["messages"]] == [
        "2 obligations are written down. Made with it: the events “Milestone 1 reached”."
    ]
    report, milestone = Obligation.objects.order_by("clause")
    assert (report.responsible, report.period, due_days(report)[0]) == ("partner", "quarter", date(2026, 8, 14))
    assert (milestone.amount, milestone.currency, milestone.flow, milestone.owner) == (
        Decimal("1250000.00"), "EUR", "out", cast.team.person,
    )  # fmt: skip
    left = written.context["grid"]
    assert [row.texts[1] for row in left.rows] == ["Milestone 2"]
    mended = as_posted(left, do="write") | {
        "cell-0-2": "60 days after Milestone 1",
        "cell-0-4": "USD 5m",
        "cell-0-5": "",
    }
    assert client.post(page(alliance), mended).status_code == 302
    last = Obligation.objects.get(clause="7.4")
    assert (last.after, last.amount) == (milestone, Decimal("5000000.00"))


def test_obligation_paste_sent_again_writes_nothing_twice(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    grid = client.post(page(alliance), {"text": ROWS}).context["grid"]
    for _time in range(2):
        again = client.post(page(alliance), as_posted(grid, do="write"))
    assert Obligation.objects.count() == 2
    errors = [cell.errors for row in again.context["grid"].rows[:2] for cell in row.cells if cell.errors]
    assert errors == [
        ["This is written down already. Take the row out, or give it another clause or title."],
        ["This is written down already. Take the row out, or give it another clause or title."],
    ]


def test_obligation_paste_takes_a_column_for_another_field(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    grid = client.post(page(alliance), {"text": "Report\t2027-01-31\n"}).context["grid"]
    assert grid.columns == ["clause", "title"]
    twice = client.post(page(alliance), as_posted(grid, do="write") | {"column": ["title", "title"]})
    assert (twice.context["grid"].twice, Obligation.objects.count()) == (["What is owed"], 0)
    right = as_posted(grid, do="write") | {"column": ["title", "due"]}
    assert client.post(page(alliance), right).status_code == 302
    assert [(one.title, due_days(one)) for one in Obligation.objects.all()] == [("Report", [date(2027, 1, 31)])]


def test_obligation_paste_leaves_out_what_is_taken_out(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    grid = client.post(page(alliance), {"text": ROWS}).context["grid"]
    done = client.post(page(alliance), as_posted(grid, do="write") | {"out-1": "1", "out-2": "1"})
    assert (done.status_code, Obligation.objects.get().title) == (302, "Royalty report")


def test_obligation_paste_counts_rows_from_each_other(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    client, head = sign_in(cast.team), "Title\tDue\n"
    chain = f"{head}Pay\t30 days after the fulfilment of “Invoice”\nInvoice\t2027-01-01\n"
    grid = client.post(page(alliance), {"text": chain}).context["grid"]
    assert client.post(page(alliance), as_posted(grid, do="write")).status_code == 302
    assert due_days(Obligation.objects.get(title="Pay")) == [date(2027, 1, 31)]
    circle = f"{head}Hen\t1 day after the fulfilment of “Egg”\nEgg\t1 day after the fulfilment of “Hen”\n"
    grid = client.post(page(alliance), {"text": circle}).context["grid"]
    refused = client.post(page(alliance), as_posted(grid, do="write")).context["grid"]
    assert [cell.errors for row in refused.rows for cell in row.cells if cell.errors] == [
        ["It is counted from “Egg”, and that from this one. Count one of them from something else."],
        ["It is counted from “Hen”, and that from this one. Count one of them from something else."],
    ]
    assert Obligation.objects.count() == 2


def test_obligation_paste_refuses_more_than_a_page_holds(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    text = "Report\t2027-01-31\n" * 101
    shown = sign_in(cast.team).post(page(alliance), {"text": text})
    assert shown.context["paste"].errors == {
        "text": [
            (
                "These are 101 rows of 2 columns; a page takes 100 rows of 16. Paste a part now and the rest "
                "afterwards, or ask for an import of the file."
            )
        ]
    }
    empty = sign_in(cast.team).post(page(alliance), {"text": "Clause\tTitle\n"})
    assert empty.context["paste"].errors == {"text": ["There is no row below the headings."]}


def test_obligation_paste_knows_nothing_of_what_stands_behind_a_wall(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    hidden = make_programme(alliance, "Hidden antibody", cast.stranger.person)
    owe(alliance, "Hidden report", programme=hidden)
    event(alliance, "Hidden data", programme=hidden)
    client = sign_in(cast.team)
    text = "Title\tDue\tProgramme\nHidden report\t2027-01-01\t\nPlan\t2027-01-01\tHidden antibody\n"
    text += "Note\t5 days after Hidden data\t\n"
    grid = client.post(page(alliance), {"text": text}).context["grid"]
    assert [cell.errors for row in grid.rows for cell in row.cells if cell.errors] == [
        ["There is no programme “Hidden antibody” here that you may use. Write it down first, or leave this empty."]
    ]
    client.post(page(alliance), as_posted(grid, do="write"))
    made = Obligation.objects.exclude(programme=hidden).order_by("title")
    assert [(one.title, one.scope) for one in made] == [
        ("Hidden report", alliance.scope), ("Note", alliance.scope),
    ]  # fmt: skip
    assert TriggerEvent.objects.filter(name="Hidden data").count() == 2


def test_obligation_paste_refuses_the_fulfilment_of_what_is_not_there(
    alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    grid = client.post(page(alliance), {"text": "Title\tDue\nPay\t5 days after the fulfilment of “Bill”\n"}).context[
        "grid"
    ]
    refused = client.post(page(alliance), as_posted(grid, do="write")).context["grid"]
    assert [cell.errors for row in refused.rows for cell in row.cells if cell.errors] == [
        ["There is no obligation “Bill” here. Write it down first."]
    ]
    assert (Obligation.objects.count(), TriggerEvent.objects.count()) == (0, 0)
