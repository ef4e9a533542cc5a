"""The one page as a part of the record: its button, for everybody who reads the record."""

from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core import parts
from alliances.core.parts import Button, Overview, Part, RecordPage
from coe_hub.documents.pdf import makes_pdf


def _overview(page: RecordPage) -> Overview:
    """The button, where PDFs can be made."""
    if not makes_pdf():
        return Overview()
    url = reverse("alliance_one_page", args=[page.alliance.public_id])
    return Overview(buttons=[Button(_("One page (PDF)"), url, for_readers=True)])


def register_all() -> None:
    """Offer the page on the record."""
    parts.register(Part(code="one_page", place=1, overview=_overview))
