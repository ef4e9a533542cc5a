"""Goals for other programs. They are signed off by people alone, on their own page."""

from collections.abc import Sequence
from typing import Any

from alliances.core.views.shared import editable_alliance
from alliances.goals.actions.goals import edit_goal, give_up_goal, reach_goal, reopen_goal, set_goal
from alliances.goals.actions.sign_offs import ask_to_sign
from alliances.goals.filters import GoalFilter
from alliances.goals.forms import GoalCloseForm, GoalForm
from alliances.goals.models import Goal, GoalState
from alliances.goals.views.goals import editable_goal
from alliances.goals.views.portfolio import goal_columns
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column


def _columns() -> Sequence[Column]:
    return [column for column in goal_columns() if column.code != "url"]


def _ask_where_asked(goal: Goal, form: GoalForm, request: SignedInRequest) -> Goal:
    if form.cleaned_data["asks_now"]:
        ask_to_sign(goal=goal, by=request.user)
    return goal


def _set(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = GoalForm(data, alliance=alliance)

    def save() -> Goal:
        goal = set_goal(alliance=alliance, by=request.user, **form.action_values())
        return _ask_where_asked(goal, form, request)

    return Draft(form, save)


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    goal = editable_goal(request, key)
    form = GoalForm(data, alliance=goal.alliance, goal=goal)

    def save() -> Goal:
        edit_goal(goal=goal, **form.action_values())
        return _ask_where_asked(goal, form, request)

    return Draft(form, save, goal)


def _close(request: SignedInRequest, key: str, data: Any) -> Draft:
    goal, form = editable_goal(request, key), GoalCloseForm(data)

    def save() -> None:
        said = form.cleaned_data
        if said["outcome"] == GoalState.REACHED:
            reach_goal(goal=goal, on=said["on"], note=said["note"])
        else:
            give_up_goal(goal=goal, because=said["note"])

    return Draft(form, save, goal)


def _reopen(request: SignedInRequest, key: str, data: Any) -> Draft:
    goal = editable_goal(request, key)
    return Draft(ActionForm(data), lambda: reopen_goal(goal=goal), goal)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "goals",
            "goals of the alliances you may see",
            Goal,
            rows=lambda user: Goal.objects.visible_to(user).active().of_living_alliances(),
            with_archived=lambda user: Goal.objects.visible_to(user).active(),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance").with_signing(),
            also=("reached_on", "given_up_on", "closing_note"),
            filters=GoalFilter,
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write a goal down, and name who signs it", GoalForm, _set),
            change=Way("Change a goal", GoalForm, _edit),
            steps={
                "close": Way("Say that a goal is reached, or given up", GoalCloseForm, _close),
                "reopen": Way("Take back that it was reached or given up", None, _reopen),
            },
        )
    )
