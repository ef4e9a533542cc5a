"""The file the importer was made for: trials on Alzheimer's with their sponsors and collaborators."""

from pathlib import Path

import pytest
from django.conf import settings

from alliances.core.models import Alliance, Party, Side
from coe_hub.people.models import Organisation
from tests.alliances.importing import counts, events, parties, rejected_rows, write_csv

pytestmark = pytest.mark.django_db
REAL = settings.BASE_DIR.parent / "shared" / "data" / "collaborations-alzheimers.csv"
HEAD = ["NCT Number", "Study Title", "Study URL", "Study Status", "Conditions", "Interventions"]
HEAD += ["Sponsor", "Collaborators", "Study Type"]
OPTIONS = ["--map", "name=Study Title", "--map", "reference=NCT Number", "--map", "partners=Collaborators"]
OPTIONS += ["--map", "our_organisation=Sponsor", "--skip-invalid"]


def _row(number: int, *, sponsor: str, collaborators: str, title: str = "A Study of Memory") -> list[str]:
    return [f"NCT{number:08}", title, "https://x.example", "COMPLETED", "AD", "DRUG: x", sponsor, collaborators, "x"]


def _written(folder: Path) -> Path:
    """A file with the same headings and the same difficulties, for where the real one is not at hand."""
    many = "|".join(f"Collaborator {number}" for number in range(67))
    return write_csv(
        folder / "trials.csv",
        _row(1, sponsor="Sanofi", collaborators="National Institute on Aging (NIA)"),
        _row(2, sponsor="Sanofi", collaborators=""),
        _row(3, sponsor="Kırıkkale University", collaborators=many, title="A Study, with a Comma".ljust(272, "x")),
        _row(4, sponsor='The "Quoted" Company, Ltd.', collaborators="Northwell Health|Sanofi"),
        head=HEAD,
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """An empty folder to work in; nobody is admin, so that only sponsors can be our side."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _check(path: Path, *, created: int, rejected: int, sponsors: int, partners_at_most: int) -> None:
    assert counts(path, *OPTIONS) == f"created {created}, updated 0, unchanged 0, rejected {rejected}"
    assert Alliance.objects.count() == created
    assert Alliance.objects.filter(review_months=None, next_review_on=None, stage__code="running").count() == created
    ours = Party.objects.filter(side=Side.OURS)
    assert (ours.count(), ours.values("organisation").distinct().count()) == (created, sponsors)
    assert max(len(parties(one)) for one in Alliance.objects.filter(name__in=_widest())) == partners_at_most
    assert max(map(len, Alliance.objects.values_list("name", flat=True))) == 272
    assert len(rejected_rows(path.parent if path != REAL else Path.cwd(), path.stem)) == rejected
    before = events()
    assert counts(path, *OPTIONS) == f"created 0, updated 0, unchanged {created}, rejected {rejected}"
    assert events() == before


def _widest() -> list[str]:
    names: dict[str, int] = {}
    for name in Party.objects.filter(side=Side.THEIRS).values_list("alliance__name", flat=True):
        names[name] = names.get(name, 0) + 1
    return sorted(names, key=names.__getitem__)[-3:]


def test_a_file_with_the_headings_of_the_real_one(folder: Path) -> None:
    _check(_written(folder), created=3, rejected=1, sponsors=3, partners_at_most=67)
    assert Organisation.objects.count() == 3 + 67 + 2
    assert parties(Alliance.objects.get(reference="NCT00000004")) == ["Northwell Health", "Sanofi"]


def test_the_real_file(folder: Path) -> None:
    """Where it is not at hand, the written one stands in for it, so that this never passes for nothing."""
    if not REAL.exists():
        _check(_written(folder), created=3, rejected=1, sponsors=3, partners_at_most=67)
        return
    _check(REAL, created=1775, rejected=2370, sponsors=753, partners_at_most=67)
    assert rejected_rows(folder, REAL.stem)[0]["reason"] == "partners: Name at least one partner."
