"""A tool that readers can open."""

from types import SimpleNamespace

import pytest

from coe_hub.publishing.actions import Words, publish
from tests.factories import make_user
from toolkits.actions import create_tool
from toolkits.models import Tool

WORDS = [
    Words(key="title", kind="line", text="Minutes and what to capture"),
    Words(key="purpose", kind="line", text="Keep what was decided."),
    Words(key="when", kind="line", text="After each joint meeting."),
    Words(key="when-not", kind="line", text="For a call of two people."),
    Words(key="practice-reason", kind="line", text="Decisions get lost."),
    Words(key="how", kind="text", text="Write the **decision** first."),
    Words(key="who", kind="fields", text="Alliance: {alliance}\nPartners: {partners}\nSponsor: {sponsor}"),
]


@pytest.fixture
def desk(db: None) -> SimpleNamespace:
    """An author and another curator who approves."""
    return SimpleNamespace(
        author=make_user("Cara Author", roles=["curator"]), other=make_user("Otto Other", roles=["curator"])
    )


@pytest.fixture
def tool(desk: SimpleNamespace) -> Tool:
    """A published research tool for running alliances."""
    made = create_tool(
        title="Minutes and what to capture", words=WORDS, by=desk.author, toolkit="research", minutes=20,
        phases=["running"], weight="light", practice="core",
    )  # fmt: skip
    publish(draft=made.content.versions.get(), by=desk.other)
    return made
