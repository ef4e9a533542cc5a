"""Handing one alliance over: what somebody holds on it, to whoever does it from now on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alliances.core.models import Alliance
from alliances.core.participants import participants
from alliances.core.views.shared import editable_alliance
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.handover.forms import HandOverForm
from coe_hub.people.handover.views import moved_text
from coe_hub.people.models import Person


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def alliance_hand_over(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What goes over, to whom, and whether the former one stays on the team. `?from=` and `?to=` name them by id;
    without the first it is the lead, or whoever asks."""
    alliance = editable_alliance(request, public_id)
    giver = _giver(request, alliance)
    found = holdings(giver, user=request.user).within(alliance.scope_id)
    taker = Person.objects.visible_to(request.user).available().filter(public_id=request.GET.get("to", "")).first()
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, user=request.user, giver=giver, holdings=found, keeps=not giver.is_gone, taker=taker)
    if form.is_bound and form.is_valid():
        try:
            moved = hand_over(giver=giver, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, moved_text(moved))
            return redirect("alliance_list" if _is_shut_out(request, alliance) else alliance)
    others = [one.person for one in participants(alliance) if one.person != giver and one.side == "ours"]
    context = {"form": form, "alliance": alliance, "person": giver, "others": others}
    return render(request, "alliances/alliance_hand_over.html", context)


def _giver(request: SignedInRequest, alliance: Alliance) -> Person:
    """Somebody on our side who was named, else the lead, else the reader."""
    asked = request.GET.get("from", "")
    on_it = [one.person for one in participants(alliance) if one.side == "ours"]
    named = next((person for person in on_it if person.public_id == asked), None)
    return named or alliance.lead or request.user.person


def _is_shut_out(request: SignedInRequest, alliance: Alliance) -> bool:
    """Whether whoever handed over has no way in any more."""
    return not Alliance.objects.visible_to(request.user).filter(pk=alliance.pk).exists()
