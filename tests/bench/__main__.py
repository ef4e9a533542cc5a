"""Measure, print, and write var/bench.json: see the package, and docs/performance.md for what came out."""

import argparse
import json
import os
import platform
import statistics
from collections import defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coe_hub.settings")
django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from coe_hub.people.models import User
from tests.bench import databases, empty, floors, server
from tests.bench.files import measure_files
from tests.bench.imports import measure_imports
from tests.bench.measuring import Asker, Cost
from tests.bench.pages import Page, pages
from tests.bench.reminders import measure_reminders

PARTS = ("pages", "files", "imports", "server", "reminders")


def cookie_of(user: User) -> str:
    """The session of somebody who signed in."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def measure(alliances: int, *, rounds: int, only: str) -> list[dict[str, object]]:
    """What each page costs on a hub of that size."""
    named = databases.use(alliances)
    chosen = [one for one in pages(named) if only in f"{one.name} {one.role}"]
    cookies = {role: cookie_of(user) for role, user in named.items()}
    hub, floor = Asker(WSGIHandler()), Asker(floors.handler())
    found: dict[Page, list[tuple[Cost, float]]] = defaultdict(list)
    for number in range(rounds + 1):
        for page in chosen:
            hub.cookie = cookies[page.role]
            beside = [floor.ask(floors.ADDRESSES[page.floor])]
            cost = hub.ask(page.address)
            beside.append(floor.ask(floors.ADDRESSES[page.floor]))
            if number:  # the first round warms up
                found[page].append((cost, statistics.mean(one.all for one in beside)))
    return [_row(page, rows, alliances) for page, rows in found.items()]


def _row(page: Page, rows: list[tuple[Cost, float]], alliances: int) -> dict[str, object]:
    ratios = sorted(cost.all / floor for cost, floor in rows)
    return {
        "alliances": alliances,
        "page": page.name,
        "role": page.role,
        "floor": page.floor,
        "goal": page.goal,
        "ratio": round(statistics.median(ratios), 2),
        "quartiles": [round(ratios[len(ratios) * part // 4], 2) for part in (1, 3)],
        "python_ms": round(statistics.median(cost.python for cost, _ in rows), 2),
        "postgres_ms": round(statistics.median(cost.postgres for cost, _ in rows), 2),
        "floor_ms": round(statistics.median(floor for _, floor in rows), 2),
        "bytes": rows[-1][0].size,
    }


def _print(small: list[dict[str, object]], full: list[dict[str, object]]) -> None:
    print(
        f"{'page':26} {'as':10} {'Python':>7} {'+ Postgres':>10} {'ratio':>6} {'half within':>13} {'goal':>8}", end=""
    )
    print(f" {'growth':>6} {'KB':>5}")
    before = {(row["page"], row["role"]): row for row in small}
    for row in full:
        low, high = row["quartiles"]  # type: ignore[misc]
        less = before.get((row["page"], row["role"]))
        growth = f"{row['ratio'] / less['ratio']:.1f}" if less else ""  # type: ignore[operator]
        spread, goal = f"{low:.1f}-{high:.1f}", f"{row['goal']:g} {row['floor']}"
        print(
            f"{row['page']:26} {row['role']:10} {row['python_ms']:7.1f} {row['postgres_ms']:10.1f} {row['ratio']:6.1f}"
            f" {spread:>13} {goal:>8} {growth:>6} {row['bytes'] / 1024:5.0f}"  # type: ignore[operator]
        )


def main() -> None:
    """Measure at a hundredth of the size and at the full one."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--page", default="", help="only pages whose name or role has this in it")
    parser.add_argument("--alliances", type=int, default=10_000, help="the full size")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--small", action=argparse.BooleanOptionalAction, default=True, help="at a hundredth too")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="what to measure")
    given = parser.parse_args()
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ROOT_URLCONF = empty.__name__
    parts = ["pages"] if given.page else given.parts
    written: dict[str, object] = {
        "at": timezone.now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
    if "pages" in parts:
        options = {"rounds": given.rounds, "only": given.page}
        small = measure(max(given.alliances // 100, 100), **options) if given.small else []
        full = measure(given.alliances, **options)
        _print(small, full)
        written["pages"] = [*small, *full]
    if "files" in parts:
        written["files"] = measure_files(cookie_of(databases.use(given.alliances)["manager"]))
    if "imports" in parts:
        with databases.copy_of(given.alliances):
            written["imports"] = measure_imports(given.alliances)
    if "server" in parts:
        written["server"] = server.measure_server(given.alliances, cookie_of)
    if "reminders" in parts:
        with databases.copy_of(given.alliances):
            measure_reminders()
    target = settings.BASE_DIR / "var" / "bench.json"
    target.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"Written to {target}")


if __name__ == "__main__":
    main()
