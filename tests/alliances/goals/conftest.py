"""A day in June, a goal to be signed, and mails that arrive while a test goes on."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.goals.models import Goal
from coe_hub.people.models import Person
from tests.alliances.goals.data import DAY, WORDS
from tests.cast import Cast
from tests.factories import make_member
from tests.reminders.items import make_contact


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def _sent_at_once(django_capture_on_commit_callbacks: Callable[..., Any]) -> Any:
    """Mails arrive while the test goes on."""
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        yield callbacks


@pytest.fixture
def contact(alliance: Alliance) -> Person:
    person = make_contact()
    make_member(alliance, person, role="alliance_lead", side="theirs")
    return person


@pytest.fixture
def goal(cast: Cast, alliance: Alliance, contact: Person) -> Goal:
    """To be signed by the lead on our side and by somebody at the partner."""
    return set_goal(alliance=alliance, by=cast.lead, people=[cast.lead.person, contact], due_on=DAY, **WORDS)


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)
