"""An alliance on one page of paper, as its reader sees it."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.core import parts
from alliances.core.parts import RecordPage
from alliances.core.views.shared import visible_alliance
from alliances.one_page.composing import on_one_page
from coe_hub.documents.pdf import PdfNotHere, print_pdf
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.downloads import file_name, send_bytes
from coe_hub.lib.text import reader_language
from coe_hub.lib.uploads import TYPES


@requires(MEMBER)
@require_safe
def alliance_one_page(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """The page as PDF, in the reader's language. Where no PDF can be made, the record says so."""
    alliance = visible_alliance(request, public_id)
    today = timezone.localdate()
    page = RecordPage(alliance, request.user, may_edit=False, today=today, unused=parts.unused_parts(alliance))
    try:
        content = print_pdf("alliances/alliance_one_page.html", on_one_page(page), language=reader_language())
    except PdfNotHere as missing:
        messages.error(request, missing.message)
        return redirect(alliance)
    name = file_name(alliance.name, _("One page"), today.isoformat(), kind="pdf")
    return send_bytes(content, name=name, content_type=TYPES["pdf"])
