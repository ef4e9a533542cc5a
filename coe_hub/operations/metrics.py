"""`/metrics`: figures of the running hub in the words of Prometheus, for whoever METRICS_TOKEN or METRICS_FROM lets in.

What one web process counts is added up over those of its server (`coe_hub.run.web_server`); each server is asked for
itself. All else is read from Postgres and Redis when somebody asks, and says the same on every server. Names of views,
methods, statuses and parts are the only labels: never a person, an alliance, an address.
"""

import hmac
import ipaddress
import json
import os
import time
from collections.abc import Iterator
from datetime import datetime

import redis
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from coe_hub.operations.engine import LOOKS_BACK, backup_state, engine_state
from coe_hub.operations.health import health
from coe_hub.reminders.models import Delivery, DeliveryState

QUEUE = "celery"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUESTS = Counter("hub_requests", "Requests that were answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "hub_request_seconds", "How long answers took.", ["view"], buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
)


def count_request(request: HttpRequest, status: int, seconds: float) -> str:
    """One more request; the name of its view, or "-" where no address of ours was asked for."""
    match = request.resolver_match
    view = (match.view_name if match else "") or "-"
    method = request.method if request.method in _METHODS else "-"
    REQUESTS.labels(view=view, method=method, status=status).inc()
    SECONDS.labels(view=view).observe(seconds)
    return view


def may_read_metrics(request: HttpRequest) -> bool:
    """Whether whoever asks has the token, or comes from one of the networks. Nobody, where neither is set."""
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(said.encode(), settings.METRICS_TOKEN.encode()):
        return True
    if not settings.METRICS_FROM:
        return False
    place = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return any(place in ipaddress.ip_network(network) for network in settings.METRICS_FROM)


def metrics_response() -> HttpResponse:
    """All figures as text."""
    counted = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    read = CollectorRegistry()
    read.register(_Read())
    body = generate_latest(counted) + generate_latest(read)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class _Read:
    """What is read from Postgres and Redis; a part that is away leaves its figures out."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures of this moment."""
        parts = health()
        up = GaugeMetricFamily("hub_part_up", "Whether a part of the hub answers.", labels=["part"])
        for part, alive in parts.items():
            up.add_metric([part], alive)
        yield up
        if parts["redis"]:
            yield from _queue()
        if parts["database"]:
            yield from _engine()

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is read before somebody asks."""
        return []


def _queue() -> Iterator[GaugeMetricFamily]:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            waiting, oldest = client.llen(QUEUE), client.lindex(QUEUE, -1)
    except redis.RedisError:
        return
    yield GaugeMetricFamily("hub_queue_tasks", "Tasks that wait for a worker.", value=waiting)
    sent_at = json.loads(oldest)["headers"].get("sent_at") if oldest else None
    age = max(0.0, time.time() - sent_at) if sent_at else 0
    yield GaugeMetricFamily("hub_queue_oldest_seconds", "How long the oldest of them waits.", value=age)


def _engine() -> Iterator[GaugeMetricFamily]:
    try:
        engine, backup = engine_state(), backup_state()
        recent = Delivery.objects.filter(planned_at__gt=timezone.now() - LOOKS_BACK).order_by()
        states = dict(recent.values_list("state").annotate(Count("pk")))
    except DatabaseError:
        return
    yield GaugeMetricFamily("hub_reminders_waiting", "Mails that should be out by now.", value=engine.waiting)
    lag = engine.lag.total_seconds() if engine.lag else 0
    yield GaugeMetricFamily("hub_reminders_oldest_seconds", "How long the oldest of them waits.", value=lag)
    if engine.last_run:
        yield _age("hub_reminders_run_age_seconds", "Since the last run of the reminders.", engine.last_run.ended_at)
    mails = GaugeMetricFamily("hub_mails", "Mails of the last seven days by how they ended.", labels=["state"])
    for state in DeliveryState.values:
        mails.add_metric([state], states.get(state, 0))
    yield mails
    refused = len(engine.refused)
    yield GaugeMetricFamily("hub_refused_addresses", "Addresses that take no mail.", value=refused)
    if backup.last:
        yield _age("hub_backup_age_seconds", "Since the last good backup was begun.", backup.last.started_at)
    yield GaugeMetricFamily("hub_backup_late", "Whether a nightly backup is missing.", value=backup.is_late)


def _age(name: str, told: str, since: datetime | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=(timezone.now() - since).total_seconds() if since else 0)
