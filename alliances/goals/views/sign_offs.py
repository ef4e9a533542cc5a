"""Signing a goal off in the hub."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.goals.actions.sign_offs import TAKE_BACK, sign_goal, take_back
from alliances.goals.forms import SignForm
from alliances.goals.models import Goal
from alliances.goals.signing import Signing
from alliances.goals.views.goals import visible_goal
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def goal_sign(request: SignedInRequest, goal_id: str) -> HttpResponse:
    """Read the goal and sign it, for those of our side who are named; others who see it get 403."""
    goal = visible_goal(request, goal_id)
    signature = Signing.of(goal).of_person(request.user.person_id)
    if signature is None:
        raise PermissionDenied
    if request.POST.get("answer") == TAKE_BACK:
        return _taken_back(request, goal)
    said = signature.sign_off.remark if signature.sign_off and signature.stands else ""
    form = SignForm(request.POST if request.method == "POST" else None, goal=goal, remark=said)
    if form.is_bound and form.is_valid():
        try:
            sign_goal(goal=Goal.objects.get(pk=goal.pk), person=request.user.person, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
            renew_version(form, goal.version)
        else:
            messages.success(request, _("Signed. You can change your remark as long as the goal is open."))
            return redirect(goal)
    context = {"form": form, "goal": goal, "alliance": goal.alliance, "signature": signature}
    return render(request, "alliances/goal_sign.html", context)


def _taken_back(request: SignedInRequest, goal: Goal) -> HttpResponse:
    try:
        take_back(goal=goal, person=request.user.person)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back. You can sign again as long as the goal is open."))
    return redirect(goal)
