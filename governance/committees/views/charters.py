"""The charter of a committee: what it is from a day on, and which amendment followed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.agreements.models import Agreement
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from governance.committees.actions.charters import name_amendment, set_charter
from governance.committees.charters import in_force
from governance.committees.forms.charters import AmendmentForm, CharterForm
from governance.committees.models import Basis, Committee
from governance.committees.views.shared import editable_committee, frame


def _agreements(request: SignedInRequest, committee: Committee) -> "QuerySet[Agreement]":
    """The alliance's agreements that whoever sees the committee sees, and the reader does."""
    around = [pk for pk in (committee.scope_id, committee.alliance.scope_id if committee.alliance else None) if pk]
    rows = Agreement.objects.visible_to(request.user).active().filter(alliance=committee.alliance, scope__in=around)
    return rows.order_by("title", "pk") if committee.alliance else rows.none()


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def charter_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down the charter as it is from a day on, as contracted or, with `?basis=operated`, as both sides work; it
    opens with what it says now."""
    committee = editable_committee(request, public_id)
    basis = Basis.OPERATED if request.GET.get("basis") == Basis.OPERATED else Basis.CONTRACTED
    charters = in_force(committee, timezone.localdate())
    present = charters.get(basis) or charters.get(Basis.CONTRACTED)
    form = CharterForm(request.POST or None, basis=basis, present=present, agreements=_agreements(request, committee))
    if form.is_bound and form.is_valid():
        try:
            set_charter(committee=committee, by=request.user, basis=basis, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down. What it said before stays in the log."))
            return redirect(committee)
    context = {"form": form, "basis": basis, **frame(request, committee)}
    return render(request, "governance/charter_create.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def charter_amend(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """A change that needs an amendment: begin one, or name the one that followed."""
    committee = editable_committee(request, public_id)
    charter = get_object_or_404(committee.charters.select_related("agreement"), pk=pk, needs_amendment=True)
    form = AmendmentForm(request.POST or None, agreements=_agreements(request, committee))
    if form.is_bound and form.is_valid():
        try:
            name_amendment(charter=charter, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(committee)
    begins = _agreements(request, committee).filter(charters=charter, amends__isnull=True)
    context = {"form": form, "charter": charter, "may_begin": begins.exists(), **frame(request, committee)}
    return render(request, "governance/charter_amend.html", context)
