"""Files as they should not be: clear words at the right cell, and the rest goes in.

A bomb, a damaged workbook and a file of the wrong kind are tried in `tests.alliances.test_importing_files`; hidden
sheets, merged cells and formulas without a value in `test_pages`.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alliances.core.models import Alliance
from coe_hub.imports.files.lines import LARGEST_SENT, refuse_large
from coe_hub.lib.errors import DomainError
from tests.cast import Cast
from tests.imports.data import Pages, book_bytes, counts, csv_bytes

HEAD = ["reference", "name", "partners", "purpose", "ends_on"]


@pytest.fixture
def pages(cast: Cast, sign_in: Callable[..., Client], django_capture_on_commit_callbacks: Any) -> Pages:
    return Pages(sign_in(cast.manager), django_capture_on_commit_callbacks)


def test_each_costs_its_cell_or_its_row_and_nothing_else(pages: Pages) -> None:
    rows = [
        ["R1", "Good", "Acme", "äöü" * 10, "2027-03-31"],
        ["R2", "Bell\x07", "Acme", "", ""],  # who it is cannot be left out
        ["R3", "Bell in a cell", "Acme", "Ring\x07", "2027-03-31"],
        ["R4", "Long", "Acme", "x" * 40_000, "2027-03-31"],
        ["R5", "y" * 40_000, "Acme", "", ""],
        ["R1", "Good again", "Acme", "", ""],
        ["R6", "No such day", "Acme", "Words", "2027-02-30"],
    ]
    content = csv_bytes(HEAD, *rows) + "R7,Café,Acme,,\r\n".encode("cp1252") + b"R8,Last,Acme,,\r\n"
    run = pages.begin(content)
    pages.columns(run)
    assert counts(run) == (5, 0, 0, 4)
    said = {row.line: [(one["name"], one["reason"]) for one in row.problems] for row in run.rows.exclude(problems=[])}
    named = {line: [name for name, _reason in problems] for line, problems in said.items()}
    assert named == {3: ["name"], 4: ["purpose"], 5: ["purpose"], 6: ["name"], 7: [""], 8: ["ends_on"], 9: [""]}
    assert said[7] == [("", "reference: Line 2 has “R1” already.")]
    assert "invisible control character (U+0007)" in said[3][0][1]
    assert said[9] == [("", "The line holds letters that are not in the encoding of the file (utf-8).")]
    pages.step(run, job="write")
    written = Alliance.objects.order_by("reference").values_list("reference", "name", "purpose", "ends_on__year")
    assert list(written) == [
        ("R1", "Good", "äöü" * 10, 2027),
        ("R3", "Bell in a cell", "", 2027),
        ("R4", "Long", "", 2027),
        ("R6", "No such day", "Words", None),
        ("R8", "Last", "", None),
    ]


def test_ten_thousand_columns_and_a_hundred_megabytes_are_refused_in_a_sentence(pages: Pages) -> None:
    wide = [*HEAD, *(f"c{number}" for number in range(9_995))]
    for name, content in (("wide.csv", csv_bytes(wide, wide)), ("wide.xlsx", book_bytes([wide]))):
        response = pages.client.post("/import/", {"kind": "alliances", "file": SimpleUploadedFile(name, content)})
        assert response.context["form"].errors["file"] == [
            f"“{name}” has 10000 columns; at most 500 are read. Take out those that are not needed."
        ]
    with pytest.raises(DomainError, match=r"“list\.csv” has more than 100 MB\. Split it"):
        refuse_large("list.csv", LARGEST_SENT + 1)
    refuse_large("list.csv", LARGEST_SENT)
