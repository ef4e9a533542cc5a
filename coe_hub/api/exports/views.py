"""Archives to take along."""

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.core.views.shared import visible_alliance
from coe_hub.api.exports.archive import alliance_archive, own_archive
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed_file
from coe_hub.lib.downloads import as_download, file_name
from coe_hub.lib.limits import limited


@requires(MEMBER)
@require_safe
@confirmed_file
@limited("export")
def alliance_export(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """Everything of one alliance that the reader sees: lists, files, minutes, and what lies in it. One that was put
    away is restored first: lists have nothing of it."""
    alliance = visible_alliance(request, public_id)
    if alliance.is_archived:
        raise Http404
    name = file_name(alliance.name, f"{timezone.localdate()}", kind="zip")
    archive = alliance_archive(alliance, request.user)
    return as_download(StreamingHttpResponse(archive), name=name, content_type="application/zip")


@requires(MEMBER)
@require_safe
@confirmed_file
@limited("export")
def own_export(request: SignedInRequest) -> HttpResponseBase:
    """What the hub has of the reader."""
    name = file_name(_("My data"), f"{timezone.localdate()}", kind="zip")
    return as_download(StreamingHttpResponse(own_archive(request.user)), name=name, content_type="application/zip")
