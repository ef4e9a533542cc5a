"""The list of action items as one of the lists that people work in."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from coe_hub.action_items.columns import item_columns
from coe_hub.action_items.filters import ActionItemFilter
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.listing import Listing, register
from coe_hub.people.models import User, scopes_worked_on

MINE = "mine"


def items_of(user: User) -> dict[str, Any]:
    """What the reader took on, what they gave to others, and what anybody has to do on the alliances they work on."""
    visible = ActionItem.objects.visible_to(user).active()
    return {
        MINE: visible.filter(owner=user.person_id),
        "given": visible.filter(created_by=user).exclude(owner=user.person_id),
        "alliances": visible.filter(scope__in=scopes_worked_on(user)),
    }


def _filters(request: SignedInRequest, asked: QueryDict) -> ActionItemFilter:
    """By `?of=`. Raises `Http404` for a list that is none."""
    lists, of = items_of(request.user), asked.get("of") or MINE
    if of not in lists:
        raise Http404
    return ActionItemFilter(asked, queryset=lists[of], request=request, has_several=of == "alliances")


ACTIONS = register(
    Listing(
        code="actions",
        url_name="action_list",
        label=_("Action items"),
        columns=item_columns,
        filters=_filters,
        rows=lambda found, _columns: found.with_row().iterator(1000),
        order=lambda found: found.in_order(),
        many=("owner", "due_on", "reminds_by_mail"),
        steps={"finish": _("Mark them as done")},
    )
)
