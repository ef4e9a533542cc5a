"""The goals of an alliance: listed, written down, read, changed, closed and opened again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.goals.actions.goals import edit_goal, give_up_goal, reach_goal, reopen_goal, set_goal
from alliances.goals.actions.sign_offs import ask_to_sign
from alliances.goals.forms import GoalCloseForm, GoalForm
from alliances.goals.models import Goal, GoalQuerySet, GoalState
from alliances.goals.signing import Signing
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.text import join_words
from coe_hub.people.accounts.readers import Gate, may_edit

PAGE_SIZE = 50


def _with_page(goals: GoalQuerySet) -> GoalQuerySet:
    return goals.active().select_related("alliance__scope", "alliance__stage", "by__person").with_signing()


_GOALS = Gate(Goal, _with_page)


def visible_goals(request: SignedInRequest) -> GoalQuerySet:
    """The goals the reader may see, with all that their own pages show."""
    return _with_page(Goal.objects.visible_to(request.user))


def visible_goal(request: SignedInRequest, goal_id: str) -> Goal:
    """The goal, if the reader may see it; otherwise it does not exist for them."""
    return _GOALS.visible(request, goal_id)


def editable_goal(request: SignedInRequest, goal_id: str) -> Goal:
    """The goal, if the reader may change its alliance: unseen is 404, seen but not theirs to change is 403."""
    goal = visible_goal(request, goal_id)
    if not may_edit(request, goal.alliance):
        raise PermissionDenied
    return goal


@requires(MEMBER)
@require_safe
def goal_list(request: SignedInRequest, public_id: str) -> HttpResponse:
    """All goals of the alliance: open ones, then those reached or given up."""
    alliance = visible_alliance(request, public_id)
    page = Paginator(alliance.goals.active().with_signing().in_order(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_detail"),
        "steps": record_steps(alliance),
        "page": page,
        "rows": [Signing.of(goal) for goal in page.object_list],
        "today": timezone.localdate(),
    }
    return render(request, "alliances/goal_list.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def goal_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write a goal down, and name who signs it."""
    alliance = editable_alliance(request, public_id)
    form = GoalForm(request.POST or None, alliance=alliance)
    if form.is_bound and form.is_valid():
        try:
            goal = set_goal(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            _ask(request, goal, now=form.cleaned_data["asks_now"])
            return redirect(goal)
    return render(request, "alliances/goal_create.html", {"form": form, "alliance": alliance})


@requires(MEMBER)
@require_safe
def goal_detail(request: SignedInRequest, goal_id: str) -> HttpResponse:
    """One goal: what, by when, how one will know, where it stands, who signed it and what they remarked."""
    goal = visible_goal(request, goal_id)
    signing = Signing.of(goal)
    mine = signing.of_person(request.user.person_id)
    context = {
        "goal": goal,
        "alliance": goal.alliance,
        "may_edit": may_edit(request, goal.alliance),
        "signing": signing,
        "asks_me": mine is not None and goal.is_open and not mine.stands and request.user.may_write,
        "today": timezone.localdate(),
    }
    return render(request, "alliances/goal_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def goal_edit(request: SignedInRequest, goal_id: str) -> HttpResponse:
    """Change a goal; where somebody else saved it meanwhile, the merge page."""
    asks: list[Goal] = []

    def save(goal: Goal, form: GoalForm) -> None:
        edit_goal(goal=goal, **form.action_values())
        if form.cleaned_data["asks_now"]:
            asks.append(goal)

    response = edit_page(
        request,
        read=lambda: editable_goal(request, goal_id),
        make_form=lambda goal, data: GoalForm(data, alliance=goal.alliance, goal=goal),
        save=save,
        show=lambda goal, form: render(
            request, "alliances/goal_edit.html", {"form": form, "goal": goal, "alliance": goal.alliance}
        ),
    )
    for goal in asks:
        _ask(request, goal, now=True)
    return response


@requires(WRITER)
@require_POST
def goal_ask(request: SignedInRequest, goal_id: str) -> HttpResponse:
    """Write to all who have not signed what the goal says now."""
    goal = editable_goal(request, goal_id)
    _ask(request, goal, now=True)
    return redirect(goal)


def _ask(request: SignedInRequest, goal: Goal, *, now: bool) -> None:
    """Ask, and tell whom; what refuses is told as well, since the goal itself is saved."""
    if not now:
        return
    try:
        told, unreached = ask_to_sign(goal=goal, by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
        return
    names = join_words(one.display_name for one in told)
    messages.success(request, _("Asked by mail: %(names)s") % {"names": names})
    if unreached:
        names = join_words(one.display_name for one in unreached)
        messages.warning(request, _("No e-mail address of %(names)s is known. Add it under People.") % {"names": names})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def goal_close(request: SignedInRequest, goal_id: str) -> HttpResponse:
    """Say that the goal is reached, or given up and why."""
    goal = editable_goal(request, goal_id)
    form = GoalCloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            if data["outcome"] == GoalState.REACHED:
                reach_goal(goal=goal, on=data["on"], note=data["note"])
            else:
                give_up_goal(goal=goal, because=data["note"])
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(goal)
    return render(request, "alliances/goal_close.html", {"form": form, "goal": goal, "alliance": goal.alliance})


@requires(WRITER)
@require_POST
def goal_reopen(request: SignedInRequest, goal_id: str) -> HttpResponse:
    """Take back that the goal was reached or given up."""
    goal = editable_goal(request, goal_id)
    reopen_goal(goal=goal)
    messages.success(request, _("Open again."))
    return redirect(goal)
