"""The files and links of one alliance: its own, and those of its journal, its actions and all else in its scope."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import visible_alliance
from coe_hub.attachments import holders
from coe_hub.attachments.models import Attachment
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.people.accounts.readers import may_edit

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def alliance_files(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Everything that lies in the alliance's scope or a part of it that the reader sees, the newest first, each with
    what it belongs to."""
    alliance = visible_alliance(request, public_id)
    here = Q(folder__scope=alliance.scope) | Q(folder__scope__parent=alliance.scope)
    rows = Attachment.objects.visible_to(request.user).active().filter(here).with_row().order_by("-created_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    records = holders.records_of(one.folder_id for one in page if one.folder_id != alliance.folder_id)
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_files"),
        "steps": record_steps(alliance),
        "page": page,
        "files": [(one, holders.place_of(records.get(one.folder_id))) for one in page],
    }
    return render(request, "alliances/alliance_files.html", context)
