"""A small published tool."""

from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, publish
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


def make_tool(*, author: User, approver: User) -> Tool:
    """A published research tool for running alliances."""
    made = create_tool(
        title="Minutes and what to capture",
        words=WORDS,
        by=author,
        toolkit="research",
        minutes=20,
        phases=["running"],
        weight="light",
        practice="core",
    )
    publish(draft=made.content.versions.get(), by=approver)
    return made
