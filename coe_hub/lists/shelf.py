"""What stands above a list: its views, and the density that its reader is used to."""

from typing import Any
from urllib.parse import quote

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.listing import COMFORTABLE, Listing, Shelf
from coe_hub.lib.prepared import Prepared
from coe_hub.lists.many import many_url
from coe_hub.lists.models import ListHabit, SavedView, kept_query
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User

# How many views stand in the row; the page of views has the others.
_IN_THE_ROW = 10


def shelf_of(request: SignedInRequest, listing: Listing) -> Shelf:
    """Two queries: the views that the reader may use, their own first, and their habit."""
    user = request.user
    views = _VIEWS.objects(user, list_code=listing.code)
    [density] = next(iter(_HABIT.rows(user=user.pk)), [COMFORTABLE])
    default = next((one for one in views if one.is_default and one.owner_id == user.pk), None)
    query = kept_query(request.GET)
    shown = [
        {"name": one.name, "url": one.get_absolute_url(), "is_active": one.shows(request.GET), "by": _by(one, user)}
        for one in views[:_IN_THE_ROW]
    ]
    save = f"{reverse('saved_view_create')}?of={listing.code}&query={quote(query)}" if query else ""
    return Shelf(
        density=density,
        leads_to=default.get_absolute_url() if default else "",
        context={
            "shelf_template": "lists/_views.html",
            "views": shown,
            "has_more_views": len(views) > _IN_THE_ROW,
            "shows_all": not query,
            "all_url": f"{listing.url}?view=all" if default else listing.url,
            "save_url": "" if any(one["is_active"] for one in shown) else save,
            "many_url": many_url(request, listing),
            "density_url": reverse("density_set"),
        },
    )


def _views(user: User, *, list_code: str) -> "QuerySet[SavedView]":
    own_first = Case(When(owner=user, then=Value(0)), default=Value(1))
    seen = SavedView.objects.visible_to(user).filter(list_code=list_code).select_related("owner__person")
    return seen.order_by(own_first, "name", "pk")[: _IN_THE_ROW + 1]


def _habit(*, user: int) -> "QuerySet[Any, Any]":
    return ListHabit.objects.filter(user=user).values_list("density")


_VIEWS, _HABIT = ForReader(_views), Prepared(_habit)


def _by(view: SavedView, user: object) -> str:
    """Who shares it, of a view of somebody else."""
    return "" if view.owner == user else _("shared by %(name)s") % {"name": view.owner.person.display_name}
