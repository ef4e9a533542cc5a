"""A day in the middle of a quarter, and the dashboard as one reader gets it."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from coe_hub.people.models import User


@pytest.fixture(autouse=True)
def _on_a_day_in_november() -> Any:
    """The running quarter began on 1 October; the one before on 1 July."""
    with time_machine.travel("2026-11-23T09:00Z", tick=False):
        yield


@pytest.fixture
def home(sign_in: Callable[..., Client]) -> Callable[[User], Any]:
    """What the dashboard's page is made of, for one reader."""
    return lambda user: sign_in(user).get("/governance/").context
