"""The alliances of one person or organisation: fragments for the pages below this room, full pages by themselves."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliances.core.models import Alliance, Party
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.people.models import Organisation, Person

MOST = 100


@requires(MEMBER)
@require_safe
def person_alliances(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Alliances a visible person leads or works on, as far as the reader may see them."""
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    alliances = Alliance.objects.visible_to(request.user).active().of_person(person.pk)
    return _render(request, "alliances/person_alliances.html", {"person": person}, alliances)


@requires(MEMBER)
@require_safe
def organisation_alliances(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Alliances a visible organisation is a party of, as far as the reader may see them."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    of_organisation = Party.objects.filter(organisation=organisation).values("alliance")
    alliances = Alliance.objects.visible_to(request.user).active().filter(pk__in=of_organisation)
    return _render(request, "alliances/organisation_alliances.html", {"organisation": organisation}, alliances)


def _render(request: SignedInRequest, template: str, context: dict[str, Any], alliances: Any) -> HttpResponse:
    name = f"{template}#rows" if request.htmx else template
    rows = alliances.with_row().order_by("sort_key", "pk")[:MOST]
    return render(request, name, {**context, "alliances": rows})
