"""The agreements and the programmes of all alliances that somebody sees."""

from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.agreements.filters import AgreementFilter, ProgrammeFilter
from alliances.agreements.listing import agreement_columns, file_rows, programme_columns
from alliances.agreements.models import Agreement, Programme
from alliances.agreements.states import with_states
from alliances.core.overview import list_tabs
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.tables import FORMATS, Column
from coe_hub.people.models import scopes_worked_on

PAGE_SIZE = 50
_ROW = ("alliance", "kind", "programme", "owner", "amends", "replaces")


@requires(MEMBER)
@require_safe
def agreement_portfolio(request: SignedInRequest) -> HttpResponseBase:
    """The agreements on the alliances that the reader works on, those they look after (`?of=mine`) or all they see
    (`?of=all`): by the day that comes first, of notice or of the end; `?format=` gives them as a file."""
    today = timezone.localdate()
    visible = Agreement.objects.visible_to(request.user).active().of_active_alliances()
    lists = {
        "mine": visible.filter(owner=request.user.person_id),
        "alliances": visible.filter(scope__in=scopes_worked_on(request.user)),
        "all": visible,
    }
    of = request.GET.get("of") or "alliances"
    if of not in lists:
        raise Http404
    filters = AgreementFilter(request.GET, queryset=with_states(lists[of], today), request=request)
    first = Case(When(notice_on__gte=today, then=F("notice_on")), default=F("ends_on"))
    found = filters.qs.annotate(next_on=first).order_by(F("next_on").asc(nulls_last=True), "title", "pk")
    rows = found.select_related(*_ROW)
    alliance = Column("alliance", _("Alliance"), lambda one: one.alliance.name, width=40)
    columns, title = [alliance, *agreement_columns()], _("Agreements")
    if file := exported(
        request, filters.form, columns, lambda _c: file_rows(rows).iterator(1000), name="agreements", title=title
    ):
        return file
    address = reverse("agreement_portfolio")
    labels = {"mine": _("Mine"), "alliances": _("On my alliances"), "all": _("All that I see")}
    context = {
        "of": of,
        "tabs": list_tabs("agreement_portfolio"),
        "list_url": f"{address}?of={of}",
        "whose": [
            {"label": label, "url": f"{address}?of={name}", "is_active": of == name} for name, label in labels.items()
        ],
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "today": today,
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "alliances/agreement_portfolio.html", context)


@requires(MEMBER)
@require_safe
def programme_portfolio(request: SignedInRequest) -> HttpResponseBase:
    """The programmes of all alliances that the reader sees, by name; `?format=` gives them as a file."""
    visible = Programme.objects.visible_to(request.user).active().of_active_alliances()
    filters = ProgrammeFilter(request.GET, queryset=visible, request=request)
    rows = filters.qs.select_related("alliance").in_order()
    columns, title = programme_columns(), _("Programmes")
    if file := exported(request, filters.form, columns, lambda _c: rows.iterator(1000), name="programmes", title=title):
        return file
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "formats": FORMATS,
        "columns": columns,
        "tabs": list_tabs("agreement_portfolio"),
    }
    return render(request, "alliances/programme_portfolio.html", context)
