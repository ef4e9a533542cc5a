"""Stages as a part of the record: the button that changes it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core import parts
from alliances.core.parts import Button, Overview, Part, RecordPage


def _overview(page: RecordPage) -> Overview:
    return Overview(buttons=[Button(_("Change stage"), reverse("stage_change", args=[page.alliance.public_id]))])


def register_all() -> None:
    """Put the change of stage on the record."""
    parts.register(Part(code="stages", place=5, overview=_overview))
