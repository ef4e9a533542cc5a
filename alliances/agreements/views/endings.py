"""Giving notice of an agreement, terminating it, and taking back what was wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alliances.agreements.actions.endings import give_notice, take_back, terminate
from alliances.agreements.duties import duties_under
from alliances.agreements.forms.endings import EndingForm, TakeBackForm
from alliances.agreements.models import Ending, EndingKind
from alliances.agreements.states import standing
from alliances.agreements.views.shared import editable_agreement, frame
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def agreement_notice(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down that notice was given: the agreement ends with its term."""
    return _declare(request, public_id, EndingKind.NOTICE, give_notice)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def agreement_terminate(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down that it is ended before its time."""
    return _declare(request, public_id, EndingKind.TERMINATION, terminate)


def _declare(request: SignedInRequest, public_id: str, kind: EndingKind, act: Callable[..., Any]) -> HttpResponse:
    agreement = editable_agreement(request, public_id)
    duties = duties_under(agreement, request.user)
    form = EndingForm(request.POST or None, agreement=agreement, kind=kind, duties=duties)
    if form.is_bound and form.is_valid():
        try:
            ending = act(agreement=agreement, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _written_down(ending, len(form.action_values()["lapsing"])))
            return redirect(agreement)
    stands = standing(agreement, timezone.localdate())
    context = {"form": form, "agreement": agreement, "stands": stands, **frame(request, agreement.alliance)}
    template = "agreement_notice" if kind == EndingKind.NOTICE else "agreement_terminate"
    return render(request, f"alliances/{template}.html", context)


def _written_down(ending: Ending, count: int) -> str:
    if not count:
        return _("Written down. What is owed stays where it is.")
    words = {"count": count, "date": date_text(ending.ends_on)}
    return (
        ngettext(
            "Written down. %(count)d duty ends on %(date)s; what survives stays where it is.",
            "Written down. %(count)d duties end on %(date)s; what survives stays where it is.",
            count,
        )
        % words
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def ending_take_back(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """Ask why, then let an ending that was wrong count for nothing."""
    agreement = editable_agreement(request, public_id)
    ending = get_object_or_404(agreement.endings.live(), pk=pk)
    form = TakeBackForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            take_back(ending=ending, by=request.user, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Taken back. It stays to be read; what ended with it is owed again."))
            return redirect(agreement)
    context = {"form": form, "agreement": agreement, "ending": ending, **frame(request, agreement.alliance)}
    return render(request, "alliances/ending_take_back.html", context)
