"""What the hub exports, the hub reads: nothing changes where it came from, and the same stands elsewhere."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from alliances.core.models import Alliance, Party, Side, StageChange
from alliances.partnerships.columns import all_rows, alliance_columns, file_columns, file_rows
from coe_hub.lib.tables import csv_lines, export
from coe_hub.people.models import ScopeGrant
from coe_hub.vocabulary.models import TherapeuticArea
from tests.alliances.importing import counts, events, make_admin, parties
from tests.factories import make_alliance, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """A hub with alliances that are hard to carry over, and a folder to work in."""
    monkeypatch.chdir(tmp_path)
    admin = make_admin()
    mia = make_user("Mia Manager")
    make_alliance("=HYPERLINK(1)", by=mia, reference="-1", partners=["+Plus Bio", "Ünïcode, Ltd."], stage="closed")
    make_alliance("＝HYPERLINK(1)", by=mia, reference="－1", partners=["＠Plus Bio"], purpose="'=a")
    make_alliance("Kestrel × 東京", by=admin, ours=["Kestrel Pharma", "Kestrel Japan"], purpose='Line\r\n"two";\t@x')
    make_alliance(
        "Silent",
        by=mia,
        lead=make_person("愛子 中村", latin_name="Aiko Nakamura"),
        kind="restricted",
        reference="R;3",
        starts_on=date(2025, 2, 28),
        ends_on=date(2028, 2, 29),
        therapeutic_area=TherapeuticArea.objects.get(code="womens_health"),
        review_months=None,
        type="clinical_supply",
    )
    return tmp_path


def _export(folder: Path, file_format: str) -> Path:
    path = folder / f"alliances.{file_format}"
    rows = file_rows(Alliance.objects.order_by("pk"), alliance_columns())
    response = export(rows, alliance_columns(), file_format=file_format, name="alliances")
    path.write_bytes(b"".join(response.streaming_content))
    return path


def _content() -> list[tuple[object, ...]]:
    rows = Alliance.objects.order_by("name").select_related("scope", "lead")
    fields = ("name", "reference", "alliance_type_id", "stage_id", "therapeutic_area_id", "lead_id")
    return [
        (
            *(getattr(row, name) for name in (*fields, "starts_on", "ends_on")),
            row.purpose.replace("\r\n", "\n"),
            row.scope.kind,
            parties(row),
            parties(row, Side.OURS),
        )
        for row in rows
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_long_file_says_of_alliances_what_a_short_one_says(folder: Path, language: str) -> None:
    with translation.override(language):
        usual = [column for column in file_columns() if column.is_usual]
        own, everything = alliance_columns(), file_columns()
        for columns in (usual, own, everything):  # by values, but for the last, which has people
            short = "".join(csv_lines(file_rows(Alliance.objects.order_by("pk"), columns), columns))
            assert "".join(csv_lines(all_rows(Alliance.objects.order_by("pk"), columns), columns)) == short
            assert len(short.splitlines()) > Alliance.objects.count()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_our_own_export_changes_nothing_where_it_came_from(folder: Path, file_format: str, language: str) -> None:
    with translation.override(language):
        path = _export(folder, file_format)
    before = events()
    assert counts(path) == "created 0, updated 0, unchanged 4, rejected 0"
    assert events() == before


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_our_own_export_says_the_same_where_it_is_read_first(folder: Path, file_format: str) -> None:
    path, before = _export(folder, file_format), _content()
    for model in (Party, StageChange, ScopeGrant, Alliance):
        model.objects.all().delete()
    assert counts(path) == "created 4, updated 0, unchanged 0, rejected 0"
    assert _content() == before
