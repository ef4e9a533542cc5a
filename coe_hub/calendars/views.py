"""The feed itself, and the page on which its address is made, replaced and revoked."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.calendars.actions import make_feed, open_feed, revoke_feed
from coe_hub.calendars.feed import read_feed
from coe_hub.calendars.models import CalendarFeed
from coe_hub.lib.access import MEMBER, SignedInRequest, public, requires
from coe_hub.lib.limits import Limit

# Nobody guesses a token; the limit keeps whoever tries from making work. A right one is never held up.
WRONG_ADDRESSES = Limit("calendar_feed", most=30, window=timedelta(minutes=1))


@public("calendar programs have no account; the address itself is the secret")
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """One person's calendar, for whoever has its address."""
    feed = open_feed(token)
    if feed is None:
        return _refusal(request)
    reading = read_feed(feed, at=timezone.now())
    changed = int(reading.changed_at.timestamp())
    response = HttpResponse(reading.text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="coe-hub.ics"'
    response["Content-Language"] = feed.user.language
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'W/"{reading.fingerprint}"'  # weak, so that it survives a proxy that compresses
    response["Last-Modified"] = http_date(changed)
    answer = get_conditional_response(request, etag=response["ETag"], last_modified=changed, response=response)
    return answer or response


def _refusal(request: HttpRequest) -> HttpResponseBase:
    """Not found; after too many wrong addresses from one place, come back later."""
    place = get_adapter().get_client_ip(request)
    if WRONG_ADDRESSES.is_reached(place):
        return HttpResponse(status=429, headers={"Retry-After": str(WRONG_ADDRESSES.seconds)})
    WRONG_ADDRESSES.count(place)
    raise Http404


@requires(MEMBER)
@require_safe
def calendar_detail(request: SignedInRequest) -> HttpResponse:
    """Whether the reader has a feed, since when, and when it was read last."""
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "calendars/calendar_detail.html", {"feed": feed})


@requires(MEMBER)
@never_cache
@require_http_methods(["GET", "POST"])
def calendar_create(request: SignedInRequest) -> HttpResponse:
    """Make the address of the reader's feed, or another in its place; it is shown in this answer and never again."""
    context: dict[str, Any] = {"feed": CalendarFeed.objects.filter(user=request.user).first()}
    if request.method == "POST":
        address = make_feed(user=request.user)
        context |= {"address": address, "subscribe": f"webcal://{address.partition('://')[2]}"}
    return render(request, "calendars/calendar_create.html", context)


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def calendar_delete(request: SignedInRequest) -> HttpResponse:
    """Ask, then take the address back."""
    feed = get_object_or_404(CalendarFeed, user=request.user)
    if request.method == "POST":
        revoke_feed(user=request.user)
        messages.success(request, _("The address opens nothing any more."))
        return redirect("calendar_detail")
    return render(request, "calendars/calendar_delete.html", {"feed": feed})
