"""Columns of lists of action items in files."""

from django.utils.translation import gettext as _

from coe_hub.lib.dates import local_date
from coe_hub.lib.tables import Column


def item_columns() -> list[Column]:
    """Headings are in the reader's language; codes stay the same in every language."""
    return [
        Column("text", _("What"), lambda item: item.text),
        Column("about", _("Alliance"), lambda item: item.scope_title),
        Column("owner", _("Who"), lambda item: item.owner.display_name),
        Column("organisation", _("Organisation"), lambda item: item.owner.organisation.name),
        Column("side", _("Side"), lambda item: item.get_side_display()),
        Column("due_on", _("By when"), lambda item: item.due_on),
        Column("state", _("State"), lambda item: item.get_state_display()),
        Column("closed_on", _("Closed on"), lambda item: item.closed_at and local_date(item.closed_at)),
        Column("closed_by", _("Closed by"), lambda item: item.closed_by.display_name if item.closed_by else ""),
        Column("closing_note", _("Closing note"), lambda item: item.close_note),
        Column("note", _("Note"), lambda item: item.note),
        Column("source", _("Comes from"), lambda item: item.source_label),
        Column("address", _("Address in the hub"), lambda item: item.get_absolute_url()),
    ]
