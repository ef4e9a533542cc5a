"""Files and links as a part of the record."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.models import Alliance
from alliances.core.parts import Offer, Page, Part, RecordTab
from coe_hub.attachments import holders
from coe_hub.attachments.history import EDITIONS, FILES_AND_LINKS
from coe_hub.attachments.models import Attachment


def _in_use() -> Exists:
    return Exists(Attachment.objects.active().filter(folder__scope=OuterRef("scope")))


def register_all() -> None:
    """Let alliances take files and links, and put those of all that stands in an alliance's scope on its record."""
    holders.register("alliance", Alliance, gettext_lazy("Alliance"), page="alliance_files")
    parts.register(
        Part(
            code="files",
            place=27,
            pages=[Page(RecordTab.AGREEMENT, gettext_lazy("Files"), "alliance_files", 40)],
            offer=Offer(gettext_lazy("Files"), "alliance_files", _in_use),
            stories=[
                (FILES_AND_LINKS, lambda alliance: {"folder__scope": alliance.scope_id}),
                (EDITIONS, lambda alliance: {"attachment__folder__scope": alliance.scope_id}),
            ],
        )
    )
