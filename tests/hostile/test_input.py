"""Whatever is sent to any form, address, file, link or the API: no fault, no script that runs, no cell that runs, and
nothing taken that is none.

Pages come from the list of pages, addresses from the URL patterns, the API from its own description, so what is new is
asked too. `make test` asks a few hundred that are the same each time, `make fuzz` more than ten thousand that differ.
"""

import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coe_hub.lib.resources import resources
from tests import databases
from tests.hostile import payloads
from tests.hostile.harmless import what_is_wrong
from tests.hostile.refusing import Opened, what_it_takes
from tests.hostile.world import MEMBER, VISITOR, Page, World, make_world, operations, write_everywhere

pytestmark = pytest.mark.sweep

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))  # as many times the cases of `make test`; each then differs


def cases(number: int) -> settings:
    """So many cases: the same each time in `make test`."""
    return settings(
        max_examples=number * TIMES, derandomize=TIMES == 1, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate], report_multiple_bugs=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One hub for every case: what a case changes is undone."""
    with databases.shared_rows(django_db_blocker), translation.override("en"):
        yield make_world(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(autouse=True)
def _in_the_world(db: None, world: World) -> None:
    """Each test is a savepoint in the world's transaction."""


class Undone:
    """A case of its own: no limit is left from the one before, and nothing stays."""

    def __enter__(self) -> None:
        cache.clear()
        self.around = transaction.atomic()
        self.around.__enter__()

    def __exit__(self, *raised: Any) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(*raised)
        translation.activate("en")
        timezone.deactivate()


def _ask(client: Client, method: str, address: str, *, follow: bool = True, **sent: Any) -> None:
    """Ask, and what it leads to; both must be harmless."""
    response = client.generic(method, address, **sent) if "data" not in sent else client.post(address, **sent)
    wrong = what_is_wrong(response)
    assert wrong == [], (method, address, sent, wrong)
    target = response.get("Location", "")
    if follow and response.status_code == 302 and target.startswith("/") and not target.startswith("//"):
        _ask(client, "GET", target, follow=False)


def _typed(data: st.DataObject, page: Page) -> dict[str, list[Any]]:
    """The page's form as it is opened and filled in, with something hostile in up to three fields, or in all."""
    form = page.form
    sent: dict[str, list[Any]] = form.filled()
    names = sorted(set(form.values) - {"csrfmiddlewaretoken"}) or ["x"]
    texts = [name for name in names if form.kinds.get(name) in {"text", "textarea", "search"}]
    if texts and data.draw(st.booleans()):  # words that a form takes, which then stand on pages
        sent |= {name: [data.draw(payloads.visible)] for name in texts}
    else:
        for name in data.draw(st.lists(st.sampled_from(names), max_size=3)):
            choices = (
                st.sampled_from(form.options[name]).map(lambda one: [one]) if name in form.options else st.nothing()
            )
            sent[name] = data.draw(payloads.values | choices)
    for name in sorted(form.files):
        file = io.BytesIO(data.draw(payloads.files))
        file.name = data.draw(payloads.file_names)
        sent[name] = [file]
    return sent


@cases(110)
@given(data=st.data())
def test_forms(world: World, data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(world.forms))
    sent = _typed(data, page)
    with Undone():
        _ask(world.browser(page.who), "POST", page.url, data=sent)


@cases(20)
@given(data=st.data())
def test_files(world: World, data: st.DataObject) -> None:
    page = data.draw(st.sampled_from([page for page in world.forms if page.form.files]))
    sent = _typed(data, page)
    with Undone():
        _ask(world.browser(page.who), "POST", page.url, data=sent)


@cases(80)
@given(data=st.data())
def test_questions_in_addresses(world: World, data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(world.pages))
    asked = data.draw(st.dictionaries(st.sampled_from(world.asked), payloads.words, min_size=1, max_size=4))
    headers = data.draw(st.sampled_from(({}, {"HX-Request": "true"}, {"Accept-Language": "ja"})))
    with Undone():
        client = world.browser(page.who)
        wrong = what_is_wrong(client.get(page.url.partition("?")[0], asked, headers=headers))
    assert wrong == [], (page.url, asked)


