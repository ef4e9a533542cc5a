"""Moving an alliance to another stage."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.core.models import StageChange
from alliances.core.overview import record_steps
from alliances.core.views.shared import editable_alliance
from alliances.stages.actions import change_stage
from alliances.stages.forms import StageForm
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.people.models import ScopeKind


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def stage_change(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Move the alliance to another stage, with a date and a reason."""
    alliance = editable_alliance(request, public_id)
    form = StageForm(request.POST or None, alliance=alliance)
    if form.is_bound and form.is_valid():
        try:
            change = change_stage(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _said(change, was_restricted="scope_kind" in form.fields))
            return redirect(alliance)
    context = {"form": form, "alliance": alliance, "steps": record_steps(alliance)}
    return render(request, "alliances/stage_change.html", context)


def _said(change: StageChange, *, was_restricted: bool) -> str:
    """Where it is now; of one that was restricted, who may see it."""
    stage = {"stage": change.stage.name}
    if not was_restricted:
        return _("Now in the stage “%(stage)s”.") % stage
    if change.alliance.scope.kind == ScopeKind.OPEN:
        return _("Now in the stage “%(stage)s”. Every member may read it.") % stage
    return _("Now in the stage “%(stage)s”. Only people named on it may see it.") % stage
