"""A Monday in June, and something to do."""

from collections.abc import Iterator

import pytest
import time_machine

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from tests.cast import Cast
from tests.reminders.items import make_item


@pytest.fixture(autouse=True)
def _on_the_first_of_june() -> Iterator[None]:
    with time_machine.travel("2026-06-01T09:00Z", tick=False):
        yield


@pytest.fixture
def item(cast: Cast, alliance: Alliance) -> ActionItem:
    """The viewer's, given by the lead."""
    return make_item(alliance, cast.viewer.person, by=cast.lead)
