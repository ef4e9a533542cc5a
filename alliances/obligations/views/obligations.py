"""Obligations: over all alliances, of one alliance, and each by itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliances.agreements.models import Agreement
from alliances.agreements.views.shared import choosable_programmes, seen_alliance
from alliances.core.overview import list_tabs
from alliances.obligations.actions.obligations import (
    add_obligation,
    archive_obligation,
    edit_obligation,
    lapse_of,
    let_lapse,
    let_survive,
    restore_obligation,
)
from alliances.obligations.filters import FulfilmentFilter
from alliances.obligations.forms.obligations import ObligationEditForm, ObligationForm
from alliances.obligations.history import obligation_sentences
from alliances.obligations.listing import ALL, MINE, OBLIGATIONS, days_seen_by, fulfilment_columns, money_by_quarter
from alliances.obligations.models import Base, Fulfilment, FulfilmentQuerySet, Obligation, TriggerEvent
from alliances.obligations.partner import may_ask
from alliances.obligations.survival import unsettled
from alliances.obligations.timeline import lanes, marks, picture
from alliances.obligations.views.shared import (
    editable_obligation,
    frame,
    offered_on,
    offered_to,
    visible_obligation,
)
from alliances.obligations.wording import amount_text, rule_text
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import by_ids, show
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit

PAGE_SIZE = 25


@requires(MEMBER)
@require_safe
def obligation_list(request: SignedInRequest) -> HttpResponseBase:
    """What is owed on the reader's own account, on the alliances they work on (`?of=alliances`) or on all they see
    (`?of=all`): by day, with the money by quarter; `?format=` gives it as a file."""
    shown = show(request, OBLIGATIONS)
    if shown.response:
        return shown.response
    if not shown.is_table:
        rows = Fulfilment.objects.filter(pk__in=list(shown.page.object_list)).with_state(timezone.localdate())
        shown.page.object_list = by_ids(rows.with_row(), shown.page.object_list)
    address, of = reverse("obligation_list"), request.GET.get("of") or MINE
    labels = {MINE: _("Mine"), "alliances": _("On my alliances"), ALL: _("All that I see")}
    context = shown.context | {
        "of": of,
        "settleable": _settleable(request, shown.page),
        "money": money_by_quarter(shown.filters.qs, since=timezone.localdate()),
        "tabs": list_tabs("obligation_list"),
        "list_url": f"{address}?of={of}",
        "whose": [
            {"label": label, "url": f"{address}?of={name}", "is_active": of == name} for name, label in labels.items()
        ],
    }
    return render(request, "alliances/obligation_list.html", context)


def _settleable(request: SignedInRequest, page: Page[Any]) -> set[int]:
    rows = Fulfilment.objects.settled_by(request.user).filter(pk__in=[row.pk for row in page])
    return set(rows.values_list("pk", flat=True))


def _listed(request: SignedInRequest, rows: FulfilmentQuerySet, *, name: str) -> dict[str, Any] | HttpResponseBase:
    """What an alliance's list of due days shows, or the file that is asked for."""
    today = timezone.localdate()
    filters = FulfilmentFilter(request.GET, queryset=rows, request=request)
    found = filters.qs
    columns = fulfilment_columns(today)
    chosen = found.with_row().in_order()
    if file := exported(
        request, filters.form, columns, lambda _chosen: chosen.iterator(1000), name=name, title=_("Obligations")
    ):
        return file
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "filters": filters,
        "chips": filter_chips(request, filters),
        "today": today,
        "settleable": _settleable(request, page),
        "money": money_by_quarter(found, since=today),
        "formats": FORMATS,
        "columns": columns,
    }


