"""One due day: said to be fulfilled by a click, or waived, disputed, extended or void with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.obligations.actions.fulfilments import WAYS, Way, fulfil, take_back
from alliances.obligations.forms.fulfilments import WAY_WORDS, FulfilForm, WayForm
from alliances.obligations.models import Fulfilment
from alliances.obligations.partner import not_delivered, send_link
from alliances.obligations.telling import KIND
from alliances.obligations.views.shared import frame, settleable_fulfilment, visible_fulfilment
from coe_hub.due.fragments import Finished, finished, taken_back
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error


@requires(MEMBER)
@require_safe
def fulfilment_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Its place on the page of what is owed."""
    return redirect(visible_fulfilment(request, public_id))


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def fulfilment_fulfil(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Say that it was fulfilled: today, unless another day is given; the message offers to take it back."""
    row = settleable_fulfilment(request, public_id)
    form = FulfilForm(request.POST if request.method == "POST" else None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        try:
            fulfil(fulfilment=row, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            return _fulfilled(request, row, form.cleaned_data["next"])
    context = {"form": form, "row": row, **frame(request, row.obligation.alliance)}
    return render(request, "alliances/fulfilment_fulfil.html", context)


def _fulfilled(request: SignedInRequest, row: Fulfilment, target: str) -> HttpResponse:
    undo_url = reverse("fulfilment_take_back", args=[row.public_id])
    thing = Finished(row, str(row), row.obligation.alliance.name, _("Fulfilled"), undo_url)
    return finished(request, thing, said=_("Fulfilled: %(title)s") % {"title": row}, target=target)


@requires(WRITER)
@require_POST
def fulfilment_take_back(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take back what was said of it."""
    row = settleable_fulfilment(request, public_id)
    take_back(fulfilment=row, by=request.user)
    return taken_back(request, row, kind=KIND, said=_("Taken back. It is open again."))


@requires(WRITER)
@require_POST
def fulfilment_link_send(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write to the counterpart at the partner with a link by which they say that it was delivered."""
    row = settleable_fulfilment(request, public_id)
    try:
        address = send_link(fulfilment=row, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A link is on its way to %(email)s.") % {"email": address})
    return redirect(row)


@requires(WRITER)
@require_POST
def fulfilment_not_delivered(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What the partner said is not so: it is open as before."""
    row = settleable_fulfilment(request, public_id)
    try:
        not_delivered(fulfilment=row)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is open as before. Send them a link to ask again, or wait for the reminder."))
    return redirect(row)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def fulfilment_settle(request: SignedInRequest, public_id: str, way: str) -> HttpResponse:
    """Waive, dispute, extend it, or make it void, and say why."""
    row = settleable_fulfilment(request, public_id)
    if way not in list(Way):
        raise Http404
    chosen = Way(way)
    words = WAY_WORDS[chosen]
    form = WayForm(request.POST if request.method == "POST" else None, fulfilment=row, way=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            WAYS[chosen](fulfilment=row, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, str(words.done))
            return redirect(row)
    context = {"form": form, "row": row, "words": words, **frame(request, row.obligation.alliance)}
    return render(request, "alliances/fulfilment_settle.html", context)
