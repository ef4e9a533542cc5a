"""Where somebody of ours without an account says where they stand. Nobody at a partner is let in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alliances.alignment.actions import PURPOSE, say_where_they_stand
from alliances.alignment.forms import OwnStandForm
from alliances.alignment.models import Stand
from alliances.core.participants import side_on
from coe_hub.lib.errors import LostUpdateError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.history import acting
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.models import PartnerLink, Side


def own_stand_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """One's own stand; thanks, once it is said."""
    stand = _stand(link)
    context = {"link": link, "contact": contact_for(link.scope), "stand": stand}
    if stand is None or link.used_at:
        return render(request, "alliances/_own_stand_over.html", context)
    form = OwnStandForm(request.POST if request.method == "POST" else None, stand=stand)
    if form.is_bound and form.is_valid():
        try:
            with acting(by=None):
                say_where_they_stand(stand=stand, **form.action_values())
                note_used(link)
        except LostUpdateError as error:
            add_domain_error(form, error)
            renew_version(form, Stand.objects.get(pk=stand.pk).version)
        else:
            return redirect("partner_page")
    return render(request, "alliances/_own_stand.html", {**context, "form": form, "check": stand.check_made})


def _stand(link: PartnerLink) -> Stand | None:
    """The link's stand, as long as its holder is of our side and takes part."""
    if not taking_part(people=[link.person_id], scopes=[link.scope_id]):
        return None
    stands = Stand.objects.select_related("check_made__alliance", "person")
    stand = stands.filter(pk=link.object_id, person=link.person_id, check_made__alliance__scope=link.scope_id).first()
    if stand is None or side_on(stand.check_made.alliance, stand.person) != Side.OURS:
        return None
    return stand


def register_all() -> None:
    """Register what the links of our own people lead to."""
    register(PURPOSE, own_stand_page)
