"""Differences as a part of the record."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.parts import Offer, Page, Part, RecordTab
from alliances.differences.models import Difference
from coe_hub.audit.history import Story, titled


def _in_use() -> Exists:
    return Exists(Difference.objects.active().filter(alliance=OuterRef("pk")))


_STORIES = (
    (
        titled(
            Story(
                Difference,
                (*Difference.EDITABLE, "archived_at"),
                created=lambda event, _names: _("wrote down a difference: %(topic)s") % {"topic": event.topic},
            ),
            "topic",
        ),
        of_alliance,
    ),
)


def register_all() -> None:
    """Put differences on the record and into its history."""
    parts.register(
        Part(
            code="differences",
            place=47,
            pages=[Page(RecordTab.HEALTH, gettext_lazy("Differences"), "alliance_differences", 20)],
            stories=_STORIES,
            offer=Offer(gettext_lazy("Differences"), "alliance_differences", _in_use),
        )
    )
