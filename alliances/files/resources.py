"""Files and links of alliances for other programs: what there is, of what, and where it is opened."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.attachments import holders
from coe_hub.attachments.models import Attachment
from coe_hub.lib.resources import Resource, register
from coe_hub.lib.tables import Column, column_of


def _columns() -> Sequence[Column]:
    return [
        column_of(Attachment, "title"),
        column_of(Attachment, "kind"),
        column_of(Attachment, "address"),
        column_of(Attachment, "checked_on"),
        Column("name", _("Name"), lambda one: "" if one.is_link else one.newest.name),
        Column("size", _("Size in bytes"), lambda one: None if one.is_link else one.newest.size),
        Column("edition", _("Edition"), lambda one: None if one.is_link else one.newest.number),
        Column("of", _("Belongs to"), lambda one: str(holders.holder_of(one.record).label) if one.record else ""),
        Column("of_id", _("Belongs to (id)"), lambda one: one.record.public_id if one.record else ""),
    ]


def _read(rows: Any) -> Iterable[Attachment]:
    """With `record`, what each belongs to."""
    files = list(rows.with_row().select_related("folder__scope__alliance"))
    records = holders.records_of({one.folder_id for one in files}) if files else {}
    for one in files:
        one.record = records.get(one.folder_id)
    return files


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "files",
            "files and links of what you may see; their contents are opened in the hub",
            Attachment,
            rows=lambda user: Attachment.objects.visible_to(user).active(),
            columns=_columns,
            read=_read,
            also=("kind",),
            parent="alliance",
            above="folder__scope__alliance__public_id",
        )
    )
