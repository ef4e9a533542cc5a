"""Action items for other programs: all that the reader may see, given and changed on alliances."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from alliances.core.models import Alliance
from alliances.core.owners import owner_options
from alliances.core.views.shared import editable_alliance
from coe_hub.action_items.actions import add_action, cancel_action, edit_action, finish_action, reopen_action
from coe_hub.action_items.columns import item_columns
from coe_hub.action_items.filters import ActionItemFilter
from coe_hub.action_items.forms import ActionItemEditForm, ActionItemForm, CancelForm, CloseForm
from coe_hub.action_items.models import ActionItem
from coe_hub.action_items.views import closable_item, editable_item
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register


def _add(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = ActionItemForm(data, **owner_options(alliance, request.user))
    return Draft(form, lambda: add_action(scope=alliance.scope, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    items = ActionItem.objects.visible_to(request.user).active().select_related("owner__site", "scope")
    item = get_object_or_404(items, public_id=key)
    alliance = Alliance.objects.visible_to(request.user).filter(scope=item.scope_id).first()
    if alliance is None:  # of a part behind a wall, or of something else than an alliance: changed on its own pages
        raise PermissionDenied
    options = owner_options(editable_alliance(request, alliance.public_id), request.user)
    form = ActionItemEditForm(data, item=item, **options)
    return Draft(form, lambda: edit_action(item=item, by=request.user, **form.action_values()), item)


def _finish(request: SignedInRequest, key: str, data: Any) -> Draft:
    item, form = closable_item(request, key), CloseForm(data)
    return Draft(form, lambda: finish_action(item=item, by=request.user, note=form.cleaned_data["note"]), item)


def _reopen(request: SignedInRequest, key: str, data: Any) -> Draft:
    item = closable_item(request, key)
    return Draft(ActionForm(data), lambda: reopen_action(item=item), item)


def _cancel(request: SignedInRequest, key: str, data: Any) -> Draft:
    item, form = editable_item(request, key), CancelForm(data)
    return Draft(form, lambda: cancel_action(item=item, reason=form.cleaned_data["note"], by=request.user), item)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "actions",
            "action items you may see",
            ActionItem,
            rows=lambda user: ActionItem.objects.visible_to(user).active(),
            columns=item_columns,
            read=lambda rows: rows.with_row().select_related("scope__alliance"),
            also=("side", "state", "closed_at", "close_note"),
            filters=ActionItemFilter,
            parent="alliance",
            above="scope__alliance__public_id",
            make=Way("Give somebody something to do", ActionItemForm, _add),
            change=Way("Change an open action item", ActionItemEditForm, _edit),
            steps={
                "finish": Way("Mark an action item as done", CloseForm, _finish),
                "reopen": Way("Take back that it was closed", None, _reopen),
                "cancel": Way("Give an action item up, and say why", CancelForm, _cancel),
            },
        )
    )
