"""Health over all alliances."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliances.core.overview import list_tabs
from alliances.health.listing import alliances_by_health, health_rows
from coe_hub.lib.access import MEMBER, SignedInRequest, requires

PAGE_SIZE = 25


@requires(MEMBER)
@require_safe
def health_list(request: SignedInRequest) -> HttpResponse:
    """Every alliance at work that the reader sees with its last check; those longest without one on top."""
    page = Paginator(alliances_by_health(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": health_rows(list(page.object_list)), "tabs": list_tabs("health_list")}
    return render(request, "alliances/health_list.html", context)
