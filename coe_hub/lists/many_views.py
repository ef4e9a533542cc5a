"""Changing many rows of a list at once."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import Listing, in_order, listings
from coe_hub.lib.long_work import progress_part
from coe_hub.lib.once import once
from coe_hub.lib.ticks import MOST_TICKED, ticked_keys
from coe_hub.lists.changers import AT_ONCE
from coe_hub.lists.changing import ask_change, start
from coe_hub.lists.forms import ALL, TICKED, ManyForm
from coe_hub.lists.many import MOST, change_many, keys_of, may_change_many, sample
from coe_hub.lists.models import ChangeJob, ManyChange, kept_query

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
    sent = sent_before(request)
    form = ManyForm(sent, listing=listing, sample=row, which=TICKED if asked else ALL)
    ticked = sent.getlist("tick") if sent else asked
    context |= {"form": form, "ticked": ticked, "shown": _shown(listing, filters, asked or keys[:MOST_TICKED])}
    if request.method != "POST" or not form.is_valid():
        return render(request, "lists/many_edit.html", context)
    if request.POST.get("do") == "save":
        seen = seen_before(request)
        outcome = change_many(request=request, listing=listing, keys=list(seen), wish=form.wish, seen=seen)
        if seen and not outcome.refused and not outcome.others:
            count = len(outcome.changed)
            words = ngettext("%(count)d row is changed.", "%(count)d rows are changed.", count)
            messages.success(request, words % {"count": count})
            return redirect(back)
        form.add_error(None, _("Nothing was changed. Look at the rows again."))
        return render(request, "lists/many_edit.html", context | {"outcome": outcome, "told": outcome.told})
    chosen = [key for key in keys if key in ticked] if form.cleaned_data["which"] == TICKED else keys
    if not chosen or len(chosen) > MOST:
        form.add_error("which", _("Choose at least one, and at most %(most)d.") % {"most": MOST})
    elif len(chosen) > AT_ONCE:
        try:
            return redirect(asked_of_worker(request, code, chosen, asdict(form.wish), back))
        except DomainError as error:
            add_domain_error(form, error)
    else:
        outcome = change_many(request=request, listing=listing, keys=chosen, wish=form.wish, seen=None)
        if request.POST.get("do") == "without":
            rest = [row.key for row in outcome.rows if not row.refused]
            outcome = change_many(request=request, listing=listing, keys=rest, wish=form.wish, seen=None)
        context |= {"outcome": outcome, "told": outcome.told}
        context["seen"] = seal_seen(outcome.versions)
    return render(request, "lists/many_edit.html", context)


def sent_before(request: SignedInRequest) -> QueryDict | None:
    """What is posted, or what was typed for the change that `?again=` names; None of a page opened anew."""
    if request.method == "POST":
        return request.POST
    again = ManyChange.objects.visible_to(request.user).filter(public_id=request.GET.get("again", "")[:12]).first()
    return QueryDict(again.sent) if again else None


def asked_of_worker(
    request: SignedInRequest, code: str, keys: list[str], wish: Mapping[str, Any], back: str
) -> ManyChange:
    """Have the worker look what would come of it, for more rows than a page waits for. Raises `DomainError` while it is
    at another change of theirs."""
    query = request.GET.copy()
    query.pop("again", None)
    address = f"{request.path}?{query.urlencode()}"
    return ask_change(by=request.user, code=code, address=address, back=back, sent=request.POST, wish=wish, keys=keys)


def _own(request: SignedInRequest, public_id: str) -> ManyChange:
    return get_object_or_404(ManyChange.objects.visible_to(request.user), public_id=public_id)


@requires(WRITER)
@require_safe
def many_change_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How far a change of many rows is, what would come of it, what came of it."""
    change = _own(request, public_id)
    listing = listings().get(change.list_code)
    context: dict[str, Any] = {
        "change": change,
        "listing": listing,
        "count": len(change.keys),
        "told": change.outcome,
        "page_url": change.get_absolute_url(),
        "is_heard": change.is_under_way and not change.is_unheard,
        "again_url": f"{change.address}&again={change.public_id}",
    }
    part = progress_part(request, "lists/_many_progress.html", context, is_under_way=change.is_under_way)
    return part or render(request, "lists/many_change_detail.html", context)


@requires(WRITER)
@require_POST
def many_change_start(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Change what was looked at, or look at it again, also without what cannot be changed so."""
    change, do = _own(request, public_id), request.POST.get("do", "")
    job = ChangeJob.SAVE if do == "save" else ChangeJob.LOOK
    try:
        start(change=change, job=job, without=do == "without")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(change)


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


def seal_seen(versions: Mapping[str, int]) -> str:
    """What was looked at, to come back with the form."""
    return signing.dumps(versions, salt=_SALT, compress=True)


def seen_before(request: SignedInRequest) -> Mapping[str, int]:
    """What was looked at, in which versions; nothing where that cannot be read."""
    try:
        return signing.loads(request.POST.get("seen", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
