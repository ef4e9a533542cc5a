"""How changes of files and links are told, on the page of what they belong to."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.attachments.models import Attachment, AttachmentKind, StoredFile
from coe_hub.audit.history import Names, Story
from coe_hub.lib.dates import date_text


def _added(event: Any, _names: Names) -> str:
    if event.kind == AttachmentKind.LINK:
        return _("added the link “%(title)s”") % {"title": event.title}
    return _("attached the file “%(title)s”") % {"title": event.title}


def _changed(before: Any, event: Any, _names: Names) -> Iterable[str]:
    words = {"title": event.title, "old": before.title}
    if before.archived_at != event.archived_at:
        yield (_("removed “%(title)s”") if event.archived_at else _("restored “%(title)s”")) % words
    if before.title != event.title:
        yield _("retitled “%(old)s” as “%(title)s”") % words
    if before.address != event.address:
        yield _("changed where the link “%(title)s” leads") % words
    if before.checked_on != event.checked_on:
        day = date_text(event.checked_on) if event.checked_on else _("no day")
        yield _("set the day on which the link “%(title)s” was checked to: %(date)s") % (words | {"date": day})


def _edition(event: Any, _names: Names) -> str | None:
    """The first edition came with the file itself."""
    if event.number == 1:
        return None
    return _("put in edition %(number)d of “%(title)s”") % {"number": event.number, "title": event.name}


FILES_AND_LINKS = Story(Attachment, created=_added, changed=_changed)
EDITIONS = Story(StoredFile, created=_edition)
