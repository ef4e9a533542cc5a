"""Rows become alliances, once, and only what a file says changes."""

from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection

from alliances.core.models import Alliance, Party, Side, StageChange
from alliances.reviews.actions.reviews import do_review
from alliances.stages.actions import change_stage
from coe_hub.imports.run import IMPORT_LOCK
from coe_hub.people.models import Organisation, Person, Scope, ScopeGrant, User
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
from tests.factories import OURS, make_organisation, make_person, make_user

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


def test_a_row_becomes_an_alliance_with_every_default(folder: Path) -> None:
    assert counts(one_row(folder)) == "created 1, updated 0, unchanged 0, rejected 0"
    alliance = Alliance.objects.select_related("alliance_type", "stage", "scope").get()
    assert (alliance.reference, alliance.name, alliance.version) == ("R1", "Blue", 1)
    assert (alliance.alliance_type.code, alliance.stage.code, alliance.scope.kind) == ("research", "running", "open")
    assert (parties(alliance), parties(alliance, Side.OURS)) == (["Acme"], [OURS])
    assert (alliance.lead, alliance.starts_on, alliance.ends_on, alliance.purpose) == (None, None, None, "")
    assert (alliance.review_months, alliance.next_review_on, alliance.therapeutic_area) == (None, None, None)
    assert Organisation.objects.get(name="Acme").is_public is False
    assert list(StageChange.objects.values_list("stage__code", "on_date", "by")) == [("running", TODAY, None)]
    assert ScopeGrant.objects.count() == 0


def test_every_field_is_taken(folder: Path) -> None:
    lead = make_person("Emil Lead", email="emil@hub.example")
    head = ["reference", "name", "partners", "our_organisation", "type", "stage", "purpose", "therapeutic_area"]
    head += ["starts_on", "ends_on", "lead", "scope", "review_months", "last_reviewed_on"]
    row = ["R1", "Blue", "Acme|Bolt", "Kestrel Japan", "Co-development", "立ち上げ", "Two\nlines", "ONCOLOGY"]
    row += ["2026-01-05", "5 Jan 2027", "EMIL@hub.example", "restricted", "6", "2026/09/01"]
    assert counts(write_csv(folder / "file.csv", row, head=head)) == "created 1, updated 0, unchanged 0, rejected 0"
    alliance = Alliance.objects.get()
    assert (parties(alliance), parties(alliance, Side.OURS)) == (["Acme", "Bolt"], ["Kestrel Japan"])
    assert (alliance.alliance_type.code, alliance.stage.code) == ("development", "launching")
    assert (alliance.therapeutic_area.code, alliance.purpose) == ("oncology", "Two\nlines")
    assert (alliance.starts_on, alliance.ends_on) == (date(2026, 1, 5), date(2027, 1, 5))
    assert (alliance.lead, alliance.scope.kind, alliance.review_months) == (lead, "restricted", 6)
    assert alliance.next_review_on == date(2027, 3, 1)
    assert StageChange.objects.get().on_date == date(2026, 1, 5)
    assert list(ScopeGrant.objects.values_list("person", "role")) == [(lead.pk, "lead")]


def test_by_names_who_acted_and_whose_organisation_is_ours(folder: Path) -> None:
    mia = make_user("Mia Manager", at=make_organisation("Kestrel Europe"))
    run(one_row(folder), "--by", "MIA@hub.example")
    alliance = Alliance.objects.get()
    assert parties(alliance, Side.OURS) == ["Kestrel Europe"]
    assert StageChange.objects.get().by == mia
    assert list(ScopeGrant.objects.values_list("person", "role")) == [(mia.person_id, "team")]
    event = Alliance.pgh_event_model.objects.get()
    assert event.pgh_context == {"user": mia.pk, "reason": "import of file.csv"}


def test_a_future_start_does_not_put_the_stage_into_the_future(folder: Path) -> None:
    run(one_row(folder, "2027-01-05", head=("starts_on",)))
    assert StageChange.objects.get().on_date == TODAY


def test_what_comes_in_closed_is_closed_since_it_ended(folder: Path) -> None:
    head = ["name", "partners", "type", "stage", "starts_on", "ends_on"]
    over = ["Over", "Acme", "Co-development", "closed", "2019-01-05", "2021-03-31"]
    going_on = ["Goes on", "Bolt", "Co-development", "running", "2019-01-05", "2031-03-31"]
    counts(write_csv(folder / "file.csv", over, going_on, head=head))
    days = dict(StageChange.objects.values_list("alliance__name", "on_date"))
    assert days == {"Over": date(2021, 3, 31), "Goes on": date(2019, 1, 5)}


def test_a_second_run_writes_nothing(folder: Path) -> None:
    make_person("Emil Lead")
    head = ("starts_on", "stage", "lead", "purpose", "review_months", "therapeutic_area", "type")
    path = one_row(folder, "2026-01-05", "Closed", "Lead Emil", "", "3", "", "", head=head)
    run(path)
    before = events()
    assert counts(path) == "created 0, updated 0, unchanged 1, rejected 0"
    assert events() == before
    assert (Scope.objects.count(), Party.objects.count(), StageChange.objects.count()) == (1, 2, 1)


