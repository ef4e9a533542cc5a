"""Health over all alliances."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.core.overview import list_tabs
from alliances.health.listing import HealthRow, alliances_by_health, health_columns, health_rows
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.lists import exported
from coe_hub.lib.tables import FORMATS, Column

PAGE_SIZE = 25


class HealthFilter(forms.Form):
    """Whether those without a check for a year are listed alone."""

    old = forms.BooleanField(required=False)


@requires(MEMBER)
@require_safe
def health_list(request: SignedInRequest) -> HttpResponseBase:
    """Every alliance at work that the reader sees with its last check; those longest without one on top, or
    (`?old=on`) those without one for a year alone. `?format=` gives them as a file."""
    form = HealthFilter(request.GET or None)
    only_old = form.is_bound and form.is_valid() and form.cleaned_data["old"]
    found = alliances_by_health(request.user, only_old=only_old)
    columns = health_columns()

    def rows(_columns: Sequence[Column]) -> Iterator[HealthRow]:
        alliances = iter(found.iterator(PAGE_SIZE))
        while batch := list(islice(alliances, PAGE_SIZE)):
            yield from health_rows(batch)

    asked, title = form if form.is_bound else HealthFilter({}), _("Health of the alliances")
    if file := exported(request, asked, columns, rows, name="health", title=title):
        return file
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": health_rows(list(page.object_list)),
        "tabs": list_tabs("health_list"),
        "only_old": only_old,
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "alliances/health_list.html", context)
