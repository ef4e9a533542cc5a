"""Each constraint of the reminders room, tried with what is right and with what is wrong."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from coe_hub.people.models import Person
from coe_hub.reminders.models import Delivery, KindPreference, KindRule, Preference, Reminder, Response
from tests.factories import make_person

NOW = timezone.now()
DAY = date(2026, 5, 14)


def mail(w: SimpleNamespace, number: str, **values: Any) -> Delivery:
    facts = {"person": w.person, "channel": "single", "on_day": DAY, "send_after": NOW}
    return Delivery(message_id=number, **facts | values)


def told(w: SimpleNamespace, **values: Any) -> Reminder:
    facts = {"kind": "k", "object_id": 1, "due_date": DAY, "told_for": DAY, "on_day": DAY, "send_after": NOW}
    return Reminder(**{"person": w.person, "channel": "digest", **facts} | values)


def answer(w: SimpleNamespace, **values: Any) -> Response:
    facts = {"person": w.person, "kind": "k", "object_id": 1, "due_date": DAY, "answer": "not_mine"}
    return Response(**facts | values)


def other(w: SimpleNamespace) -> Person:
    w.count += 1
    return make_person(f"Other{w.count} Reader")


CASES: dict[str, Callable[[SimpleNamespace], list[models.Model]]] = {
    "delivery_state_known": lambda w: [mail(w, "1"), mail(w, "2", state="lost", ended_at=NOW)],
    "delivery_channel_known": lambda w: [mail(w, "1"), mail(w, "2", channel="page")],
    "delivery_ended_has_time": lambda w: [mail(w, "1", state="sent", ended_at=NOW), mail(w, "2", state="failed")],
    "delivery_one_digest_a_day": lambda w: [
        mail(w, "1", channel="digest"),
        mail(w, "2", channel="digest", on_day=DAY + timedelta(1)),
        mail(w, "3"),
        mail(w, "4", channel="digest"),
    ],
    "reminder_told_once": lambda w: [
        told(w),
        told(w, told_for=DAY - timedelta(1)),
        told(w, due_date=DAY + timedelta(1)),
        told(w, object_id=2),
        told(w, kind="other"),
        told(w, person=other(w)),
        told(w, channel="single"),
    ],
    "reminder_channel_known": lambda w: [told(w), told(w, object_id=2, channel="fax")],
    "reminder_page_has_no_mail": lambda w: [
        told(w, channel="page"),
        told(w, object_id=2, delivery=w.mail),
        told(w, object_id=3, channel="page", delivery=w.mail),
    ],
    "kind_rule_weeks_late_range": lambda w: [KindRule(kind="a", weeks_late=26), KindRule(kind="b", weeks_late=27)],
    "kind_rule_has_lead_days": lambda w: [KindRule(kind="a"), KindRule(kind="b", lead_days=[])],
    "wish_rhythm_known": lambda w: [Preference(person=w.person), Preference(person=other(w), rhythm="hourly")],
    "wish_weekday_known": lambda w: [Preference(person=w.person, weekday=6), Preference(person=other(w), weekday=7)],
    "kind_wish_once": lambda w: [
        KindPreference(person=w.person, kind="a"),
        KindPreference(person=w.person, kind="b"),
        KindPreference(person=other(w), kind="a"),
        KindPreference(person=w.person, kind="a"),
    ],
    "kind_wish_has_lead_days": lambda w: [
        KindPreference(person=w.person, kind="a"),
        KindPreference(person=w.person, kind="b", lead_days=[0]),
        KindPreference(person=w.person, kind="c", lead_days=[]),
    ],
    "answer_last_one_counts": lambda w: [answer(w), answer(w, object_id=2), answer(w, due_date=DAY + timedelta(1))],
    "answer_snoozed_until_a_day": lambda w: [
        answer(w, answer="snoozed", until=DAY),
        answer(w, object_id=2, answer="snoozed"),
    ],
}


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    world = SimpleNamespace(person=make_person("Rita Reader"), count=0)
    world.mail = mail(world, "0", on_day=DAY - timedelta(9))
    world.mail.save()
    return world


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_what_is_wrong(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    for row in right:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save(force_insert=True)


def test_every_constraint_of_the_room_is_tried() -> None:
    models_of_the_room = apps.get_app_config("reminders").get_models()
    ours = [model for model in models_of_the_room if model.__module__.startswith("coe_hub.reminders.models")]
    written = {one.name for model in ours if "Event" not in model.__name__ for one in model._meta.constraints}
    assert written == set(CASES)
