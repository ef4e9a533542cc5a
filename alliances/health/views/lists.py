"""Health over all alliances."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliances.core.overview import list_tabs
from alliances.health.filters import HealthFilter
from alliances.health.listing import alliances_by_health, health_rows
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.lists import filter_chips

PAGE_SIZE = 25


@requires(MEMBER)
@require_safe
def health_list(request: SignedInRequest) -> HttpResponse:
    """Every alliance at work that the reader sees with its last check; those longest without one on top."""
    filters = HealthFilter(request.GET, queryset=alliances_by_health(request.user), request=request)
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": health_rows(list(page.object_list)),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "tabs": list_tabs("health_list"),
    }
    return render(request, "alliances/health_list.html", context)
