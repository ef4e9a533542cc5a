"""What a row may say: the rules of the web form, and which words, people and organisations are meant."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection

from alliances.core.models import Alliance
from coe_hub.people.models import Organisation, User
from coe_hub.vocabulary.models import Stage
from tests.alliances.importing import (
    HEAD,
    TODAY,
    counts,
    events,
    make_admin,
    parties,
    refusal,
    rejected_rows,
    run,
    write_csv,
)
from tests.factories import OURS, make_alliance, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time_machine: Any) -> Path:
    """An empty folder to work in, on a day that does not move."""
    monkeypatch.chdir(tmp_path)
    time_machine.move_to(f"{TODAY} 09:00 +0000", tick=False)
    return tmp_path


@pytest.fixture(autouse=True)
def admin(db: None) -> User:
    return make_admin()


def one_row(folder: Path, *cells: Any, head: tuple[str, ...] = ()) -> Path:
    return write_csv(folder / "file.csv", ["R1", "Blue", "Acme", *cells], head=[*HEAD, *head])


def test_two_alliances_of_one_name_and_partners_are_not_guessed_between(folder: Path, admin: User) -> None:
    make_alliance("Blue", by=admin, partners=["Acme"])
    make_alliance("Blue", by=admin, partners=["Acme"])
    path = write_csv(folder / "file.csv", ["Blue", "Acme"], head=["name", "partners"])
    assert counts(path, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"
    assert rejected_rows(folder)[0]["reason"] == (
        "Several alliances have this name and these partners. Give the row and the alliance a reference."
    )


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        (
            "type",
            "mystery",
            "type: “mystery” is not known here. Use one of: research (Research collaboration), academic",
        ),
        ("stage", "COMPLETED", "stage: “COMPLETED” is not known here. Use one of: exploring (Exploring), selecting"),
        ("therapeutic_area", "hair", "therapeutic_area: “hair” is not known here. Use one of: oncology (Oncology),"),
        ("scope", "secret", "scope: “secret” is not known here. Use one of: open (Open to every member), restricted"),
        ("starts_on", "03/04/2026", "starts_on: “03/04/2026” may mean two days. Write it as 2026-11-23."),
        ("starts_on", "1066-10-14", "starts_on: Give a year between 1950 and 2150."),
        ("lead", "Nobody Known", "lead: Nobody is called “Nobody Known”. Give their e-mail address."),
        ("lead", "nobody@hub.example", "lead: Nobody is called “nobody@hub.example”. Give their e-mail address."),
        ("lead", "Twin Person", "lead: 2 people are called “Twin Person”. Give their e-mail address."),
        ("our_organisation", "ACME", "partners: Acme cannot be on both sides."),
        ("purpose", "x" * 4001, "purpose: Ensure this value has at most 4000 characters (it has 4001)."),
        ("purpose", "a&#8238;b", "purpose: This text contains an invisible control character (U+202E). Delete it,"),
        ("review_months", "61", "review_months: Ensure this value is less than or equal to 60."),
        ("review_months", "soon", "review_months: Enter a whole number."),
        ("last_reviewed_on", "2026-11-24", "last_reviewed_on: This day has not come yet."),
        ("scope", "restricted", "scope: Nobody could see this alliance. Name its lead, or import with --by EMAIL."),
    ],
)
def test_a_row_that_breaks_a_rule_is_rejected_with_the_reason(folder: Path, field: str, cell: str, reason: str) -> None:
    make_person("Twin Person")
    make_person("Twin Person")
    path = one_row(folder, cell, head=(field,))
    assert counts(path, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"
    assert rejected_rows(folder)[0]["reason"].startswith(reason)
    assert Alliance.objects.count() == 0


def test_what_a_spreadsheet_could_not_compute_is_left_alone(folder: Path) -> None:
    counts(one_row(folder, "2026-01-05", head=("starts_on",)))
    assert counts(one_row(folder, "#REF!", head=("starts_on",))) == "created 0, updated 0, unchanged 1, rejected 0"
    assert Alliance.objects.get().starts_on == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["R1", "x" * 401, "Acme"], "name: Ensure this value has at most 400 characters (it has 401)."),
        (["R1", "two\nlines", "Acme"], "name: Write this on one line, without tabs or line breaks."),
        (["x" * 81, "Blue", "Acme"], "reference: Ensure this value has at most 80 characters (it has 81)."),
        (["R1", "Blue", "x" * 301], "partners: Ensure this value has at most 300 characters (it has 301)."),
        (["R1", "Blue", "|".join(map(str, range(101)))], "partners: Give at most 100."),
        (["R1", "Blue", "A\x07"], "partners: This text contains an invisible control character (U+0007)."),
        (["R1", "Blue"], "The row has 2 cells where the headings are 3."),
        (["R1", "Blue", "Acme", "more"], "The row has 4 cells where the headings are 3."),
        (["Reference", "NAME", "partners"], "The row repeats the headings."),
        (["R0", "Other", "Acme"], "reference: Line 2 has “R0” already."),
    ],
)
def test_a_row_out_of_shape_is_rejected_and_the_others_are_not(folder: Path, row: list[str], reason: str) -> None:
    path = write_csv(folder / "file.csv", ["R0", "Fine", "Acme"], row)
    assert counts(path, "--skip-invalid") == "created 1, updated 0, unchanged 0, rejected 1"
    assert rejected_rows(folder)[0]["reason"].startswith(reason)
    assert Alliance.objects.get().name == "Fine"


def test_what_is_on_record_counts_when_a_row_is_judged(folder: Path) -> None:
    run(one_row(folder, "2026-05-01", head=("starts_on",)))
    ends = write_csv(folder / "file.csv", ["R1", "2026-04-30"], head=["reference", "ends_on"])
    assert counts(ends, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"
    assert rejected_rows(folder)[0]["reason"] == "ends_on: The end lies before the start (2026-05-01)."
    ours = write_csv(folder / "file.csv", ["R1", OURS], head=["reference", "partners"])
    assert counts(ours, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"
    assert rejected_rows(folder)[0]["reason"] == f"partners: {OURS} cannot be on both sides."


def test_long_names_many_partners_entities_and_scripts(folder: Path) -> None:
    partners = [f"Partner {number}" for number in range(67)]
    name = "Ärzte &amp; the Alzheimer&#39;s &copy of 東京 شركة".ljust(272, "x")
    run(write_csv(folder / "file.csv", ["R1", name, "|".join([*partners, "PARTNER 1", " partner 2 ", "Pártner 3"])]))
    alliance = Alliance.objects.get()
    assert alliance.name == name.replace("&amp;", "&").replace("&#39;", "'")
    assert parties(alliance) == partners


def test_organisations_are_known_in_either_script_whatever_case_and_accents(folder: Path) -> None:
    known = make_organisation("Société Générale", local_name="武田研究所")
    retired = make_organisation("Gone Bio")
    Organisation.objects.filter(pk=retired.pk).update(archived_at="2026-01-01T00:00Z")
    before = Organisation.objects.count()
    run(write_csv(folder / "file.csv", ["R1", "Blue", "SOCIETE GENERALE|武田研究所"], ["R2", "Red", "gone bio"]))
    assert Organisation.objects.count() == before
    assert parties(Alliance.objects.get(reference="R1")) == ["Société Générale"]
    assert list(Alliance.objects.get(reference="R1").parties.values_list("organisation", "side").order_by("side")) == [
        (Organisation.objects.get(name=OURS).pk, "ours"),
        (known.pk, "theirs"),
    ]


def test_a_lead_is_found_by_name_in_any_script(folder: Path) -> None:
    aiko = make_person("愛子 中村", latin_name="Aiko Nakamura")
    for text in ("中村 愛子", "中村愛子", "aiko nakamura", "Aiko Nakamura · Kestrel Pharma"):
        run(one_row(folder, text, head=("lead",)))
        assert Alliance.objects.get().lead == aiko
        Alliance.objects.update(lead=None)


def test_a_retired_word_stays_where_it_is_and_is_not_given_anew(folder: Path) -> None:
    run(one_row(folder, "closed", head=("stage",)))
    Stage.objects.filter(code="closed").update(is_active=False)
    assert counts(one_row(folder, "closed", head=("stage",))) == "created 0, updated 0, unchanged 1, rejected 0"
    other = write_csv(folder / "file.csv", ["R2", "Red", "Acme", "closed"], head=[*HEAD, "stage"])
    assert counts(other, "--skip-invalid") == "created 0, updated 0, unchanged 0, rejected 1"


# --- What others do meanwhile, and what is our own mistake --------------------------------------------------------
def test_a_reference_that_somebody_else_gave_meanwhile_stops_the_import(folder: Path, admin: User) -> None:
    other = make_alliance("Taken meanwhile", by=admin)
    path = write_csv(folder / "file.csv", ["R-1", "New", "Northwind Biotech"])
    before = events()

    def given_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "alliances_alliance"'):
            execute("UPDATE alliances_alliance SET reference = 'R-1' WHERE id = %s", [other.pk], *rest[1:])
        return execute(sql, *rest)

    with connection.execute_wrapper(given_meanwhile):
        said = refusal(path)
    assert said == "Somebody changed the same alliances meanwhile. Nothing was written; start again."
    assert (Alliance.objects.get().name, events()) == ("Taken meanwhile", before)


def test_any_other_broken_rule_is_not_told_as_somebody_elses_doing(folder: Path, admin: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE alliances_alliance ADD CONSTRAINT our_mistake CHECK (name <> 'New')")
    path = write_csv(folder / "file.csv", ["R-1", "New", "Northwind Biotech"])
    with pytest.raises(IntegrityError, match="our_mistake"):
        run(path)
    assert Alliance.objects.count() == 0
