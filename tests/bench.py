"""`make bench`: what pages cost beside a floor, measured in one run on a database of 10,000 alliances,
100,000 journal entries and 2,000 tools.

Prints a table: CPU milliseconds of this process for one request (median of the rounds) and the ratio to the floor.
F1 is a bare Django view with session, user, one indexed query and a tiny template; F50 lists 50 bare rows of the same
table.
Absolute figures are the machine's; the ratios are what the goals speak of (docs/architecture.md). It never fails.
"""

import os
import statistics
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coe_hub.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.bench_data import fill
from tests.bench_reminders import measure_reminders
from toolkits.models import Tool

ROUNDS = 15


def pages(alliance: Alliance, tool: Tool) -> Iterator[tuple[str, str, str, float]]:
    """(what it is, its address, which floor, the goal as a multiple of it)."""
    yield "ordinary page: profile of a person", alliance.lead.get_absolute_url(), "F1", 4
    yield "ordinary page: people of an alliance", reverse("member_list", args=[alliance.public_id]), "F1", 4
    yield "Today", reverse("today"), "F1", 6
    yield "50-row list", reverse("alliance_list"), "F50", 3
    yield "50-row list, last page", f"{reverse('alliance_list')}?page=160", "F50", 3
    yield "50-row list, by next review", f"{reverse('alliance_list')}?sort=review", "F50", 3
    yield "50-row list, two words", f"{reverse('alliance_list')}?q=tau+organoid", "F50", 3
    yield "record", alliance.get_absolute_url(), "F1", 6
    yield "search", f"{reverse('search')}?q=organoid", "F1", 5
    yield "search, two words", f"{reverse('search')}?q=organoid+抗体", "F1", 5
    yield "search, two Japanese characters", f"{reverse('search')}?q=抗体", "F1", 5
    yield "search, a name", f"{reverse('search')}?q=Family123", "F1", 5
    yield "search, fifty of one kind", f"{reverse('search')}?q=organoid&kind=tools", "F50", 3
    yield "search, misspelt", f"{reverse('search')}?q=orgnaoid", "F1", 5
    yield "search, most of the words", f"{reverse('search')}?q=organoid+zzzzzz+kinase", "F1", 5
    yield "search, a word of many meanings", f"{reverse('search')}?q=alliance", "F1", 5
    yield "search, fifty journal entries", f"{reverse('search')}?q=organoid&kind=journal", "F50", 3
    yield "journals, two words", f"{reverse('entry_list')}?q=tau+organoid", "F50", 3
    yield "journals, last page", f"{reverse('entry_list')}?page=1600", "F50", 3
    yield "search, nothing found", f"{reverse('search')}?q=zzzzzz", "F1", 5
    yield "list of tools", reverse("toolkit_list"), "F50", 3
    yield "a toolkit", reverse("toolkit_detail", args=["research"]), "F50", 3
    yield "a tool", tool.get_absolute_url(), "F1", 4
    yield "dashboard", reverse("governance_home"), "F1", 6
    yield "form page", reverse("alliance_create"), "F1", 8


def measure(client: Client, address: str) -> tuple[float, float, int]:
    """(CPU, wall) milliseconds of one request, medians of the rounds, and the bytes of the answer."""
    cpu, wall, size = [], [], 0
    for _ in range(ROUNDS + 2):
        started, clock = time.process_time(), time.perf_counter()
        response = client.get(address)
        cpu.append((time.process_time() - started) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
        size = len(response.content)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    return statistics.median(cpu[2:]), statistics.median(wall[2:]), size


def main() -> None:
    """Fill an empty database, measure, print."""
    call_command("migrate", verbosity=0)
    call_command("load_starter", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    user = fill(alliances=10_000, tools=2_000)
    settings.ROOT_URLCONF = "tests.bench_urls"
    setup_test_environment()
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend=settings.AUTHENTICATION_BACKENDS[0])
    floors = {"F1": measure(client, "/floor/one/"), "F50": measure(client, "/floor/fifty/")}
    for name, (cpu, wall, _size) in floors.items():
        print(f"{name}: {cpu:.1f} ms CPU, {wall:.1f} ms in all")
    print(f"{'page':38} {'CPU ms':>7} {'in all':>7} {'ratio':>6} {'goal':>8} {'KB':>5}")
    alliance = Alliance.objects.filter(lead=user.person).select_related("lead").first()
    tool = Tool.objects.select_related("content").order_by("pk").first()
    assert alliance is not None
    assert tool is not None
    for what, address, floor, goal in pages(alliance, tool):
        cpu, wall, size = measure(client, address)
        ratio = cpu / floors[floor][0]
        print(f"{what:38} {cpu:7.1f} {wall:7.1f} {ratio:6.1f} {f'{goal:g} {floor}':>8} {size / 1024:5.0f}")
    measure_reminders()


if __name__ == "__main__":
    main()
