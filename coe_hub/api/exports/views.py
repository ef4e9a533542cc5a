"""Archives to take along: asked for, waited for, downloaded by whoever asked."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alliances.core.views.shared import visible_alliance
from coe_hub.api.exports.actions import ask_export
from coe_hub.api.exports.models import Export, ExportKind, ExportState
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed, confirmed_file
from coe_hub.lib.downloads import send_file
from coe_hub.lib.limits import limited
from coe_hub.lib.long_work import progress_part


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
@confirmed(methods=("POST",))
@limited("export", methods=("POST",))
def export_list(request: SignedInRequest) -> HttpResponse:
    """What one asked for within a day, and what can be asked for; `?alliance=` names one by its id."""
    key = request.POST.get("alliance") or request.GET.get("alliance")
    alliance = visible_alliance(request, key) if key else None
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in ExportKind.values or (kind == ExportKind.ALLIANCE) != (alliance is not None):
            raise BadRequest
        return redirect(ask_export(user=request.user, kind=kind, alliance=alliance))
    exports = Export.objects.visible_to(request.user).order_by("-asked_at", "-pk")
    return render(request, "api/export_list.html", {"exports": exports, "alliance": alliance})


def _own(request: SignedInRequest, public_id: str) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user), public_id=public_id)


@requires(MEMBER)
@require_safe
def export_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How far an archive is and, once it is ready, where it is taken from."""
    export = _own(request, public_id)
    is_heard = export.is_under_way and not export.is_unheard
    context = {"export": export, "page_url": export.get_absolute_url(), "is_heard": is_heard}
    part = progress_part(request, "api/_export_progress.html", context, is_under_way=export.is_under_way)
    return part or render(request, "api/export_detail.html", context)


@requires(MEMBER)
@require_safe
@confirmed_file
@limited("export")
def export_file(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """The archive itself."""
    export = _own(request, public_id)
    if export.state != ExportState.READY or not export.file:
        raise Http404
    return send_file(export.file, name=export.name, content_type="application/zip")
