"""The reviews of one alliance, and doing one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.appointments import open_appointment
from alliances.reviews.filters import ReviewFilter
from alliances.reviews.forms.reviews import ReviewForm
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import filter_chips
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import may_edit

PAGE_SIZE = 100
MOST_SINCE = 8


@requires(MEMBER)
@require_safe
def alliance_reviews(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The reviews of the alliance, narrowed as asked, newest first."""
    alliance = visible_alliance(request, public_id)
    filters = ReviewFilter(request.GET, queryset=alliance.reviews.all(), request=request)
    rows = filters.qs.select_related("by__person").newest_first()
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "alliance_detail"),
        "steps": record_steps(alliance),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
    }
    return render(request, "alliances/alliance_reviews.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def review_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down a review; it moves the next one."""
    alliance = editable_alliance(request, public_id)
    form = ReviewForm(request.POST or None, user=request.user, alliance=alliance)
    if form.is_bound and form.is_valid():
        try:
            do_review(alliance=alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _next_review_text(request, public_id))
            return redirect(alliance)
    last = alliance.reviews.order_by("-held_on", "-pk").first()
    entries = alliance.journal.active().order_by("-happened_on", "-pk")
    if last:
        entries = entries.filter(happened_on__gte=last.held_on)
    appointment = open_appointment(alliance)
    context = {
        "form": form,
        "alliance": alliance,
        "last": last,
        "entries": entries[:MOST_SINCE],
        "called_off": appointment if appointment and appointment.starts_at > timezone.now() else None,
    }
    return render(request, "alliances/review_create.html", context)


def _next_review_text(request: SignedInRequest, public_id: str) -> str:
    next_on = visible_alliance(request, public_id).next_review_on
    if next_on is None:
        return _("Review written down.")
    return _("Review written down. The next one is due on %(date)s.") % {"date": date_text(next_on)}
