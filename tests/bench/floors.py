"""F1 and F50: what an ordinary Django page with one row, and one with fifty, costs here.

Ordinary means: security headers, session, language, an account with its profile, one query, and a plain page with a
navigation; the list links each of its rows. Frozen: tables, middleware, queries and templates of their own, so that no
change of the hub makes a floor cheaper or dearer. Ratios of two states of the hub can be compared as long as nobody
edits this file.
"""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import Engine, RequestContext
from django.test import override_settings
from django.urls import path
from django.utils import timezone, translation

ROWS = 10_000


class Profile(models.Model):
    """Who has an account: as many columns as an entry of a directory has."""

    public_id = models.CharField(max_length=12)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    reading = models.CharField(max_length=160)
    job_title = models.CharField(max_length=120)
    function = models.CharField(max_length=80)
    site = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    about = models.TextField()
    is_public = models.BooleanField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "floors"
        db_table = "bench_floor_profile"

    def __str__(self) -> str:
        return self.family_name


class Reader(models.Model):
    """Who asks: an account as Django has it, and its profile."""

    profile = models.OneToOneField(Profile, models.PROTECT)
    email = models.EmailField()
    password = models.CharField(max_length=128)
    roles = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    time_zone = models.CharField(max_length=64)
    is_active = models.BooleanField()
    last_login = models.DateTimeField(null=True)

    class Meta:
        app_label = "floors"
        db_table = "bench_floor_reader"

    def __str__(self) -> str:
        return self.email


class Row(models.Model):
    """What is read: as many columns as a record of a business application has."""

    public_id = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=400, db_index=True)
    code_name = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)
    purpose = models.TextField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    area = models.CharField(max_length=12)
    owner = models.BigIntegerField()
    parent = models.BigIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    months = models.PositiveSmallIntegerField()
    symmetry = models.CharField(max_length=8)
    sort_key = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "floors"
        db_table = "bench_floor_row"

    def __str__(self) -> str:
        return self.name


_BASE = """{% load i18n %}<!doctype html><html lang="{{ LANGUAGE_CODE }}"><head><title>{{ title }}</title></head><body>
<nav>{% for link in links %}<a href="{% url link.0 %}">{% translate link.1 %}</a>{% endfor %}</nav>
<p>{{ reader.profile.given_name }} {{ reader.profile.family_name }}, {{ reader.email }}</p>
<form method="post" action="{% url "one" %}">{% csrf_token %}<button>{% translate "Log out" %}</button></form>
<main><h1>{{ title }}</h1>"""
_ONE = """<p>{{ row.name }}</p><p>{{ row.purpose }}</p><p>{{ row.starts_on }}</p></main></body></html>"""
_FIFTY = """<ul>{% for row in rows %}<li><a href="{% url "row" row.pk %}">{{ row.name }}</a> {{ row.state }}
{{ row.starts_on|date:"j M Y" }}</li>{% endfor %}</ul></main></body></html>"""
_LINKS = [
    (name, word) for name in ("one", "fifty") for word in ("Home", "View site", "Documentation", "Change password")
]
_ENGINE = Engine(
    context_processors=[f"django.template.context_processors.{name}" for name in ("request", "csrf", "i18n", "tz")],
    libraries={"i18n": "django.templatetags.i18n"},
)
_PAGES = {"one": _ENGINE.from_string(_BASE + _ONE), "fifty": _ENGINE.from_string(_BASE + _FIFTY)}


def _render(request: Any, page: str, **context: Any) -> HttpResponse:
    context |= {"title": "Floor", "links": _LINKS, "reader": request.reader}
    return HttpResponse(_PAGES[page].render(RequestContext(request, context)))


class ReaderMiddleware:
    """Who asks, by the session, with language and time zone; and our two addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined]
        readers = Reader.objects.select_related("profile")
        request.reader = reader = readers.get(pk=request.session.get("reader", 1))  # type: ignore[attr-defined]
        timezone.activate(zoneinfo.ZoneInfo(reader.time_zone))
        translation.activate(reader.language)
        return self.get_response(request)


def one(request: HttpRequest) -> HttpResponse:
    """F1: session, account, one row by its key, a plain page."""
    return _render(request, "one", row=Row.objects.get(pk=5_000))


def fifty(request: HttpRequest, **_address: int) -> HttpResponse:
    """F50: fifty rows by an index, each with its link."""
    return _render(request, "fifty", rows=Row.objects.order_by("name")[:50])


urlpatterns = [
    path("floor/one/", one, name="one"),
    path("floor/fifty/", fifty, name="fifty"),
    path("floor/<int:pk>/", fifty, name="row"),
]
ADDRESSES = {"F1": "/floor/one/", "F50": "/floor/fifty/"}

_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    f"{__name__}.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]


def handler() -> WSGIHandler:
    """The ordinary Django that answers both."""
    with override_settings(MIDDLEWARE=_MIDDLEWARE, SESSION_ENGINE="django.contrib.sessions.backends.cached_db"):
        return WSGIHandler()


def make_tables() -> None:
    """Write what they read, where it is not there."""
    with connection.schema_editor() as editor:
        for model in (Profile, Reader, Row):
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO bench_floor_profile (public_id, family_name, given_name, reading, job_title, function, site,
                email, phone, about, is_public, created_at, updated_at)
            SELECT 'person' || n, 'Family' || n, 'Given', '', 'Scientist', 'Research', 'Sendai', 'reader' ||
                n || '@hub.example', '', repeat('Looks after it. ', 8), true, now(), now()
            FROM generate_series(1, 100) AS n;
            INSERT INTO bench_floor_reader (profile_id, email, password, roles, language, time_zone, is_active)
            SELECT id, email, repeat('x', 88), 'manager', 'en', 'UTC', true FROM bench_floor_profile;
            INSERT INTO bench_floor_row (public_id, version, name, code_name, reference, purpose, kind, state, area,
                owner, starts_on, next_on, months, symmetry, sort_key, created_at, updated_at)
            SELECT 'row' || n, 1, 'Row number ' || md5(n::text), '', 'R-' || n,
                repeat('What both sides bring to it. ', 8), 'research', 'running', 'oncology', 1 + n %% 100,
                date '2020-01-01' + n %% 2000, date '2027-01-01' + n %% 300, 6, 'larger', md5(n::text), now(), now()
            FROM generate_series(1, %s) AS n
            """,
            [ROWS],
        )
