"""`/metrics`: who may read it, and figures that move by exactly one, read as Prometheus reads them."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.conf import settings as hub
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from alliances.core.models import Alliance
from coe_hub.operations import metrics
from coe_hub.operations.models import Backup
from coe_hub.reminders.models import Delivery, Run
from tests.architecture import urls
from tests.cast import Cast

TOKEN = "a-token-of-monitoring"
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def figures(settings: Any) -> Callable[[], Figures]:
    """All figures of ours, by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def read() -> Figures:
        response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
        families = list(text_string_to_metric_families(response.content.decode()))
        samples = [one for family in families for one in family.samples if one.name.startswith("hub_")]
        return {(one.name, tuple(sorted(one.labels.items()))): one.value for one in samples}

    return read


def of(name: str, **labels: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return name, tuple(sorted(labels.items()))


def moved(before: Figures, after: Figures) -> dict[Any, float]:
    """What changed, and by how much; of times, how many there are."""
    found = {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}
    timed = ("_created", "_sum", "_bucket")
    return {key: by for key, by in found.items() if not key[0].endswith(timed) and "seconds" not in key[0]}


@pytest.mark.parametrize(
    ("given", "sent", "status"),
    [
        ({}, {"Authorization": "Bearer "}, 404),  # as any address without an account: it is not there
        ({"METRICS_TOKEN": TOKEN}, {"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"METRICS_TOKEN": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"}, 404),
        ({"METRICS_TOKEN": TOKEN}, {}, 404),
        ({"METRICS_FROM": ["127.0.0.0/8"]}, {}, 200),
        ({"METRICS_FROM": ["10.1.0.0/16"]}, {}, 404),
        ({"METRICS_FROM": ["10.1.0.0/16"]}, {"X-Forwarded-For": "10.1.2.3"}, 404),  # no proxy of ours said so
        ({"METRICS_FROM": ["10.1.0.0/16"], "METRICS_TOKEN": TOKEN}, {"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_who_may_read_it(given: dict[str, Any], sent: dict[str, str], status: int, settings: Any, db: None) -> None:
    settings.METRICS_TOKEN, settings.METRICS_FROM = "", []
    for name, value in given.items():
        setattr(settings, name, value)
    response = Client().get("/metrics", headers=sent)
    assert response.status_code == status


def test_a_request_moves_its_own_figures_by_one(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], figures: Callable[[], Figures]
) -> None:
    browser = sign_in(cast.lead)
    before = figures()
    browser.get(alliance.get_absolute_url())
    browser.get("/people/nobody-here/")
    browser.generic("BREW", "/people/")
    after = figures()
    assert moved(before, after) == {
        of("hub_requests_total", view="alliance_detail", method="GET", status="200"): 1,
        of("hub_requests_total", view="-", method="GET", status="404"): 1,
        of("hub_requests_total", view="person_list", method="-", status="405"): 1,
    }
    timed = of("hub_request_seconds_count", view="alliance_detail")
    assert after[timed] - before.get(timed, 0) == 1


def test_a_slow_question_moves_its_figure_by_one(cast: Cast, figures: Callable[[], Figures], settings: Any) -> None:
    before = figures()
    settings.SLOW_QUERY_SECONDS = 0.0
    Backup.objects.exists()
    settings.SLOW_QUERY_SECONDS = 60.0
    assert moved(before, figures()) == {of("hub_slow_queries_total"): 1}


def test_reminders_mails_and_backups_move_by_one(cast: Cast, figures: Callable[[], Figures], settings: Any) -> None:
    settings.BACKUP_FOLDER = "/somewhere"
    before = figures()
    now = timezone.now()
    told = {"person": cast.lead.person, "on_day": now.date(), "channel": "single"}
    Delivery.objects.create(message_id="1", send_after=now - timedelta(minutes=9), **told)
    Delivery.objects.create(message_id="2", send_after=now, state="sent", ended_at=now, **told)
    Backup.objects.create(file="x", started_at=now - timedelta(hours=3), ended_at=now)
    Run.objects.create(ended_at=now)
    after = figures()
    assert moved(before, after) == {
        of("hub_reminders_waiting"): 1,
        of("hub_mails", state="planned"): 1,
        of("hub_mails", state="sent"): 1,
        of("hub_backup_late"): -1,
    }
    ages = [after[of(name)] for name in ("hub_reminders_oldest_seconds", "hub_backup_age_seconds")]
    assert [round(age / 60) for age in ages] == [9, 180]


def test_the_queue_is_counted_with_the_age_of_its_oldest(
    db: None, figures: Callable[[], Figures], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "QUEUE", "test-metrics")
    message = json.dumps({"headers": {"sent_at": time.time() - 90, "request_id": ""}})
    with redis.Redis.from_url(hub.REDIS_URL) as client:
        before = figures()
        client.lpush("test-metrics", message)
        after = figures()
        client.delete("test-metrics")
    assert moved(before, after) == {of("hub_queue_tasks"): 1}
    assert round(after[of("hub_queue_oldest_seconds")]) == 90


def test_no_label_names_a_person_or_an_alliance(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client], figures: Callable[[], Figures]
) -> None:
    before = figures()  # of this process, in which other tests may have added addresses of their own
    browser = sign_in(cast.lead)
    for address in (alliance.get_absolute_url(), cast.lead.person.get_absolute_url(), "/search/?q=Northwind", "/x/y/"):
        browser.get(address)
    after = figures()
    labels = {name for _name, pairs in after for name, _value in pairs}
    asked = [key for key, value in after.items() if value != before.get(key)]
    values = {value for _name, pairs in asked for name, value in pairs if name == "view"}
    assert labels <= {"view", "method", "status", "part", "state", "le"}
    assert values <= {one.name for one in urls.patterns()} | {"-"}
    assert {"alliance_detail", "person_detail", "search", "-"} <= values
    told = str(after)
    shown = (alliance.public_id, cast.lead.person.public_id, alliance.name, cast.lead.email, "Northwind")
    assert [word for word in shown if word in told] == []
