"""Tools as a part of the record."""

from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.parts import Part, Tab


def register_all() -> None:
    """Give tools their page of the record."""
    parts.register(Part(code="tools", place=40, tab=Tab(gettext_lazy("Tools"), "alliance_tools", 40)))
