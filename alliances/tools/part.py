"""Tools as a part of the record."""

from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.parts import Page, Part, RecordTab


def register_all() -> None:
    """Give tools their page of the record."""
    page = Page(RecordTab.WORK, gettext_lazy("Tools"), "alliance_tools", 30)
    parts.register(Part(code="tools", place=40, pages=[page]))
