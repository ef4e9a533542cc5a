"""The goals of all alliances that somebody sees."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances.core.overview import list_tabs
from alliances.goals.filters import GoalFilter
from alliances.goals.models import Goal
from alliances.goals.signing import Signing
from coe_hub.lib.access import MEMBER, SignedInRequest, requires
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.tables import FORMATS, Column, column_of
from coe_hub.people.models import scopes_worked_on

PAGE_SIZE = 50


@requires(MEMBER)
@require_safe
def goal_portfolio(request: SignedInRequest) -> HttpResponseBase:
    """The goals of the alliances that the reader works on, or of all they see (`?of=all`): open ones by their day;
    `?format=` gives them as a file."""
    visible = Goal.objects.visible_to(request.user).active().of_living_alliances()
    lists = {"alliances": visible.filter(alliance__scope__in=scopes_worked_on(request.user)), "all": visible}
    of = request.GET.get("of") or "alliances"
    if of not in lists:
        raise Http404
    filters = GoalFilter(request.GET, queryset=lists[of], request=request)
    rows = filters.qs.select_related("alliance").with_signing().in_order()
    columns = goal_columns()
    if file := exported(request, filters.form, columns, lambda _c: rows.iterator(1000), name="goals", title=_("Goals")):
        return file
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    address = reverse("goal_portfolio")
    labels = {"alliances": _("On my alliances"), "all": _("All that I see")}
    context = {
        "tabs": list_tabs("goal_portfolio"),
        "list_url": f"{address}?of={of}",
        "whose": [
            {"label": label, "url": f"{address}?of={name}", "is_active": of == name} for name, label in labels.items()
        ],
        "page": page,
        "rows": [Signing.of(goal) for goal in page.object_list],
        "filters": filters,
        "chips": filter_chips(request, filters),
        "today": timezone.localdate(),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "alliances/goal_portfolio.html", context)


def goal_columns() -> Sequence[Column]:
    """The columns of the list in files."""
    return [
        Column("alliance", _("Alliance"), lambda goal: goal.alliance.name, width=40),
        column_of(Goal, "text", width=60),
        column_of(Goal, "horizon", width=14),
        column_of(Goal, "measure", width=40),
        column_of(Goal, "due_on", width=13),
        Column("state", _("State"), lambda goal: str(goal.state.label), width=12),
        Column("signed", _("Signed off"), lambda goal: str(Signing.of(goal).text), width=24),
        column_of(Goal, "reached_on", width=13, is_usual=False),
        column_of(Goal, "given_up_on", width=13, is_usual=False),
        column_of(Goal, "closing_note", width=50, is_usual=False),
        Column("url", _("Address"), Goal.get_absolute_url, width=40, is_link=True, is_usual=False),
    ]
