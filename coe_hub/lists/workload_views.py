"""What is open with whom."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.lists import filter_chips, name_column
from coe_hub.lists.workload import loads, workload
from coe_hub.people.directory.filters import PersonFilter
from coe_hub.people.models import DIRECTORY_KEEPERS, Person

PAGE_SIZE = 50


@requires(*DIRECTORY_KEEPERS)
@require_safe
def workload_list(request: SignedInRequest) -> HttpResponse:
    """Colleagues by name, with how many things are open with each, as far as the reader sees them."""
    people = Person.objects.visible_to(request.user).available().filter(user__isnull=False)
    filters = PersonFilter(request.GET, queryset=people.select_related("site", "organisation"), request=request)
    page = Paginator(filters.qs.order_by(name_column(), "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": workload(request.user, page.object_list),
        "loads": loads(),
        "filters": filters,
        "chips": filter_chips(request, filters),
    }
    return render(request, "lists/workload_list.html", context)


@requires(MEMBER)
@require_safe
def person_workload(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What is open with one person: for themself, and for whoever looks after the directory."""
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    if person.pk != request.user.person_id and not request.user.has_role(*DIRECTORY_KEEPERS):
        raise PermissionDenied
    [(_person, cells)] = workload(request.user, [person])
    template = "lists/person_workload.html#rows" if request.htmx else "lists/person_workload.html"
    return render(request, template, {"person": person, "cells": cells})
