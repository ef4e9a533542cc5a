"""What takes files and links."""

import pytest

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.journal.models import JournalEntry
from coe_hub.action_items.models import ActionItem
from coe_hub.attachments.actions import attach_file
from coe_hub.attachments.models import Attachment
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.factories import SINCE
from tests.reminders.items import make_item


@pytest.fixture
def entry(alliance: Alliance, cast: Cast) -> JournalEntry:
    """A line of the open alliance's journal."""
    return write_entry(alliance=alliance, kind="call", text="They called", happened_on=SINCE, by=cast.lead)


@pytest.fixture
def item(alliance: Alliance, cast: Cast) -> ActionItem:
    """An action on the open alliance."""
    return make_item(alliance, cast.team.person, by=cast.lead, text="Send the data")


@pytest.fixture
def file(alliance: Alliance, cast: Cast) -> Attachment:
    """A file of the open alliance."""
    return attach_file(record=alliance, upload=pdf(), by=cast.lead)