def test_an_update_changes_only_what_is_mapped(folder: Path) -> None:
    run(one_row(folder, "Why", "2026-01-05", head=("purpose", "starts_on")))
    path = write_csv(folder / "file.csv", ["R1", "closed"], head=["reference", "stage"])
    assert counts(path) == "created 0, updated 1, unchanged 0, rejected 0"
    alliance = Alliance.objects.get()
    assert (alliance.name, alliance.purpose, alliance.starts_on) == ("Blue", "Why", date(2026, 1, 5))
    assert (alliance.stage.code, alliance.version, parties(alliance)) == ("closed", 2, ["Acme"])
    latest = alliance.stage_changes.order_by("-on_date", "-pk").first()
    assert (latest.stage.code, latest.on_date, latest.reason) == ("closed", TODAY, "import of file.csv")
    before = events()
    assert counts(path) == "created 0, updated 0, unchanged 1, rejected 0"
    assert events() == before


def test_an_empty_cell_clears_what_has_no_default_and_keeps_what_has_one(folder: Path) -> None:
    make_person("Emil Lead")
    head = ("purpose", "type", "lead", "our_organisation")
    run(one_row(folder, "Why", "quality", "Emil Lead", "Kestrel Japan", head=head))
    assert counts(one_row(folder, "", "", "", "", head=head)) == "created 0, updated 1, unchanged 0, rejected 0"
    alliance = Alliance.objects.get()
    assert (alliance.purpose, alliance.alliance_type.code, alliance.lead) == ("", "quality", None)
    assert parties(alliance, Side.OURS) == ["Kestrel Japan"]
    assert ScopeGrant.objects.count() == 0


def test_partners_are_added_dropped_and_put_in_order(folder: Path) -> None:
    path = folder / "file.csv"
    run(write_csv(path, ["R1", "Blue", "Acme|Bolt|Core"]))
    kept = Party.objects.get(organisation__name="Core")
    assert counts(write_csv(path, ["R1", "Blue", "Core|Dyne|Acme"])) == "created 0, updated 1, unchanged 0, rejected 0"
    assert parties(Alliance.objects.get()) == ["Core", "Dyne", "Acme"]
    assert Party.objects.get(organisation__name="Core").pk == kept.pk
    assert parties(Alliance.objects.get(), Side.OURS) == [OURS]


def test_a_row_without_a_reference_is_known_by_name_and_partners(folder: Path) -> None:
    path = write_csv(folder / "file.csv", ["Blue", "Acme|Bolt"], ["Blue", "Core"], head=["name", "partners"])
    lines = run(path)
    assert "created 2, updated 0, unchanged 0, rejected 0" in lines
    assert "2 rows have no reference: known again by name and partners" in lines
    again = write_csv(folder / "file.csv", ["BLUE", "bolt|ACME"], head=["name", "partners"])
    assert counts(again) == "created 0, updated 1, unchanged 0, rejected 0"
    assert counts(again) == "created 0, updated 0, unchanged 1, rejected 0"
    assert Alliance.objects.count() == 2


def test_all_or_nothing(folder: Path) -> None:
    before = events()
    path = write_csv(folder / "file.csv", ["R1", "Blue", "Acme"], ["R2", "Red", " | "])
    assert refusal(path) == (
        "Nothing was written, because rows were rejected. Correct them, or leave them out with --skip-invalid."
    )
    assert (Alliance.objects.count(), Organisation.objects.filter(name="Acme").count()) == (0, 0)
    assert events() == before
    assert rejected_rows(folder) == [
        {
            "line": "3",
            "reason": "partners: Name at least one partner.",
            "reference": "R2",
            "name": "Red",
            "partners": " | ",
        }
    ]
    assert counts(path, "--skip-invalid") == "created 1, updated 0, unchanged 0, rejected 1"
    assert Alliance.objects.get().name == "Blue"


def test_a_row_rejected_after_a_written_batch_takes_that_back(folder: Path) -> None:
    rows = [[f"R{number}", "Blue", "Acme"] for number in range(700)]
    refusal(write_csv(folder / "file.csv", *rows, ["R-last", "Blue", ""]))
    assert (Alliance.objects.count(), Scope.objects.count()) == (0, 0)


def test_a_dry_run_counts_and_writes_only_the_rejected_file(folder: Path) -> None:
    run(write_csv(folder / "file.csv", ["R1", "Blue", "Acme"], ["R2", "Red", "Acme"]))
    before = events()
    path = write_csv(
        folder / "file.csv", ["R1", "Blue", "Acme"], ["R2", "Reddish", "Acme"], ["R3", "New", "Core"], ["R4", "", "Dy"]
    )
    lines = run(path, "--dry-run")
    assert "created 1, updated 1, unchanged 1, rejected 1" in lines
    assert lines[-1] == "dry run: no alliance was written"
    assert events() == before
    assert [row["reason"] for row in rejected_rows(folder)] == ["name: Give the alliance a name."]


