"""Pages on which what hangs on a person goes over to others: their own, and the one that closes an account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coe_hub.lib.access import WRITER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.people.handover.actions import close_account, hand_over
from coe_hub.people.handover.belongings import Held, holdings, may_hand_over
from coe_hub.people.handover.forms import HandOverForm
from coe_hub.people.models import Person, User


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def person_hand_over(request: SignedInRequest, public_id: str) -> HttpResponse:
    """All that hangs on somebody who goes, or does something else from now on; their own page, and an admin's."""
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    if not may_hand_over(request.user, person):
        raise PermissionDenied
    found = holdings(person, user=request.user)
    is_admin = request.user.has_role(GlobalRole.ADMIN)
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, user=request.user, giver=person, holdings=found, counts_hidden=is_admin)
    if form.is_bound and form.is_valid():
        try:
            moved = hand_over(giver=person, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, moved_text(moved))
            return redirect(person)
    context = {"form": form, "person": person, "hidden_count": len(found.hidden) if is_admin else 0}
    return render(request, "people/person_hand_over.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@confirmed
def account_close(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Say what hangs on somebody, hand it over, and let them sign in no more: one step."""
    account = get_object_or_404(User.objects.active().select_related("person"), person__public_id=public_id)
    found = holdings(account.person, user=request.user)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        giver=account.person,
        holdings=found,
        keeps=False,
        closes=True,
        counts_hidden=True,
    )
    if form.is_bound and form.is_valid():
        try:
            moved = close_account(account=account, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            text = _("The account of %(name)s is closed.") % {"name": account.person.display_name}
            messages.success(request, f"{text} {moved_text(moved)}" if moved else text)
            return redirect("account_list")
    context = {
        "form": form,
        "account": account,
        "person": account.person,
        "count": len(found.shown) + len(found.hidden),
        "hidden_count": len(found.hidden),
    }
    return render(request, "people/account_close.html", context)


def moved_text(moved: list[Held]) -> str:
    """What went over, as a message says it."""
    words = ngettext("%(count)d thing went over.", "%(count)d things went over.", len(moved))
    return words % {"count": len(moved)} if moved else _("Nothing went over.")
