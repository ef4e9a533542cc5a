"""A published content and the two curators it takes."""

from types import SimpleNamespace

import pytest

from coe_hub.publishing.actions import Words, create_content, publish
from coe_hub.publishing.models import ContentKind, Edition
from tests.factories import make_user

FIRST = [
    Words(key="title", kind="line", text="Minutes"),
    Words(key="how", kind="text", text="Write the decision first."),
    Words(key="who", kind="fields", text="Alliance: {alliance}\nLead: {lead}"),
]


@pytest.fixture
def desk(db: None) -> SimpleNamespace:
    """An author and another curator who approves."""
    return SimpleNamespace(
        author=make_user("Cora Curator", roles=["curator"]), other=make_user("Otto Other", roles=["curator"])
    )


@pytest.fixture
def live(desk: SimpleNamespace) -> Edition:
    """An edition that readers see."""
    draft = create_content(kind=ContentKind.TOOL, slug="minutes", words=FIRST, by=desk.author)
    publish(draft=draft, by=desk.other)
    return draft