@requires(MEMBER)
@require_safe
def alliance_obligations(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """What is owed on one alliance, as far as the reader sees it, and the events from which days are counted."""
    alliance = seen_alliance(request, public_id)
    rows = days_seen_by(request.user).filter(obligation__alliance=alliance)
    name = _("%(alliance)s – obligations") % {"alliance": alliance.name}
    context = _listed(request, rows, name=name)
    if isinstance(context, HttpResponseBase):
        return context
    events = TriggerEvent.objects.visible_to(request.user).active().filter(alliance=alliance)
    context |= {"events": events.select_related("alliance").in_order(), **frame(request, alliance)}
    context["may_add"] = context["may_edit"] or choosable_programmes(request, alliance).exists()
    return render(request, "alliances/alliance_obligations.html", context)


@requires(MEMBER)
@require_safe
def alliance_timeline(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The alliance's days in a picture and a table, as far as the reader sees them."""
    alliance, today = seen_alliance(request, public_id), timezone.localdate()
    found = marks(request.user, alliance, today)
    context = {"marks": found, "picture": picture(found, today), "lanes": lanes(), "today": today}
    return render(request, "alliances/alliance_timeline.html", context | frame(request, alliance, "alliance_timeline"))


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def obligation_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down what is owed; `?event=` and `?agreement=` name what it is counted from, or stands in, by id."""
    offered = offered_on(request, public_id)
    form = ObligationForm(request.POST or None, offered=offered, initial=_begun(request, offered.alliance.pk))
    if form.is_bound and form.is_valid():
        try:
            obligation = add_obligation(alliance=offered.alliance, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down. Its days are planned."))
            return redirect(obligation)
    context = {"form": form, **frame(request, offered.alliance)}
    return render(request, "alliances/obligation_create.html", context)


def _begun(request: SignedInRequest, alliance_id: int) -> dict[str, Any]:
    """What the form begins with, as the address says."""
    begun: dict[str, Any] = {}
    events = TriggerEvent.objects.visible_to(request.user).filter(alliance=alliance_id)
    if event := events.filter(public_id=request.GET.get("event", "")).first():
        begun |= {"counts_from": Base.EVENT, "event": event.pk, "programme": event.programme_id}
        begun |= {"agreement": event.agreement_id}
    agreements = Agreement.objects.visible_to(request.user).filter(alliance=alliance_id)
    if agreement := agreements.filter(public_id=request.GET.get("agreement", "")).first():
        begun |= {"agreement": agreement.pk, "programme": agreement.programme_id}
    return begun


@requires(MEMBER)
@require_safe
def obligation_detail(request: SignedInRequest, public_id: str, obligation_id: str) -> HttpResponse:
    """One obligation: its rule in words, each due day with the reason and the proof, and how it came to this."""
    obligation, today = visible_obligation(request, public_id, obligation_id), timezone.localdate()
    due = Fulfilment.objects.filter(obligation=obligation).with_row().with_state(today).with_telling().in_order()
    settleable = Fulfilment.objects.settled_by(request.user).filter(obligation=obligation).exists()
    is_editable = may_edit(request, obligation)
    followers = Obligation.objects.visible_to(request.user).active().filter(after=obligation)
    context = {
        "obligation": obligation,
        "rule": rule_text(obligation),
        "amount": amount_text(obligation),
        "due": due,
        "today": today,
        "is_editable": is_editable and not obligation.is_archived,
        "may_restore": is_editable and obligation.is_archived,
        "may_settle": settleable and not obligation.is_archived,
        "followers": followers.select_related("alliance").order_by("title", "pk"),
        "implied_by": obligation.implied_by.active().select_related("alliance").order_by("title", "pk"),
        "may_ask": may_ask(obligation),
        "lapses_on": lapse_of(obligation),
        "asked": unsettled(Obligation.objects.filter(pk=obligation.pk)).first(),
        "sentences": obligation_sentences(obligation),
        **frame(request, obligation.alliance),
    }
    return render(request, "alliances/obligation_detail.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def obligation_edit(request: SignedInRequest, public_id: str, obligation_id: str) -> HttpResponse:
    """Change what is owed; where somebody else saved it meanwhile, the merge page."""
    first = editable_obligation(request, public_id, obligation_id)
    offered = offered_to(request, first)
    around = frame(request, first.alliance)
    return edit_page(
        request,
        read=lambda: visible_obligation(request, public_id, obligation_id),
        make_form=lambda one, data: ObligationEditForm(data, obligation=one, offered=offered),
        save=lambda one, form: edit_obligation(obligation=one, by=request.user, **form.action_values()),
        show=lambda one, form: render(
            request, "alliances/obligation_edit.html", {"form": form, "obligation": one, **around}
        ),
        saved=_("Saved. Its days are planned anew."),
    )


@requires(WRITER)
@require_POST
def obligation_survive(request: SignedInRequest, public_id: str, obligation_id: str) -> HttpResponse:
    """It outlives its agreement after all: it is owed beyond the last day in force."""
    obligation = editable_obligation(request, public_id, obligation_id)
    let_survive(obligation=obligation, by=request.user)
    messages.success(request, _("It survives the agreement. Its days are planned anew."))
    return redirect(obligation)


@requires(WRITER)
@require_POST
def obligation_lapse(request: SignedInRequest, public_id: str, obligation_id: str) -> HttpResponse:
    """It ends with its agreement: beyond the last day in force nothing of it is owed."""
    obligation = editable_obligation(request, public_id, obligation_id)
    let_lapse(obligation=obligation, by=request.user)
    messages.success(request, _("It ends with the agreement. Its days are planned anew."))
    return redirect(obligation)


@requires(WRITER)
@require_POST
def obligation_archive(request: SignedInRequest, public_id: str, obligation_id: str) -> HttpResponse:
    """Put it away; the message offers to take that back."""
    obligation = editable_obligation(request, public_id, obligation_id)
    archive_obligation(obligation=obligation, by=request.user)
    undo = reverse("obligation_restore", args=[public_id, obligation_id])
    messages.success(request, _("Put away. Nothing of it is due any more."), extra_tags=undo)
    return redirect("alliance_obligations", public_id)


@requires(WRITER)
@require_POST
def obligation_restore(request: SignedInRequest, public_id: str, obligation_id: str) -> HttpResponse:
    """Take it back."""
    obligation = editable_obligation(request, public_id, obligation_id)
    restore_obligation(obligation=obligation, by=request.user)
    messages.success(request, _("Restored. Its days are planned anew."))
    return redirect(obligation)