def test_rejected_cells_do_not_run_and_can_be_corrected_and_read_again(folder: Path) -> None:
    run(
        write_csv(folder / "file.csv", ["R1", "=cmd|' /C calc'!A0", "Acme", "2026-13-01"], head=[*HEAD, "starts_on"]),
        "--skip-invalid",
    )
    rejected = rejected_rows(folder)
    assert rejected[0]["name"] == "'=cmd|' /C calc'!A0"
    assert rejected[0]["reason"] == "starts_on: There is no such day: “2026-13-01”. Check it."
    text = (folder / "file.rejected.csv").read_text(encoding="utf-8")
    (folder / "again.csv").write_text(text.replace("2026-13-01", "2026-12-01"), encoding="utf-8")
    assert counts(folder / "again.csv") == "created 1, updated 0, unchanged 0, rejected 0"
    assert Alliance.objects.get().name == "=cmd|' /C calc'!A0"


def test_a_new_lead_takes_the_place_of_the_old_one(folder: Path) -> None:
    emil, olga = make_person("Emil Lead"), make_person("Olga Next")
    run(one_row(folder, "Emil Lead", head=("lead",)))
    assert counts(one_row(folder, "Olga Next", head=("lead",))) == "created 0, updated 1, unchanged 0, rejected 0"
    assert list(ScopeGrant.objects.values_list("person", "role")) == [(olga.pk, "lead")]
    assert Person.objects.filter(pk=emil.pk).exists()


def test_a_review_in_the_hub_is_not_undone_by_an_older_day(folder: Path, admin: User) -> None:
    path = one_row(folder, "3", "2026-06-01", head=("review_months", "last_reviewed_on"))
    run(path)
    do_review(alliance=Alliance.objects.get(), held_on=date(2026, 9, 1), outcome="on_track", note="", by=admin)
    assert counts(path) == "created 0, updated 0, unchanged 1, rejected 0"
    assert Alliance.objects.get().next_review_on == date(2026, 12, 1)


def test_a_rhythm_without_a_day_counts_from_today(folder: Path) -> None:
    path = one_row(folder, "3", head=("review_months",))
    run(path)
    assert Alliance.objects.get().next_review_on == date(2027, 2, 23)
    assert counts(path) == "created 0, updated 0, unchanged 1, rejected 0"


def test_a_stage_in_the_file_follows_a_later_change_on_record(folder: Path, admin: User) -> None:
    run(one_row(folder))
    later = date(2026, 12, 24)
    change_stage(
        alliance=Alliance.objects.get(),
        stage=Stage.objects.get(code="winding_down"),
        on_date=later,
        reason="",
        by=admin,
    )
    run(one_row(folder, "closed", head=("stage",)))
    assert Alliance.objects.get().stage.code == "closed"
    assert StageChange.objects.order_by("-on_date", "-pk").values_list("stage__code", "on_date").first() == (
        "closed",
        later,
    )


def test_alliances_before_signature_are_told_of_when_open(folder: Path, admin: User) -> None:
    path = one_row(folder, "negotiating", head=("stage",))
    warning = "1 new alliances before signature are open to every member; --default scope=restricted closes them"
    assert warning in run(path, "--dry-run")
    assert warning not in run(path, "--default", "scope=restricted", "--by", admin.email)
    assert Alliance.objects.get().scope.kind == "restricted"


def test_an_archived_alliance_is_known_again_and_stays_archived(folder: Path) -> None:
    run(one_row(folder))
    Alliance.objects.update(archived_at="2026-01-01T00:00Z")
    assert counts(one_row(folder)) == "created 0, updated 0, unchanged 1, rejected 0"
    assert Alliance.objects.get().is_archived is True


def test_without_an_admin_our_organisation_must_be_named(folder: Path, admin: User) -> None:
    User.objects.filter(pk=admin.pk).update(roles=[])
    assert refusal(one_row(folder)).startswith("Nothing is mapped to our_organisation, and there is no admin account")
    run(one_row(folder), "--default", "our_organisation=Kestrel Nordic")
    assert parties(Alliance.objects.get(), Side.OURS) == ["Kestrel Nordic"]


def test_a_second_import_at_the_same_time_is_refused(folder: Path) -> None:
    wanted = connection.get_connection_params()
    other = psycopg2.connect(
        **{name: wanted[name] for name in ("dbname", "host", "port", "user", "password") if name in wanted}
    )
    try:
        cursor = other.cursor()
        cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])
        assert refusal(one_row(folder)) == (
            "Another import is running. Wait until it has ended, then start this one again."
        )
        cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])
    finally:
        other.close()
    assert counts(one_row(folder)) == "created 1, updated 0, unchanged 0, rejected 0"
