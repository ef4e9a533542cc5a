"""A hub with one of everything, and every way into it: pages, forms, links, files, the API."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from coe_hub.api.actions import make_token
from coe_hub.lib.resources import resources
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.models import PartnerLink, User
from tests.architecture import urls
from tests.browser.pages import FOR_MEMBERS, FOR_VISITORS
from tests.browser.samples import make_samples
from tests.hostile.forms import Form, Forms

WORDS = {
    "name",
    "title",
    "text",
    "label",
    "note",
    "reference",
    "purpose",
    "reason",
    "clause",
    "code_name",
    "description",
}
VISITOR, MEMBER, PARTNER = "visitor", "member", "partner"


@dataclass(frozen=True)
class Page:
    """An address that shows something, who opens it, and the form on it, if it has one."""

    name: str
    url: str
    who: str
    form: Form | None = None


@dataclass
class World:
    """Where something may be sent to, by kind; `cookies` are those of whoever opens a page."""

    member: User
    token: str
    cookies: dict[str, SimpleCookie]
    pages: list[Page]
    patterns: list[URLPattern]
    known_parts: list[object]
    asked: list[str]
    schema: dict
    ids: list[str]

    @property
    def forms(self) -> list[Page]:
        """Pages with a form that posts, each form once."""
        return [page for page in self.pages if page.form]

    def browser(self, who: str) -> Client:
        """A browser of its own each time: what signs it out or in stays in it. It raises what the hub raises."""
        client = Client()
        client.cookies = SimpleCookie(self.cookies[who].output(header="", sep=";"))
        return client


def make_world(folder: Path) -> World:
    """One of everything, each page opened once."""
    samples = make_samples(folder)
    client = Client()
    client.force_login(samples.ada)
    _token, text = make_token(
        user=samples.ada, name="Program", scope="write", expires_on=timezone.localdate() + timedelta(days=90)
    )
    objects = {name: value for name, value in vars(samples).items() if isinstance(value, list)}
    places = [(MEMBER, name, kind) for room in FOR_MEMBERS.values() for name, kind in room.items()]
    places += [(VISITOR, name, kind) for name, kind in FOR_VISITORS.items()]
    addresses = [(who, name, _address(name, kind, objects)) for who, name, kind in places]
    browsers = {MEMBER: client, VISITOR: Client()}
    cookies = {MEMBER: client.cookies, VISITOR: SimpleCookie()}
    for number, path in enumerate(_partner_paths()):
        who = f"{PARTNER}-{number}"
        browsers[who] = Client()
        browsers[who].get(path)
        cookies[who] = browsers[who].cookies
        addresses.append((who, "partner_page", reverse("partner_page")))
    pages, asked = _opened(browsers, addresses)
    schema = client.get(reverse("api_schema")).json()
    parts = {str(one): one for values in objects.values() for one in values}
    return World(
        member=samples.ada, token=text, cookies=cookies, pages=pages, patterns=urls.patterns(),
        known_parts=list(parts.values()), asked=sorted(asked), schema=schema, ids=sorted(parts),
    )  # fmt: skip


def _address(name: str, kind: str, objects: dict[str, list]) -> str:
    return urls.address(name, kind or "-", SimpleNamespace(**{kind: lambda _name: objects[kind]}))


def _partner_paths() -> list[str]:
    """A link for each thing that somebody at a partner is asked."""
    first = {link.purpose: link for link in PartnerLink.objects.select_related("scope", "person").order_by("-pk")}
    made = [
        make_partner_link(purpose=link.purpose, object_id=link.object_id, scope=link.scope, person=link.person)
        for link in first.values()
    ]
    return [urlsplit(one).path for one in made]


def _opened(browsers: dict[str, Client], addresses: list[tuple[str, str, str]]) -> tuple[list[Page], set[str]]:
    """Each page, each form of them once, and the names by which pages ask for something in their addresses."""
    pages, known, asked = [], set(), {"page", "q", "format", "next", "sort", "columns", "of"}
    for who, name, url in addresses:
        pages.append(Page(name, url, who))
        response = browsers[who].get(url)
        if response.status_code != 200 or response.streaming:
            continue
        text = response.content.decode()
        for link in re.findall(r'href="[^"?]*\?([^"#]+)"', text):
            asked |= set(parse_qs(link.replace("&amp;", "&"), keep_blank_values=True))
        for form in Forms(text, url, method="get").found:
            asked |= set(form.values)
        for form in Forms(text, url).found:
            if (key := (name, _without_ids(form.action), *sorted(form.values))) not in known:
                known.add(key)
                pages.append(Page(name, form.action, who, form))
    return pages, asked


def _without_ids(address: str) -> str:
    return re.sub(r"/[a-z0-9]{10}/|/\d+/", "/…/", urlsplit(address).path)


def operations(schema: dict) -> Iterator[tuple[str, str, dict]]:
    """Each address of the API with its method and what is said of it."""
    for path, ways in schema["paths"].items():
        for method, told in ways.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                yield path, method.upper(), told


def write_everywhere(text: str, *, reader: User) -> None:
    """Put the text into each record that is listed, wherever words stand and the database takes it."""
    for model in {resource.rows(reader).model for resource in resources()}:
        for field in model._meta.concrete_fields:
            is_words = isinstance(field, models.CharField | models.TextField) and field.name in WORDS
            if is_words and (field.max_length or 1_000) >= len(text):
                with suppress(DatabaseError), transaction.atomic():
                    model._default_manager.update(**{field.name: text})
