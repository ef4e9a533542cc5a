"""Every query whose SQL is written once gives what its builder gives, on the pages that ask it and for each reader."""

import gc
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.demo.scale import people
from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import Scope, ScopeKind, User
from governance.decisions.actions.decisions import write_decision
from tests.alliances.obligations.data import only, owe
from tests.bench.pages import pages
from tests.governance.committees_data import make_committee
from training.models import Course, Enrolment

pytestmark = pytest.mark.sweep


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of the builders that pages asked; each answer is compared on the spot."""
    names: set[str] = set()
    for method in ("objects", "rows", "figures", "sql"):
        _watch(monkeypatch, method, names)
    return names


def _watch(monkeypatch: pytest.MonkeyPatch, method: str, names: set[str]) -> None:
    given = getattr(Prepared, method)

    def both(self: Prepared, *shape: Any, **values: Any) -> Any:
        found = given(self, *shape, **values)
        names.add(_name(self))
        arguments, named = self.arguments(shape, values)
        asked = self.build(*arguments, **named)
        if method == "sql":
            assert found[0] == asked.query.sql_with_params()[0], _name(self)
        elif self.around != "{}":
            _compare(self, found, _around(self, asked), is_ordered="ORDER BY" in self.around)
        elif method == "figures":
            assert found == asked[0].aggregate(**asked[1]), _name(self)
        else:
            rows, others = ([_plain(row) for row in some] for some in (found, asked))
            _compare(self, rows, others, is_ordered=asked.ordered)
        return found

    monkeypatch.setattr(Prepared, method, both)


def _compare(one: Prepared, rows: list[Any], others: list[Any], *, is_ordered: bool) -> None:
    """Where no order is asked for, none is promised."""
    if not is_ordered:
        rows, others = _sorted(rows), _sorted(others)
    assert rows == others, _name(one)


def _around(one: Prepared, asked: Any) -> list[Any]:
    """What the SQL around a query gives where the query stands in it as Django writes it."""
    sql, parameters = asked.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(one.around.replace("{}", sql), parameters)
        return cursor.fetchall()


def _sorted(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=repr)


def _name(one: Prepared) -> str:
    return f"{one.build.__module__}.{one.build.__name__}"


def _plain(row: Any, seen: frozenset[int] = frozenset()) -> Any:
    """A row with all that was read with it."""
    if not isinstance(row, Model):
        return tuple(row) if isinstance(row, list | tuple) else row
    if id(row) in seen:
        return row.pk
    seen |= {id(row)}
    known = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    many = vars(row).get("_prefetched_objects_cache", {})
    read_ahead = {name: [_plain(one, seen) for one in rows] for name, rows in many.items()}
    return known | {name: _plain(one, seen) for name, one in row._state.fields_cache.items()} | read_ahead


def _addresses_of_records(manager: User) -> list[str]:
    """Pages whose records no benchmark has: how their views get at them is prepared too."""
    alliance = Alliance.objects.visible_to(manager)[0]
    committee = make_committee(alliance, by=manager)
    decision = write_decision(committee=committee, by=manager, text="Go on", decided_on=timezone.localdate())
    due_day = only(owe(alliance)).public_id
    return [
        reverse("alliance_issues", args=[alliance.public_id]),
        decision.get_absolute_url(),
        reverse("fulfilment_settle", args=[due_day, "waive"]),
    ]


def _address_of_something_hidden(reader: User) -> str:
    """Who does not see an alliance may still see something of it behind a wall, which is asked next."""
    hidden = Alliance.objects.exclude(scope__grants__person=reader.person_id)[0]
    Scope.objects.filter(pk=hidden.scope_id).update(kind=ScopeKind.RESTRICTED)
    return reverse("alliance_issues", args=[hidden.public_id])


@pytest.mark.urls("tests.bench.empty")
@pytest.mark.django_db
def test_pages_read_the_same_rows_with_and_without(asked: set[str], sign_in: Callable[..., Client]) -> None:
    call_command("make_scale", alliances=12, stdout=StringIO())
    call_command("load_courses", stdout=StringIO())
    named = {role: User.objects.get(email=people.address(role)) for role in people.NAMED}
    User.objects.filter(email=people.address("scientist")).update(language="ja")
    Enrolment.objects.create(user=named["scientist"], course=Course.objects.published()[0])
    due.as_sql(until=timezone.localdate())
    readers = {role: sign_in(user) for role, user in named.items()}
    for page in pages(named):
        assert readers[page.role].get(page.address).status_code == 200, page
    for address in _addresses_of_records(named["manager"]):
        assert readers["manager"].get(address).status_code == 200, address
    assert readers["scientist"].get(_address_of_something_hidden(named["scientist"])).status_code == 404
    everywhere = {_name(one) for one in gc.get_objects() if issubclass(type(one), Prepared)}
    # What a search of so small a hub finds is chance.
    by_chance = (".findable.", ".search.")
    left = {name for name in everywhere - asked if not any(one in name for one in by_chance)}
    assert {name for name in left if not name.startswith("tests.")} == set()
