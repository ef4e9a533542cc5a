"""The differences of one alliance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.core import parts
from alliances.core.overview import record_steps, record_tabs
from alliances.core.parts import RecordPage
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.differences.actions import archive_difference, edit_difference, write_difference
from alliances.differences.forms import DifferenceForm
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import may_edit


@requires(MEMBER)
@require_safe
def alliance_differences(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Where the two sides work differently; those not bridged yet on top."""
    alliance = visible_alliance(request, public_id)
    is_editable = may_edit(request, alliance)
    page = RecordPage(alliance, request.user, is_editable, timezone.localdate())
    panels = parts.panels_on("alliance_differences", page)
    context = {
        "alliance": alliance,
        "may_edit": is_editable,
        "panels": panels,
        **{name: value for panel in panels for name, value in panel.context.items()},
        "tabs": record_tabs(alliance, "alliance_differences"),
        "steps": record_steps(alliance),
        "differences": alliance.differences.active().in_order(),
    }
    return render(request, "alliances/alliance_differences.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def difference_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write a difference down; `?topic=`, `?ours=` and `?theirs=` are what a culture profile gave of it."""
    alliance = editable_alliance(request, public_id)
    found = {name: request.GET.get(name, "")[:1000] for name in ("topic", "ours", "theirs")}
    form = DifferenceForm(request.POST or None, found=found)
    if form.is_bound and form.is_valid():
        try:
            difference = write_difference(alliance=alliance, by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(difference)
    return render(request, "alliances/difference_create.html", {"form": form, "alliance": alliance})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def difference_edit(request: SignedInRequest, public_id: str, difference_id: str) -> HttpResponse:
    """Change a difference; where somebody else saved it meanwhile, the merge page."""
    alliance = editable_alliance(request, public_id)
    return edit_page(
        request,
        read=lambda: get_object_or_404(alliance.differences.active(), public_id=difference_id),
        make_form=lambda one, data: DifferenceForm(data, difference=one),
        save=lambda one, form: edit_difference(difference=one, **form.action_values()),
        show=lambda one, form: render(
            request, "alliances/difference_edit.html", {"form": form, "alliance": alliance, "difference": one}
        ),
        title=alliance.name,
        url=reverse("alliance_differences", args=[public_id]),
    )


@requires(WRITER)
@require_POST
def difference_archive(request: SignedInRequest, public_id: str, difference_id: str) -> HttpResponse:
    """Put a difference away."""
    alliance = editable_alliance(request, public_id)
    archive_difference(difference=get_object_or_404(alliance.differences.active(), public_id=difference_id))
    messages.success(request, _("Put away."))
    return redirect("alliance_differences", public_id)
