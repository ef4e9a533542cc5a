"""What somebody at a partner sees of a goal that they are asked to sign, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alliances.goals.actions.sign_offs import PURPOSE, TAKE_BACK, sign_goal, take_back
from alliances.goals.forms import SignForm
from alliances.goals.models import Goal
from alliances.goals.signing import Signature, Signing
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.history import acting
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, note_used, register
from coe_hub.people.models import PartnerLink


def sign_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """The goal with one button; once signed, what was signed, and the way to another remark or back."""
    goal = _goal(link)
    signature = Signing.of(goal).of_person(link.person_id) if goal else None
    contact = contact_for(link.scope)
    if goal is None or signature is None or not goal.is_open:
        return render(request, "alliances/_partner_goal_over.html", {"link": link, "contact": contact})
    said = signature.sign_off.remark if signature.sign_off and signature.stands else ""
    if request.POST.get("answer") == TAKE_BACK:
        with acting(by=None):
            take_back(goal=goal, person=link.person)
        return redirect("partner_page")
    form = SignForm(request.POST if request.method == "POST" else None, goal=goal, remark=said)
    if form.is_bound and form.is_valid():
        try:
            with acting(by=None):  # whoever may be signed in at this browser, the holder of the link signs
                sign_goal(goal=Goal.objects.get(pk=goal.pk), person=link.person, **form.action_values())
                note_used(link)
        except DomainError as error:
            add_domain_error(form, error)
            renew_version(form, goal.version)
        else:
            return redirect("partner_page")
    return _shown(request, link, goal, signature, form)


def _shown(request: HttpRequest, link: PartnerLink, goal: Goal, signature: Signature, form: SignForm) -> HttpResponse:
    context = {"link": link, "goal": goal, "signature": signature, "form": form, "contact": contact_for(link.scope)}
    return render(request, "alliances/_partner_goal.html", context)


def _goal(link: PartnerLink) -> Goal | None:
    """The link's goal, as long as its holder takes part and the alliance is at work."""
    if not taking_part(people=[link.person_id], scopes=[link.scope_id]):
        return None
    goals = Goal.objects.active().of_living_alliances().filter(alliance__scope=link.scope_id)
    return goals.select_related("alliance").with_signing().filter(pk=link.object_id).first()


def register_all() -> None:
    """Register what the links of sign-offs lead to."""
    register(PURPOSE, sign_page)
