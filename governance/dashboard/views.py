"""The steering dashboard and the lists behind its figures that no other room has."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.core.models import Alliance
from alliances.core.overview import list_tabs
from alliances.core.restricted import counts_restricted
from alliances.reviews.models import Review
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.dates import local_date
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.tables import FORMATS
from coe_hub.lib.text import reader_language
from governance.dashboard.figures import quarter_chart
from governance.dashboard.filters import CoverageFilter, KeptReviewFilter, NarrowFilter
from governance.dashboard.forms import ReachForm
from governance.dashboard.home import figures, headlines, trends
from governance.dashboard.listing import coverage_columns
from governance.dashboard.reports.counting import counting_for
from governance.dashboard.reports.coverage import told, with_people
from governance.dashboard.reports.portfolio import quarter_ends
from governance.dashboard.reports.reach import reach, used_by
from toolkits.catalogue import entries
from toolkits.models import Tool

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def governance_home(request: SignedInRequest) -> HttpResponse:
    """What to attend to, decide and celebrate, then the figures behind it, narrowed as asked."""
    filters = NarrowFilter(request.GET, queryset=Alliance.objects.none(), request=request)
    narrowed = filters.narrowed()
    if opened := _opened(request, filters):
        return opened
    counting, now = counting_for(request.user, **narrowed), timezone.now()
    said = headlines(counting, now)
    context = {
        **said,
        **figures(counting, local_date(now), said["alike"]),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "counts_restricted": counts_restricted(request.user),
    }
    return render(request, "governance/governance_home.html", context)


def _opened(request: SignedInRequest, filters: NarrowFilter) -> HttpResponse | None:
    """The questions alone, where a script fetches them into the page: its figures are there already."""
    if not (request.htmx and request.GET.get("filters")):
        return None
    context = {"filters": filters, "chips": filter_chips(request, filters)}
    return render(request, "components/_narrowing.html", context)


@requires(MEMBER)
@require_safe
def trend_list(request: SignedInRequest) -> HttpResponse:
    """How it changed over eight quarters: alliances, reviews, obligations, issues, narrowed as asked."""
    filters = NarrowFilter(request.GET, queryset=Alliance.objects.none(), request=request)
    narrowed = filters.narrowed()
    if opened := _opened(request, filters):
        return opened
    counting, today = counting_for(request.user, **narrowed), local_date(timezone.now())
    ends = quarter_ends(counting, today)
    context = {
        "ends": ends,
        "quarter_chart": quarter_chart(ends),
        "trends": trends(counting, today),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "counts_restricted": counts_restricted(request.user),
    }
    return render(request, "governance/trend_list.html", context)


@requires(MEMBER)
@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """The reviews of all alliances that the reader may see, narrowed as asked; those behind the figures by `?kept=`."""
    reviews = Review.objects.visible_to(request.user).of_active_alliances()
    filters = KeptReviewFilter(request.GET, queryset=reviews, request=request)
    rows = filters.qs.select_related("alliance", "by__person").newest_first()
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "tabs": list_tabs("review_list"),
        "kept": filters.form.cleaned_data.get("kept", ""),
    }
    return render(request, "governance/review_list.html", context)


@requires(MEMBER)
@require_safe
def coverage_list(request: SignedInRequest) -> HttpResponseBase:
    """Living alliances that the reader may see, by whether somebody of ours there knows the trade; never by person.
    `?format=` gives them as a file."""
    rows = with_people(Alliance.objects.visible_to(request.user)).select_related("lead", "stage")
    rows = rows.order_by("sort_key", "pk")
    filters = CoverageFilter(request.GET, queryset=rows, request=request)
    columns, title = coverage_columns(), _("Coverage of alliances")
    if file := exported(request, filters.form, columns, lambda _c: filters.qs.iterator(1000), name=title, title=title):
        return file
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, told(one)) for one in page.object_list],
        "filters": filters,
        "chips": filter_chips(request, filters),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "governance/coverage_list.html", context)


@requires(MEMBER)
@require_safe
def reach_list(request: SignedInRequest) -> HttpResponse:
    """What one site or function downloaded and finished; of a group under five people, that it is too small."""
    form = ReachForm(request.GET)
    now = timezone.now()
    found = reach(now)
    if not form.is_valid():
        raise Http404
    group = found.group(*form.group())
    if group is None:
        raise Http404
    uses = used_by(group, now)
    tools = Tool.objects.filter(content__in=[use.content_id for use in uses if use.content_id])
    known = {entry.tool.content_id: entry for entry in entries(tools, reader_language())}
    rows = [(use, known.get(use.content_id or 0)) for use in uses]
    return render(request, "governance/reach_list.html", {"group": group, "rows": rows})
