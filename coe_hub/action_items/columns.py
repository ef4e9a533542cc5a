"""Columns of lists of action items."""

from datetime import date

from django.utils.translation import gettext as _

from coe_hub.action_items.models import ActionItem
from coe_hub.lib.dates import local_date
from coe_hub.lib.lists import name_column
from coe_hub.lib.tables import Column


def _closed_by(item: ActionItem) -> str:
    return item.closed_by.display_name if item.closed_by else ""


def _closed_on(item: ActionItem) -> date | None:
    return item.closed_at and local_date(item.closed_at)


def item_columns() -> list[Column]:
    """Headings are in the reader's language; codes stay the same in every language."""
    owner = name_column("owner__")
    return [
        Column("text", _("What"), lambda item: item.text, 50, is_shown=True, url=ActionItem.get_absolute_url),
        Column("about", _("Alliance"), lambda item: item.scope_title, width=40, is_shown=True),
        Column("owner", _("Who"), lambda item: item.owner.display_name, width=22, is_shown=True, order=owner),
        Column("organisation", _("Organisation"), lambda item: item.owner.organisation.name, width=24),
        Column("side", _("Side"), lambda item: item.get_side_display(), width=12, order="side"),
        Column("due_on", _("By when"), lambda item: item.due_on, width=12, is_shown=True, order="due_on"),
        Column("state", _("State"), lambda item: item.get_state_display(), width=14, is_shown=True),
        Column("closed_on", _("Closed on"), _closed_on, width=12, order="closed_at"),
        Column("closed_by", _("Closed by"), _closed_by, width=20),
        Column("closing_note", _("Closing note"), lambda item: item.close_note, width=40),
        Column("note", _("Note"), lambda item: item.note, width=40),
        Column("source", _("Comes from"), lambda item: item.source_label, width=20),
        Column("address", _("Address in the hub"), lambda item: item.get_absolute_url(), width=54, is_link=True),
    ]
