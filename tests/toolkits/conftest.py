"""A tool that readers can open."""

from types import SimpleNamespace

import pytest

from tests.factories import make_user
from tests.toolkits.data import make_tool
from toolkits.models import Tool


@pytest.fixture
def desk(db: None) -> SimpleNamespace:
    """An author and another curator who approves."""
    return SimpleNamespace(
        author=make_user("Cara Author", roles=["curator"]), other=make_user("Otto Other", roles=["curator"])
    )


@pytest.fixture
def tool(desk: SimpleNamespace) -> Tool:
    """A published research tool for running alliances."""
    return make_tool(author=desk.author, approver=desk.other)
