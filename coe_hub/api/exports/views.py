"""Archives to take along."""

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.core.views.shared import visible_alliance
from coe_hub.api.exports.archive import alliance_archive
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.downloads import as_download, file_name


@requires(MEMBER)
@require_safe
def alliance_export(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """Everything of one alliance that the reader sees: lists, files, minutes, and what lies in it. One that was put
    away is restored first: lists have nothing of it."""
    alliance = visible_alliance(request, public_id)
    if alliance.is_archived:
        raise Http404
    name = file_name(alliance.name, f"{timezone.localdate()}", kind="zip")
    archive = alliance_archive(alliance, request.user)
    return as_download(StreamingHttpResponse(archive), name=name, content_type="application/zip")
