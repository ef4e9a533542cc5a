"""Files of tools are made once for an edition in a language, and anew where anything they are made from changed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.publishing.models import Edition
from tests.cast import Cast
from tests.factories import make_user
from toolkits import files
from toolkits.models import Tool


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The languages of the documents that were laid out."""
    caches["files"].clear()
    languages: list[str] = []
    lay_out = files.write_docx

    def watched(**words: Any) -> bytes:
        languages.append(words["language"])
        return lay_out(**words)

    monkeypatch.setattr(files, "write_docx", watched)
    yield languages
    caches["files"].clear()


def test_a_file_is_made_once_and_anew_where_it_is_made_from_something_else(
    made: list[str], tool: Tool, sign_in: Callable[..., Client]
) -> None:
    reader = sign_in(make_user("Rita Reader"))
    address, archive = tool_address(tool), reverse("toolkit_download", args=[tool.toolkit])
    first = reader.get(address).content
    assert reader.get(address).content == first
    assert first in reader.get(archive).getvalue()
    assert made == ["en"]
    Edition.objects.filter(content=tool.content).update(published_at=timezone.now() - timedelta(days=40))
    assert reader.get(address).content != first
    assert made == ["en", "en"]


def test_what_is_filled_in_is_made_each_time(
    made: list[str], tool: Tool, cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    member = sign_in(cast.lead)
    for _ in range(2):
        assert member.get(reverse("alliance_tool", args=[alliance.public_id, tool.content.slug])).status_code == 200
    assert made == ["en", "en"]
    assert member.get(tool_address(tool)).status_code == 200
    assert made == ["en", "en", "en"]


def tool_address(tool: Tool) -> str:
    return reverse("tool_download", args=[tool.toolkit, tool.content.slug])
