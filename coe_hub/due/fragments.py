"""What Today's list is answered with when something in it was done, or taken back, without leaving the page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coe_hub.due.listing import horizon, iterate
from coe_hub.lib.access import SignedInRequest

# What the page hears when the due list became shorter or longer without it.
DUE_CHANGED = "due-changed"


def row_again(request: SignedInRequest, *, kind: str, object_id: int) -> HttpResponse:
    """The row of Today that the thing had before; its button has the focus, as the one that brought it back had."""
    today = timezone.localdate()
    person = request.user.person_id
    rows = iterate(until=horizon(today), user=request.user, owner_id=person, kind=kind, object_id=object_id)
    row = next(rows, None)
    if row is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = render(request, row.row_template, {"item": row, "today": today, "is_back": True})
    response["HX-Trigger"] = DUE_CHANGED
    return response
