"""A field of an alliance wherever fields are: form, record, list, files, import, history, merge page; and empty."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from alliances.core.models import Alliance
from alliances.core.overview import record_facts
from alliances.core.sentences import alliance_sentences
from tests.alliances.data import as_opened, log_data, merge_data
from tests.alliances.importing import counts, make_admin, rejected_rows, write_csv
from tests.cast import Cast
from tests.factories import make_alliance


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def symmetry(**which: Any) -> str:
    return Alliance.objects.get(**which).symmetry


def test_it_may_be_said_when_an_alliance_is_logged_and_need_not(lead: Client) -> None:
    lead.post("/alliances/new/", log_data(name="Said", symmetry="smaller"))
    lead.post("/alliances/new/", log_data(name="Not said"))
    assert (symmetry(name="Said"), symmetry(name="Not said")) == ("smaller", "")


def test_the_form_offers_each_answer_and_says_what_is_on_record(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Amber", by=cast.lead, symmetry="equal")
    field = lead.get(f"{alliance.get_absolute_url()}edit/").context["form"]["symmetry"]
    assert (field.label, field.value(), field.field.required) == ("Symmetry", "equal", False)
    assert list(field.field.choices) == [
        ("", "Not said"),
        ("larger", "We are larger"),
        ("equal", "Equal"),
        ("smaller", "We are smaller"),
    ]
    assert {"symmetry", "scope_kind"} <= {
        pointer.name for pointer in lead.get("/alliances/new/").context["form"].helper.layout.get_field_names()
    }


def test_an_edit_changes_and_empties_it_and_the_history_tells_both(lead: Client, cast: Cast) -> None:
    alliance = make_alliance("Amber", by=cast.lead)
    address = f"{alliance.get_absolute_url()}edit/"
    for said in ("larger", "smaller", ""):
        lead.post(address, as_opened(lead, address, symmetry=said))
        assert symmetry(pk=alliance.pk) == said
    assert [one.what for one in alliance_sentences(alliance) if "symmetry" in one.what] == [
        "emptied “symmetry” (it was We are smaller)",
        "changed “symmetry” from We are larger to We are smaller",
        "set “symmetry” to We are larger",
    ]


def test_an_unknown_answer_is_told_at_its_field(lead: Client) -> None:
    form = lead.post("/alliances/new/", log_data(symmetry="lopsided")).context["form"]
    assert form.errors == {"symmetry": ["Select a valid choice. lopsided is not one of the available choices."]}


def test_two_people_who_say_different_things_get_the_merge_page(
    lead: Client, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    alliance, manager = make_alliance("Amber", by=cast.lead), sign_in(cast.manager)
    address = f"{alliance.get_absolute_url()}edit/"
    mine = as_opened(lead, address, symmetry="larger")
    manager.post(address, as_opened(manager, address, symmetry="equal"))
    response = lead.post(address, mine)
    assert [(one.label, one.mine, one.theirs) for one in response.context["conflicts"]] == [
        ("Symmetry", "We are larger", "Equal")
    ]
    lead.post(address, merge_data(response, symmetry="mine"))
    assert symmetry(pk=alliance.pk) == "larger"


def test_the_record_shows_it_among_its_facts_where_it_was_said(lead: Client, cast: Cast) -> None:
    said, not_said = (make_alliance("A", by=cast.lead, symmetry="equal"), make_alliance("B", by=cast.lead))
    assert [text for label, text in record_facts(said) if label == "Symmetry"] == ["Equal"]
    assert [text for label, text in record_facts(not_said) if label == "Symmetry"] == [""]
    with translation.override("ja"):
        assert ("両社の規模", "同程度") in record_facts(said)
    shown = "<dt>Symmetry</dt><dd>Equal</dd>"
    assert [shown in lead.get(one.get_absolute_url()).content.decode() for one in (said, not_said)] == [True, False]


def test_the_list_is_narrowed_by_it(lead: Client, cast: Cast) -> None:
    for said in ("larger", "smaller", ""):
        make_alliance(f"Said {said}", by=cast.lead, symmetry=said)
    page = lead.get("/alliances/?symmetry=smaller")
    assert [one.name for one in page.context["page"].object_list] == ["Said smaller"]
    assert [(one["label"], one["value"]) for one in page.context["chips"]] == [("Symmetry", "We are smaller")]
    assert len(lead.get("/alliances/").context["page"].object_list) == 3


def test_files_have_a_column_of_it_with_empty_cells(lead: Client, cast: Cast) -> None:
    make_alliance("A", by=cast.lead, symmetry="larger")
    make_alliance("B", by=cast.lead)
    files = {
        kind: b"".join(lead.get(f"/alliances/?format={kind}").streaming_content) for kind in ("csv", "xlsx", "json")
    }
    lines = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [line["Symmetry"] for line in lines] == ["We are larger", ""]
    assert [row["symmetry"] for row in json.loads(files["json"])] == ["We are larger", ""]
    head, *rows = load_workbook(io.BytesIO(files["xlsx"])).active.iter_rows(values_only=True)
    assert [row[head.index("Symmetry")] or "" for row in rows] == ["We are larger", ""]


# --- Import --------------------------------------------------------------------------------------------------------
HEAD = ["reference", "name", "partners", "symmetry"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    monkeypatch.chdir(tmp_path)
    make_admin()
    return tmp_path


def imported() -> dict[str, str]:
    return dict(Alliance.objects.order_by("reference").values_list("reference", "symmetry"))


def test_it_is_read_by_code_by_name_in_any_language_and_by_the_operators_own_words(folder: Path) -> None:
    said = ["smaller", "we are LARGER", "同程度", "Not said", "", "bigger than them"]
    rows = [(f"R{number}", f"A{number}", "Orbit", cell) for number, cell in enumerate(said)]
    path = write_csv(folder / "file.csv", *rows, head=HEAD)
    done = counts(path, "--values", "symmetry:bigger than them=larger")
    assert done == "created 6, updated 0, unchanged 0, rejected 0"
    assert imported() == {"R0": "smaller", "R1": "larger", "R2": "equal", "R3": "", "R4": "", "R5": "larger"}


def test_a_second_file_changes_it_and_an_empty_cell_clears_it(folder: Path) -> None:
    first = [("R1", "A", "Orbit", "smaller"), ("R2", "B", "Orbit", "smaller"), ("R3", "C", "Orbit", "smaller")]
    second = [("R1", "A", "Orbit", "equal"), ("R2", "B", "Orbit", ""), ("R3", "C", "Orbit", "smaller")]
    counts(write_csv(folder / "first.csv", *first, head=HEAD))
    done = counts(write_csv(folder / "second.csv", *second, head=HEAD))
    assert done == "created 0, updated 2, unchanged 1, rejected 0"
    assert imported() == {"R1": "equal", "R2": "", "R3": "smaller"}


def test_a_word_that_is_none_of_them_is_a_reason_to_reject_the_row(folder: Path) -> None:
    path = write_csv(folder / "file.csv", ("R1", "A", "Orbit", "lopsided"), head=HEAD)
    assert counts(path, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"
    words = "larger (We are larger), equal (Equal), smaller (We are smaller)"
    assert [row["reason"] for row in rejected_rows(folder)] == [
        f"symmetry: “lopsided” is not known here. Use one of: {words}."
    ]


def test_the_former_heading_of_the_scope_is_still_read(folder: Path) -> None:
    head = ["reference", "name", "partners", "who_may_see_it"]
    path = write_csv(folder / "file.csv", ("R1", "A", "Orbit", "restricted"), head=head)
    counts(path, "--by", "ada@hub.example")
    assert Alliance.objects.get().scope.kind == "restricted"
