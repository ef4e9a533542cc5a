"""SQL written once: the rows are those of the queryset itself, whoever asks and whatever was asked before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.lib import prepared, statements
from coe_hub.lib.prepared import Prepared
from tests.cast import Cast
from tests.factories import make_alliance

FIRST, LAST = date(2026, 1, 10), date(2026, 3, 1)


@pytest.fixture
def three(cast: Cast) -> None:
    """Three alliances with a first day each."""
    for name, day in (("A", FIRST), ("B", FIRST + timedelta(days=20)), ("C", LAST)):
        make_alliance(name, by=cast.lead, starts_on=day)


def build(order: str, *, lead: int, since: date) -> "QuerySet[Any]":
    found = Alliance.objects.filter(lead=lead, starts_on__gte=since - timedelta(days=5))
    return found.order_by(order).values_list("name", "starts_on")


def test_each_call_has_its_own_values_and_each_shape_its_own_sql(cast: Cast, three: None) -> None:
    query = Prepared(build)
    for order in ("name", "-name"):
        for since in (FIRST, LAST, FIRST + timedelta(days=25), FIRST + timedelta(days=26)):
            for person in (cast.lead.person_id, cast.team.person_id):
                assert query.rows(order, lead=person, since=since) == list(build(order, lead=person, since=since))
    assert query.rows("name", lead=cast.lead.person_id, since=LAST) == [("C", LAST)]


@pytest.mark.usefixtures("cast")
def test_the_moment_is_asked_anew_each_time() -> None:
    query = Prepared(lambda: Alliance.objects.filter(created_at__lt=prepared.now() - timedelta(hours=1)).values("pk"))
    for hour in (3, 9):
        with time_machine.travel(datetime(2026, 5, 1, hour, tzinfo=timezone.get_default_timezone()), tick=False):
            assert query.sql()[1] == [timezone.now() - timedelta(hours=1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("builder", "refusal"),
    [
        (lambda *, day: Alliance.objects.filter(created_at__lt=timezone.now(), starts_on=day), "is none of its values"),
        (lambda *, day: Alliance.objects.filter(starts_on__year=day.year), "is none of its values"),
        (
            lambda *, day: Alliance.objects.filter(pk__in=[*Alliance.objects.values_list("pk", flat=True)]),
            "asks the database",
        ),
        (lambda *, day: Alliance.objects.order_by("name" if day.year < 5000 else "pk"), "looks different"),
    ],
)
def test_what_could_not_be_repeated_is_refused(builder: Callable[..., Any], refusal: str) -> None:
    with pytest.raises(ValueError, match=refusal):
        Prepared(builder).sql(day=FIRST)


def cards(*, person: int, named: str, among: list[int]) -> "QuerySet[Any]":
    found = Alliance.objects.filter(lead=person, name=named, pk__any=among)
    return found.with_card()


def test_rows_come_as_what_they_are_with_all_that_was_to_be_read_with_them(
    cast: Cast, three: None, django_assert_num_queries: Callable[..., Any], settings: Any
) -> None:
    query, person = Prepared(cards), cast.lead.person_id
    among = list(Alliance.objects.filter(name__in=["A", "B"]).values_list("pk", flat=True))
    for keeps_plans in (True, False, True):
        settings.DATABASE_KEEPS_PLANS = keeps_plans
        for name in ("B", "A"):
            (asked,) = cards(person=person, named=name, among=among)
            with django_assert_num_queries(2):
                found = query.first(person=person, named=name, among=among)
                assert (found, found.stage, found.lead.user) == (asked, asked.stage, cast.lead)
                assert [str(one) for one in found.parties.all()] == [str(one) for one in asked.parties.all()]
        assert query.first(person=person, named="C", among=among) is None
        assert query.objects(person=person, named="A", among=[]) == []


def test_a_new_connection_plans_anew(cast: Cast, three: None) -> None:
    query = Prepared(build)
    values = {"lead": cast.lead.person_id, "since": LAST}
    assert query.rows("name", **values) == [("C", LAST)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    statements._planned.clear()  # as on a connection that was just opened
    assert query.rows("name", **values) == [("C", LAST)]


def test_a_connection_keeps_so_long_plans_at_most_and_those_used_last(
    cast: Cast, three: None, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    values = {"lead": cast.lead.person_id, "since": LAST}
    ways = ("SELECT * FROM ({}) AS one", "SELECT * FROM ({}) AS two", "SELECT * FROM ({}) AS six")
    first, second, third = (Prepared(build, around=way) for way in ways)
    statements._planned.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    settings.DATABASE_PLANS_MB = 1
    monkeypatch.setattr(statements, "_LETTERS_OF_A_MB", int(len(first.sql("name", **values)[0]) * 2.5))
    kept = []
    for query in (first, second, first, third, first):
        assert query.rows("name", **values) == [("C", LAST)]
        kept.append([*statements._planned[connection.connection]])
    assert [len(one) for one in kept] == [1, 2, 2, 2, 2]
    assert kept[0][0] == kept[2][1] == kept[3][0] == kept[4][1]  # the first was used between, so the second went
    assert Prepared(build, around=ways[0]).rows("name", **values) == [("C", LAST)]
    assert [*statements._planned[connection.connection]] == kept[-1]  # the same question has the same plan
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements ORDER BY name")
        assert [name for (name,) in cursor.fetchall()] == sorted(kept[-1])
