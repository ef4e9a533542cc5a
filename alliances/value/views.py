"""The yearly look at why an alliance exists."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.core.views.shared import editable_alliance
from alliances.value.actions import confirm_value
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.forms import BackForm


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def value_look(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Rationale and value hypothesis, and one click that says that both still hold."""
    alliance = editable_alliance(request, public_id)
    form = BackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        confirm_value(alliance=alliance)
        messages.success(request, _("Noted. The next look is due in a year."))
        return redirect(safe_target(request, form.cleaned_data["next"], default=alliance.get_absolute_url()))
    return render(request, "alliances/value_look.html", {"alliance": alliance})
