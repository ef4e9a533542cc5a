"""What an import of new alliances takes, as the command runs it: rows for a second of CPU, and how much it grows."""

import csv
import random
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from alliances.importing.run import import_alliances
from coe_hub.demo.scale.words import Writer
from coe_hub.imports.options import Options
from coe_hub.people.models import Organisation, User
from coe_hub.vocabulary.models import AllianceType, Stage, TherapeuticArea
from tests.bench.measuring import Postgres, spent

_HEADINGS = (
    "name", "reference", "partners", "our_organisation", "type", "stage", "therapeutic_area", "purpose",
    "starts_on", "ends_on", "lead", "scope",
)  # fmt: skip


def measure_imports(rows: int) -> list[dict[str, Any]]:
    """So many rows, then as many again, which also says what the first ones cost the second; printed."""
    print(f"\n{'import':20} {'Python s':>8} {'+ Postgres':>10} {'rows a s':>8} {'grew by MB':>10}")
    return [_import(f"{rows:,} alliances{again}", rows, again) for again in ("", ", again")]


def _import(name: str, rows: int, mark: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "alliances.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_HEADINGS, *_rows(rows, len(mark))])
        postgres = Postgres()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        grown, before, started = _peak(), postgres.read(), time.process_time()
        outcome = import_alliances(path, Options(), by=None, dry_run=False, skip_invalid=False)
        python, used = time.process_time() - started, spent(before, postgres.read()) / 1000
        grown = (_peak() - grown) // 1024
    if outcome.created != rows:
        raise SystemExit(f"Only {outcome.created} of {rows} came in: {outcome.reasons}")
    print(f"{name:20} {python:8.2f} {used:10.2f} {rows / (python + used):8.0f} {grown:10.0f}")
    return {"rows": rows, "python_s": python, "postgres_s": used, "grown_mb": grown}


def _rows(count: int, seed: int) -> Iterator[list[str]]:
    """As a company's own register says it: its colleagues lead, partners are known, words are by their codes."""
    chance = random.Random(seed)  # noqa: S311  CONFIG: the same file each time
    writer, today = Writer(chance), timezone.localdate()
    ours = Organisation.objects.get(pk=User.objects.order_by("pk")[0].person.organisation_id)
    partners = list(Organisation.objects.exclude(pk=ours.pk).values_list("name", flat=True)[:1_000])
    leads = list(User.objects.filter(is_active=True).values_list("email", flat=True)[:100])
    words = [list(model.objects.filter(is_active=True).values_list("code", flat=True)) for model in _WORDS]
    for place in range(count):
        topic, starts = writer.topic(), today - timedelta(days=chance.randrange(1_000))
        theirs = chance.sample(partners, chance.choice((1, 1, 2)))
        yield [
            f"{theirs[0]}: {topic}",
            f"IM-{seed}-{place:05}",
            "|".join(theirs),
            ours.name,
            *(chance.choice(codes) for codes in words),
            writer.purpose(topic),
            f"{starts:%Y-%m-%d}",
            f"{starts + timedelta(days=1_500):%Y-%m-%d}",
            chance.choice(leads),
            "open",
        ]


_WORDS = (AllianceType, Stage, TherapeuticArea)


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]
