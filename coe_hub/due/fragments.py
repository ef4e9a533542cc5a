"""What Today's list is answered with when something in it was done, or taken back, without leaving the page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coe_hub.due.listing import horizon, iterate
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.forms import BackForm

# What the page hears when the due list became shorter or longer without it.
DUE_CHANGED = "due-changed"


@dataclass(frozen=True)
class Finished:
    """Something that was just done by one click: what it is called, what it belongs to, the word for having done it,
    and where that is taken back."""

    record: Any
    title: str
    about: str
    done: str
    undo_url: str


def finished(request: SignedInRequest, thing: Finished, *, said: str, target: str) -> HttpResponse:
    """Its row as done, with the way back; of a plain form the page it came from, with a message that has it."""
    if request.htmx:
        response = render(request, "due/_finished_row.html", {"thing": thing})
        response["HX-Trigger"] = DUE_CHANGED
        return response
    messages.success(request, said, extra_tags=thing.undo_url)
    return redirect(safe_target(request, target, default=thing.record.get_absolute_url()))


def taken_back(request: SignedInRequest, record: Any, *, kind: str, said: str) -> HttpResponse:
    """Its row as it was before; of a plain form the page it came from."""
    if request.htmx:
        return row_again(request, kind=kind, object_id=record.pk)
    messages.success(request, said)
    form = BackForm(request.POST)
    target = form.cleaned_data["next"] if form.is_valid() else ""
    return redirect(safe_target(request, target, default=record.get_absolute_url()))


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
