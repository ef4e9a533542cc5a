"""What the tests of the importer share: files, runs, and what is left in the database."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from alliances.core.models import Alliance, Side
from tests.factories import make_user

TODAY = date(2026, 11, 23)
HEAD = ["reference", "name", "partners"]


def run(path: Path, *options: str) -> list[str]:
    """The lines that `import_alliances` prints."""
    out = io.StringIO()
    call_command("import_alliances", str(path), *options, stdout=out)
    return out.getvalue().splitlines()


def counts(path: Path, *options: str) -> str:
    """The line that counts."""
    return next(line for line in run(path, *options) if line.startswith("created "))


def refusal(path: Path, *options: str) -> str:
    """What the command says on its way out with exit code 1."""
    with pytest.raises(CommandError) as caught:
        call_command("import_alliances", str(path), *options, stdout=io.StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


def write_csv(path: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def rejected_rows(folder: Path, stem: str = "file") -> list[dict[str, str]]:
    """The rows of the rejected file."""
    with (folder / f"{stem}.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def events() -> dict[str, int]:
    """How many event rows each kind of record has: equal twice means nothing was written in between."""
    models = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return {model._meta.label: model._default_manager.count() for model in models if model._meta.managed}


def parties(alliance: Alliance, side: str = Side.THEIRS) -> list[str]:
    """Names of the organisations on one side, in their order."""
    rows = alliance.parties.filter(side=side).order_by("position")
    return [party.organisation.name for party in rows.select_related("organisation")]


def make_admin() -> Any:
    """An admin, whose organisation is ours where nothing else is said."""
    return make_user("Ada Admin", roles=["admin"])
