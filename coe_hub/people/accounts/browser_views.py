"""Where the reader is signed in; and an admin who takes lost second factors away."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.people.accounts.browsers import device_text, end_other_sessions, masked_address, sessions_of
from coe_hub.people.accounts.factors import reset_factors
from coe_hub.people.accounts.forms import FactorResetForm
from coe_hub.people.models import User


@requires(MEMBER)
@require_safe
def session_list(request: SignedInRequest) -> HttpResponse:
    """On which devices the reader is signed in, since when, and when each was used last."""
    here = request.session.session_key
    rows = [
        {
            "pk": one.pk,
            "device": device_text(one.user_agent),
            "address": masked_address(one.ip),
            "since": one.created_at,
            "last_used": one.last_seen_at,
            "is_here": one.session_key == here,
        }
        for one in sessions_of(request)
    ]
    return render(request, "people/session_list.html", {"sessions": rows, "has_others": len(rows) > 1})


@requires(MEMBER)
@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign one of the reader's other devices out."""
    others = UserSession.objects.exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, user=request.user, pk=pk)
    device = device_text(session.user_agent)
    session.end()
    messages.success(request, _("Signed out: %(device)s") % {"device": device})
    return redirect("session_list")


@requires(MEMBER)
@require_POST
def other_sessions_end(request: SignedInRequest) -> HttpResponse:
    """Sign the reader out everywhere but here."""
    end_other_sessions(request)
    messages.success(request, _("You are signed in here, and nowhere else."))
    return redirect("session_list")


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@confirmed
def factor_reset(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take away the second factors of somebody who lost them."""
    account = get_object_or_404(User.objects.active().select_related("person"), person__public_id=public_id)
    form = FactorResetForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            reset_factors(account=account, by=request.user, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            name = account.person.display_name
            messages.success(request, _("Done. %(name)s is told by mail.") % {"name": name})
            return redirect("account_edit", public_id)
    return render(request, "people/factor_reset.html", {"form": form, "account": account})
