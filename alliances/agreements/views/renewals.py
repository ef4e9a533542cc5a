"""Letting an agreement renew itself, and taking that back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.agreements.actions.renewals import let_renew, next_term_ends_on, take_back_renewal, term_in_question
from alliances.agreements.forms.endings import TakeBackForm
from alliances.agreements.forms.renewals import RenewalDecisionForm
from alliances.agreements.views.shared import editable_agreement, frame
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def agreement_renew(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down that no notice is given for this term: nobody is asked about it again."""
    agreement = editable_agreement(request, public_id)
    form = RenewalDecisionForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            decision = let_renew(agreement=agreement, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            text = _("Written down: it renews itself after %(date)s. Nobody is asked about this term again.")
            messages.success(request, text % {"date": date_text(decision.term_ends_on)})
            return redirect(agreement)
    term = term_in_question(agreement, timezone.localdate())
    context = {
        "form": form,
        "agreement": agreement,
        "term": term,
        "next_term": next_term_ends_on(agreement, term) if term else None,
        **frame(request, agreement.alliance),
    }
    return render(request, "alliances/agreement_renew.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def renewal_take_back(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """Ask why, then let the decision count for nothing: the day of notice is asked for again."""
    agreement = editable_agreement(request, public_id)
    decision = get_object_or_404(agreement.renewal_decisions.live(), pk=pk)
    form = TakeBackForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            take_back_renewal(decision=decision, by=request.user, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Taken back. The day of notice is asked for again."))
            return redirect(agreement)
    context = {"form": form, "agreement": agreement, "decision": decision, **frame(request, agreement.alliance)}
    return render(request, "alliances/renewal_take_back.html", context)
