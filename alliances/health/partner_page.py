"""What somebody at a partner sees of the results of a health check they were asked in, and nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alliances.health.actions import RESULT_PURPOSE
from alliances.health.models import HealthCheck
from alliances.health.views.checks import outcome_of
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import contact_for, register
from coe_hub.people.models import PartnerLink


def partner_result_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """The results as their side reads them; a friendly end where they take part no more."""
    check = _check(link)
    context: dict[str, Any] = {"link": link, "contact": contact_for(link.scope)}
    if check is None:
        return render(request, "alliances/_partner_health_over.html", context)
    joint = check.joint_actions.select_related("ours__owner__organisation", "theirs__owner__organisation")
    context |= {"check": check, "joint_actions": joint.order_by("pk")}
    context |= outcome_of(check, as_partner=True)
    return render(request, "alliances/_partner_health.html", context)


def _check(link: PartnerLink) -> HealthCheck | None:
    """The link's check, as long as its holder was asked in it and takes part, and it was shown."""
    if not taking_part(people=[link.person_id], scopes=[link.scope_id]):
        return None
    checks = HealthCheck.objects.counted().filter(alliance__scope=link.scope_id, shared_at__isnull=False)
    asked = checks.filter(pk=link.object_id, wave__participants__person=link.person_id)
    return asked.select_related("alliance", "wave__edition__content__questionnaire").first()


def register_all() -> None:
    """Register what the links of results lead to."""
    register(RESULT_PURPOSE, partner_result_page)
