"""Changing many rows of a list at once."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.listing import Listing, in_order, listings
from coe_hub.lib.once import once
from coe_hub.lib.ticks import MOST_TICKED, ticked_keys
from coe_hub.lists.forms import ALL, TICKED, ManyForm
from coe_hub.lists.many import MOST, change_many, keys_of, may_change_many, sample
from coe_hub.lists.models import kept_query

# How many rows are looked at for one that the reader may change.
_LOOKED_AT = 25
_SALT = "many-seen"


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def many_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what the filters of a list find, or some of it: looked at first, then all or nothing."""
    listing = _listing(request, code)
    filters = listing.filters(request, request.GET)
    found = in_order(filters.qs, listing, request.GET.get("sort", ""))
    keys = keys_of(found, listing)
    back = f"{listing.url}?{kept_query(request.GET)}"
    context = {"listing": listing, "count": len(keys), "back": back, "most": MOST, "filters": filters}
    if (row := sample(request, listing, keys[:_LOOKED_AT])) is None:
        return render(request, "lists/many_edit.html", context)
    known = set(keys)
    asked = [key for key in ticked_keys(request.GET)[:MOST_TICKED] if key in known]
    form = ManyForm(request.POST or None, listing=listing, sample=row, which=TICKED if asked else ALL)
    ticked = request.POST.getlist("tick") if form.is_bound else asked
    context |= {"form": form, "ticked": ticked, "shown": _shown(listing, filters, asked or keys[:MOST_TICKED])}
    if not form.is_bound or not form.is_valid():
        return render(request, "lists/many_edit.html", context)
    if request.POST.get("do") == "save":
        seen = _seen(request)
        outcome = change_many(request=request, listing=listing, keys=list(seen), wish=form.wish, seen=seen)
        if seen and not outcome.refused and not outcome.others:
            count = len(outcome.changed)
            words = ngettext("%(count)d row is changed.", "%(count)d rows are changed.", count)
            messages.success(request, words % {"count": count})
            return redirect(back)
        form.add_error(None, _("Nothing was changed. Look at the rows again."))
        return render(request, "lists/many_edit.html", context | {"outcome": outcome})
    chosen = [key for key in keys if key in ticked] if form.cleaned_data["which"] == TICKED else keys
    if not chosen or len(chosen) > MOST:
        form.add_error("which", _("Choose at least one, and at most %(most)d.") % {"most": MOST})
    else:
        outcome = change_many(request=request, listing=listing, keys=chosen, wish=form.wish, seen=None)
        if request.POST.get("do") == "without":
            rest = [row.key for row in outcome.rows if not row.refused]
            outcome = change_many(request=request, listing=listing, keys=rest, wish=form.wish, seen=None)
        context |= {"outcome": outcome, "seen": signing.dumps(outcome.versions, salt=_SALT, compress=True)}
    return render(request, "lists/many_edit.html", context)


def _listing(request: SignedInRequest, code: str) -> Listing:
    """Raises `Http404` for no such list, `PermissionDenied` where its rows are not the reader's to change together."""
    listing = listings().get(code)
    if listing is None or not (listing.many or listing.steps):
        raise Http404
    if not may_change_many(request, listing):
        raise PermissionDenied
    return listing


def _shown(listing: Listing, filters: Any, keys: list[str]) -> list[tuple[str, str]]:
    """The rows to tick, by their key, as the first columns of the list tell them."""
    columns = [one for one in listing.columns() if one.is_shown][:2]
    rows = filters.qs.order_by().filter(**{f"{listing.record_key}__in": keys})
    told: dict[str, str] = {}
    for row in listing.rows(rows, columns):
        key = row
        for name in listing.record_key.split("__"):
            key = getattr(key, name)
        told.setdefault(str(key), " · ".join(str(text) for one in columns if (text := one.value(row))))
    return [(key, told[key]) for key in keys if key in told]


def _seen(request: SignedInRequest) -> Mapping[str, int]:
    """What was looked at, in which versions; nothing where that cannot be read."""
    try:
        return signing.loads(request.POST.get("seen", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
