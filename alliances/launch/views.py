"""The launch check of one alliance: its points, what is said of them, and what the contract leaves open."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.core import launch_points
from alliances.core.models import Alliance
from alliances.core.overview import record_steps, record_tabs
from alliances.core.owners import owner_options
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.launch.actions import answer_point
from alliances.launch.checking import launch_check as checked
from alliances.launch.forms import AnswerForm
from alliances.launch.models import Said
from coe_hub.action_items.actions import add_action
from coe_hub.action_items.forms import ActionItemForm
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import may_edit


def _page_of(alliance: Alliance) -> str:
    return reverse("launch_check", args=[alliance.public_id])


def _point(code: str) -> launch_points.LaunchPoint:
    point = launch_points.find(code)
    if point is None:
        raise Http404
    return point


@requires(MEMBER)
@require_safe
def launch_check(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Each point with how it stands, and what the contract leaves open with its owners."""
    alliance = visible_alliance(request, public_id)
    open_points = ActionItem.objects.visible_to(request.user).active().filter(scope=alliance.scope)
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance) and not alliance.is_archived,
        "tabs": record_tabs(alliance, "alliance_detail"),
        "steps": record_steps(alliance),
        "check": checked(alliance),
        "open_points": open_points.filter(source_url=_page_of(alliance)).with_row().marked_for(request.user).in_order(),
        "today": timezone.localdate(),
    }
    return render(request, "alliances/launch_check.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def launch_answer(request: SignedInRequest, public_id: str, code: str) -> HttpResponse:
    """Say that a point is there, or why it is not needed here."""
    alliance, point = editable_alliance(request, public_id), _point(code)
    newest = alliance.launch_answers.filter(point=code).select_related("said_by").order_by("-pk").first()
    answer = newest if newest and newest.said != Said.OPEN else None
    form = AnswerForm(request.POST or None, user=request.user, answer=answer)
    form.fields["seen"].initial = newest.pk if newest else 0
    if form.is_bound and form.is_valid():
        try:
            answer_point(alliance=alliance, point=code, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(f"{_page_of(alliance)}#{code}")
    context = {"form": form, "alliance": alliance, "point": point, "answer": answer}
    return render(request, "alliances/launch_answer.html", context)


@requires(WRITER)
@require_POST
def launch_answer_take_back(request: SignedInRequest, public_id: str, code: str) -> HttpResponse:
    """What was said of a point counts no more; it stays in the history."""
    alliance, point = editable_alliance(request, public_id), _point(code)
    try:
        answer_point(
            alliance=alliance,
            point=point.code,
            said=Said.OPEN,
            said_by=request.user.person,
            said_on=timezone.localdate(),
            by=request.user,
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("This point is open again."))
    return redirect(f"{_page_of(alliance)}#{code}")


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def open_point_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Give something the contract leaves open to somebody, as an action."""
    alliance = editable_alliance(request, public_id)
    form = ActionItemForm(request.POST or None, **owner_options(alliance, request.user))
    if form.is_bound and form.is_valid():
        label = _("What the contract leaves open")
        try:
            add_action(
                scope=alliance.scope,
                by=request.user,
                source_label=label,
                source_url=_page_of(alliance),
                **form.action_values(),
            )
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(f"{_page_of(alliance)}#open-points")
    return render(request, "alliances/open_point_create.html", {"form": form, "alliance": alliance})
