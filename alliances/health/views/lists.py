"""Health over all alliances."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.core.overview import list_tabs
from alliances.health.filters import HealthFilter
from alliances.health.listing import HealthRow, alliances_by_health, health_columns, health_rows
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.tables import FORMATS, Column

PAGE_SIZE = 25


@requires(MEMBER)
@require_safe
def health_list(request: SignedInRequest) -> HttpResponseBase:
    """Every alliance at work that the reader sees with its last check; those longest without one on top. `?format=`
    gives them as a file."""
    filters = HealthFilter(request.GET, queryset=alliances_by_health(request.user), request=request)
    columns = health_columns()

    def rows(_columns: Sequence[Column]) -> Iterator[HealthRow]:
        alliances = iter(filters.qs.iterator(PAGE_SIZE))
        while batch := list(islice(alliances, PAGE_SIZE)):
            yield from health_rows(batch)

    title = _("Health of the alliances")
    if file := exported(request, filters.form, columns, rows, name="health", title=title):
        return file
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": health_rows(list(page.object_list)),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "tabs": list_tabs("health_list"),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "alliances/health_list.html", context)
