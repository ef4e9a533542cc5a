"""People as a part of the record."""

from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.participants import PEOPLE_COLUMNS
from alliances.core.parts import Page, Part, RecordTab


def register_all() -> None:
    """Give the people of an alliance their page of the record, and the list of alliances its columns of them."""
    page = Page(RecordTab.PEOPLE, gettext_lazy("People"), "member_list")
    parts.register(Part(code="people", place=30, pages=[page], list_columns=PEOPLE_COLUMNS))
