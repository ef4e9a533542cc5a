"""What people at partners open: a link from a mail, and the page behind it."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import public
from coe_hub.lib.limits import TooManyError, limited
from coe_hub.people.access.partner_links import (
    WRONG_TOKENS,
    begin_visit,
    contact_for,
    count_try,
    find_link,
    handler_of,
    note_opened,
    visited_link,
)
from coe_hub.people.models import PartnerLink


@public("people at partners have no account; the token says who they are and what they may answer")
@require_safe
@never_cache
@limited("partner_link")
def partner_link_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, and go on to the page it opens. Nothing happens to what the page is about."""
    place = get_adapter().get_client_ip(request)
    if WRONG_TOKENS.is_reached(place):
        raise TooManyError(WRONG_TOKENS.seconds)
    link = find_link(token)
    if link is None:
        WRONG_TOKENS.count(place)
    if link is None or not link.is_open(timezone.now()):
        return _ended(request, link)
    if request.method == "GET":
        count_try(link)
    response = redirect("partner_page")
    begin_visit(response, link)
    return response


@public("people at partners have no account; a signed cookie says which link they came with")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("partner_link", methods=("POST",))
def partner_page(request: HttpRequest) -> HttpResponse:
    """The one thing the link is about; whoever registered its purpose answers."""
    link = visited_link(request)
    if link is None:
        return _ended(request, None)
    if request.method == "GET":
        note_opened(link)
    return handler_of(link)(request, link)


def _ended(request: HttpRequest, link: PartnerLink | None) -> HttpResponse:
    """The same friendly page whatever is wrong; who holds a link of ours is told whom to ask."""
    contact = contact_for(link.scope) if link else None
    return render(request, "people/partner_link_ended.html", {"contact": contact}, status=410)