@cases(70)
@given(data=st.data())
def test_addresses(world: World, data: st.DataObject) -> None:
    """Any object, or none, at any address, in any way."""
    pattern = data.draw(st.sampled_from(world.patterns))
    part = st.sampled_from(world.known_parts) | payloads.in_paths
    arguments = {name: data.draw(part) for name in pattern.pattern.converters}
    try:
        address = reverse(pattern.name or "", kwargs=arguments)
    except NoReverseMatch:
        address = "/".join(["", *(str(value) for value in arguments.values()), ""])
    method = data.draw(st.sampled_from(("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")))
    names = st.sampled_from((*world.asked, "version", "base", "note", "person", "on", "text", "answer"))
    sent = {"data": data.draw(st.dictionaries(names, payloads.words, max_size=4))} if method == "POST" else {}
    who = data.draw(st.sampled_from((MEMBER, VISITOR)))
    with Undone():
        _ask(world.browser(who), method, address, **sent)


@cases(100)
@given(data=st.data())
def test_api(world: World, data: st.DataObject) -> None:
    path, method, told = data.draw(st.sampled_from(list(operations(world.schema))))
    for parameter in told.get("parameters", ()):
        if parameter["in"] == "path":
            value = data.draw(st.sampled_from(world.ids) | payloads.in_paths)
            path = path.replace(f"{{{parameter['name']}}}", value)
    names = [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"] or ["limit"]
    query = data.draw(st.dictionaries(st.sampled_from(names), payloads.words, max_size=2))
    headers = {
        "Authorization": f"Bearer {world.token}",
        "If-Match": data.draw(st.sampled_from(('"1"', '"2"', "*", "x"))),
    }
    body = _body(data, told)
    with Undone():
        response = Client().generic(
            method, path, body, content_type="application/json", query_params=query, headers=headers
        )
        assert what_is_wrong(response) == [], (method, path, query, body)


def _body(data: st.DataObject, told: dict) -> bytes:
    """A body with the fields that the API says it takes, hostile in one or in all of them, or no body of that kind."""
    if "requestBody" not in told or data.draw(st.integers(0, 3)) == 0:
        return data.draw(payloads.json_bodies)
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    fields = sorted(schema.get("properties", {})) or ["x"]
    drawn = data.draw(st.dictionaries(st.sampled_from(fields), payloads.json_values, max_size=4))
    return payloads.json.dumps(drawn).encode()


@cases(20)
@given(data=st.data())
def test_links_without_an_account(world: World, data: st.DataObject) -> None:
    """Tokens that are none: of partners, invitations, reminders, calendars, new passwords."""
    takers = [one for one in world.patterns if {"token", "key", "uidb36"} & set(one.pattern.converters)]
    pattern = data.draw(st.sampled_from(takers))
    arguments = {name: data.draw(payloads.in_paths) for name in pattern.pattern.converters}
    try:
        address = reverse(pattern.name or "", kwargs=arguments)
    except NoReverseMatch:
        address = "/".join(["", *arguments.values(), ""])
    method = data.draw(st.sampled_from(("GET", "POST")))
    with Undone():
        _ask(world.browser(VISITOR), method, address)


@cases(12)
@given(data=st.data())
def test_cells(world: World, data: st.DataObject) -> None:
    """What stands in records, however it came there, in a file of the list they are in: no cell of it runs."""
    listed = data.draw(st.sampled_from([one for one in world.pages if one.name.endswith("_list")]))
    formula = data.draw(st.sampled_from(payloads.FORMULAS))
    kind = data.draw(st.sampled_from(("csv", "xlsx")))
    with Undone():
        write_everywhere(formula, reader=world.member)
        client = world.browser(MEMBER)
        wrong = what_is_wrong(client.get(listed.url, {"format": kind, "of": "all", "state": "all"}))
    assert wrong == [], (formula, listed.url, wrong)


def test_no_form_takes_what_is_none_and_each_field_says_so(world: World) -> None:
    """Every form of every page: what somebody types into it is refused at its field where it is none."""
    by_fields = {(page.name, *sorted(page.form.kinds)): page for page in reversed(world.forms) if page.who == MEMBER}
    found = []
    for page in by_fields.values():
        if len(page.form.kinds) > 1 and page.name != "account_logout":
            one = Opened(world.browser(MEMBER), page.name, page.form)
            found += [f"{page.name}: {what}" for what in what_it_takes(one)]
    assert found == []


def test_every_way_in_is_asked(world: World) -> None:
    """The lists that cases are drawn from hold what there is."""
    assert {one.name for one in world.forms} >= {"import_create", "alliance_edit", "partner_page", "account_login"}
    told = {path.split("/")[3] for path, _method, _told in operations(world.schema)}
    assert told >= {resource.code for resource in resources()}
