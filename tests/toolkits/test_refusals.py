"""What the actions on tools refuse beside what publishing refuses, and that nothing is begun by halves."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.refusals import LOST, Said, refused
from tests.toolkits.data import WORDS
from toolkits.actions import create_tool, edit_facts
from toolkits.models import Tool

FACTS = {"toolkit": "research", "weight": "light", "practice": "core", "minutes": 20, "phases": ["running"]}
NO_MINUTES = {"minutes": ["Ensure this value is greater than or equal to 1."]}


@pytest.mark.parametrize(
    ("title", "facts", "said"),
    [
        ("New", FACTS | {"minutes": 0}, NO_MINUTES),
        (
            "Minutes and what to capture",
            FACTS,
            {"__all__": ["Content with this Kind and Address already exists."]},
        ),
    ],
)
def test_create_tool_is_refused(
    title: str, facts: dict[str, Any], said: Said, tool: Tool, desk: SimpleNamespace
) -> None:
    with refused(said):
        create_tool(title=title, words=WORDS, by=desk.author, **facts)


@pytest.mark.parametrize(("version", "facts", "said"), [(99, FACTS, LOST), (None, FACTS | {"minutes": 0}, NO_MINUTES)])
def test_edit_facts_is_refused(version: int | None, facts: dict[str, Any], said: Said, tool: Tool) -> None:
    content = tool.content
    content.refresh_from_db()
    care = {"owner": None, "co_owner": None, "review_months": 3}
    with refused(said):
        edit_facts(tool=tool, care=care, version=version or content.version, **facts)
    content.refresh_from_db()
    assert content.review_months == 12
