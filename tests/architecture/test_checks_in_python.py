"""What Python says of check constraints is what the database says, and a record is validated with few questions."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from alliances.core.models import Alliance
from alliances.obligations.models import Obligation
from coe_hub.lib.constraints import holds
from tests.architecture.test_constraints import CASES, world
from tests.architecture.test_floors import MODELS
from tests.cast import Cast

__all__ = ["world"]
CHECKS = {
    one.name: one for model in MODELS for one in model._meta.constraints if isinstance(one, models.CheckConstraint)
}


@pytest.mark.parametrize("name", [name for name in CASES if name in CHECKS])
def test_what_is_said_to_hold_does_in_the_database(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    assert holds(CHECKS[name], wrong) is False
    for row in right:
        row.save(force_insert=True)


def test_what_most_records_are_asked_is_told_in_python(world: SimpleNamespace) -> None:
    rows = {name: case(world) for name, case in CASES.items() if name in CHECKS}
    told = {name for name, made in rows.items() if any(holds(CHECKS[name], row) for row in made)}
    asked = sorted(name for name, made in rows.items() if len(made) > 1 and name not in told)
    # Files, and lists within lists, are left to the database.
    assert asked == [
        *("directory_account_roles_known", "pack_finished_with_a_file", "user_roles_known"),
        "webhook_tells_of_something",
    ]


ROW = Obligation(title="A", fixed_on=date(2026, 5, 4), count=5)
CONDITIONS: dict[str, tuple[Any, bool]] = {
    "equal": (Q(title="A"), True),
    "another": (Q(title="B"), False),
    "not": (~Q(title=""), True),
    "nothing there": (Q(amount__gt=0), True),
    "not of nothing": (~Q(amount=3), True),
    "nothing or wrong": (Q(amount__gt=0) | Q(title="B"), True),
    "nothing and wrong": (Q(amount__gt=0) & Q(title="B"), False),
    "nothing and right": (Q(amount__gt=0) & Q(title="A"), True),
    "is there": (Q(fixed_on__isnull=False), True),
    "not there": (Q(fixed_on__isnull=True), False),
    "in order": (Q(fixed_on__gte=F("last_on")), True),
    "in range": (Q(count__range=(1, 5)), True),
    "beyond": (Q(count__range=(6, 9)), False),
    "one of": (Q(count__in=[4, 5]), True),
    "more text, by a collation": (Q(title__gt="0"), False),
    "a function": (Q(title__length=1), False),
    "an expression": (Q(count=Length("title")), False),
    "either but not both": (Q(title="A") ^ Q(count=5), False),
    "made by the database": (Q(folded="a"), False),
}


@pytest.mark.parametrize(("condition", "held"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_are_read_as_sql_reads_them_or_not_at_all(condition: Any, held: bool) -> None:
    constraint = models.CheckConstraint.__new__(models.CheckConstraint)
    constraint.condition = condition
    assert holds(constraint, ROW) is held


def test_what_was_not_read_is_not_asked_for(alliance: Alliance, django_assert_num_queries: Callable[..., Any]) -> None:
    row = Alliance.objects.defer("name").get(pk=alliance.pk)
    with django_assert_num_queries(0):
        assert holds(models.CheckConstraint(condition=~Q(name=""), name="a"), row) is False


def test_a_record_is_validated_with_no_question_where_all_is_well(
    alliance: Alliance, cast: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    one = Obligation(
        alliance=alliance, scope=alliance.scope, title="A", fixed_on=date(2026, 5, 4), owner=cast.lead.person
    )
    with django_assert_num_queries(0):
        one.full_clean()
    one.title, one.last_on, one.first_on = "A", date(2026, 1, 1), date(2026, 2, 1)
    with pytest.raises(ValidationError) as refused:
        one.full_clean()
    assert refused.value.messages == ["The last period ends before the first."]
