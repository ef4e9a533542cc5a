"""Tools for other programs, as readers find them; they are written at the desk alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.resources import Resource, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.lib.text import reader_language
from toolkits.catalogue import Entry, entries
from toolkits.models import Tool


def _columns() -> Sequence[Column]:
    return [
        Column("title", _("Title"), lambda tool: tool.entry.title),
        Column("purpose", _("What it is for"), lambda tool: tool.entry.purpose),
        Column("when", _("When to use it"), lambda tool: tool.entry.when),
        column_of(Tool, "toolkit"),
        Column("edition", _("Edition"), lambda tool: tool.entry.edition.number),
        column_of(Tool, "minutes"),
    ]


def _read(rows: Any) -> Iterable[Tool]:
    """The tools, each with its words in the reader's language."""
    found: list[Entry] = entries(rows.select_related("content"), reader_language())
    for entry in found:
        entry.tool.entry = entry  # type: ignore[attr-defined]
    return [entry.tool for entry in found]


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "tools",
            "published tools, in your language",
            Tool,
            rows=lambda _user: Tool.objects.published(),
            columns=_columns,
            read=_read,
            key="content__slug",
            moved="content__updated_at",
        )
    )
