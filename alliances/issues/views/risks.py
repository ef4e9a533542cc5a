"""Risks: over all alliances, and each by itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.core.overview import list_tabs
from alliances.issues.actions.risks import add_risk, close_risk, edit_risk, look_at_risk, reopen_risk
from alliances.issues.filters import RiskFilter
from alliances.issues.forms.risks import RiskCloseForm, RiskEditForm, RiskForm
from alliances.issues.history import risk_sentences
from alliances.issues.listing import risk_columns
from alliances.issues.models import Closing, Risk
from alliances.issues.views.shared import editable_risk, frame, offered_on, offered_to, visible_risk
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit

PAGE_SIZE = 25


@requires(MEMBER)
@require_safe
def risk_list(request: SignedInRequest) -> HttpResponseBase:
    """Risks of all alliances the reader sees, the highest on top; `?format=` gives the list as a file."""
    visible = Risk.objects.visible_to(request.user).active().of_active_alliances()
    filters = RiskFilter(request.GET, queryset=visible, request=request)
    rows = filters.qs.with_row().in_order()
    columns = risk_columns()
    if file := exported(
        request, filters.form, columns, lambda _chosen: rows.iterator(1000), name="risks", title=_("Risks")
    ):
        return file
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "tabs": list_tabs("risk_list"),
        "today": timezone.localdate(),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "alliances/risk_list.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def risk_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write a risk down."""
    offered = offered_on(request, public_id)
    form = RiskForm(request.POST or None, offered=offered)
    if form.is_bound and form.is_valid():
        try:
            risk = add_risk(alliance=offered.alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(risk)
    return render(request, "alliances/risk_create.html", {"form": form, **frame(request, offered.alliance)})


@requires(MEMBER)
@require_safe
def risk_detail(request: SignedInRequest, risk_id: str) -> HttpResponse:
    """One risk: cause and effect, how likely and how bad, what is done about it, and when it is looked at again."""
    risk = visible_risk(request, risk_id)
    context = {
        "risk": risk,
        "is_editable": may_edit(request, risk),
        "today": timezone.localdate(),
        "sentences": risk_sentences(risk),
        **frame(request, risk.alliance),
    }
    return render(request, "alliances/risk_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def risk_edit(request: SignedInRequest, risk_id: str) -> HttpResponse:
    """Change it; where somebody else saved it meanwhile, the merge page."""
    first = editable_risk(request, risk_id)
    offered, around = offered_to(request, first), frame(request, first.alliance)
    return edit_page(
        request,
        read=lambda: visible_risk(request, risk_id),
        make_form=lambda risk, data: RiskEditForm(data, risk=risk, offered=offered),
        save=lambda risk, form: edit_risk(risk=risk, **form.action_values()),
        show=lambda risk, form: render(request, "alliances/risk_edit.html", {"form": form, "risk": risk, **around}),
    )


@requires(WRITER)
@require_POST
def risk_look(request: SignedInRequest, risk_id: str) -> HttpResponse:
    """It was looked at today, and still stands."""
    risk = editable_risk(request, risk_id)
    try:
        look_at_risk(risk=risk)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Looked at today. The next day is set."))
    return redirect(risk)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def risk_close(request: SignedInRequest, risk_id: str) -> HttpResponse:
    """It passed, or it came true; then an issue is offered in its words."""
    risk = editable_risk(request, risk_id)
    form = RiskCloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            close_risk(risk=risk, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            if risk.closing == Closing.CAME_TRUE:
                return redirect(f"{reverse('issue_create', args=[risk.alliance.public_id])}?risk={risk.public_id}")
            return redirect(risk)
    context = {"form": form, "risk": risk, **frame(request, risk.alliance)}
    return render(request, "alliances/risk_close.html", context)


@requires(WRITER)
@require_POST
def risk_reopen(request: SignedInRequest, risk_id: str) -> HttpResponse:
    """Take back that it was closed."""
    risk = editable_risk(request, risk_id)
    reopen_risk(risk=risk)
    messages.success(request, _("Open again."))
    return redirect(risk)
