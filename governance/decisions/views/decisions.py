"""Decisions: the register over all committees, written down, read, changed, and what became of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import exported, filter_chips
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.tables import FORMATS
from coe_hub.people.accounts.readers import may_edit
from governance.committees.models import Committee
from governance.committees.views.shared import editable_committee
from governance.committees.views.shared import frame as committee_frame
from governance.decisions.actions.decisions import (
    confirm,
    edit_decision,
    reinstate,
    reverse,
    uphold,
    write_decision,
)
from governance.decisions.filters import DecisionFilter
from governance.decisions.forms.decisions import DecisionEditForm, DecisionForm, DecisionStepForm
from governance.decisions.forms.effects import EFFECTS
from governance.decisions.history import decision_sentences
from governance.decisions.listing import decision_columns
from governance.decisions.models import Decision, DecisionState, Effect, Way
from governance.decisions.views.shared import editable_decision, followed_decision, frame, may_follow, visible_decision
from governance.decisions.votes import told_in
from governance.meetings.models import AgendaItem, Meeting

PAGE_SIZE = 25


@requires(MEMBER)
@require_safe
def decision_list(request: SignedInRequest) -> HttpResponseBase:
    """Decisions of all committees the reader sees, the newest on top; `?format=` gives the list as a file."""
    visible = Decision.objects.visible_to(request.user).of_committees_at_work().with_standing()
    filters = DecisionFilter(request.GET, queryset=visible, request=request)
    rows = filters.qs.with_row().in_order()
    columns = decision_columns()
    if file := exported(
        request, filters.form, columns, lambda _chosen: rows.iterator(1000), name="decisions", title=_("Decisions")
    ):
        return file
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": filter_chips(request, filters),
        "today": timezone.localdate(),
        "formats": FORMATS,
        "columns": columns,
    }
    return render(request, "governance/decision_list.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def decision_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write a decision of the committee down; `?meeting=` and `?item=` say where it came up, by id."""
    committee = editable_committee(request, public_id)
    meeting, item = _came_up(request, committee)
    form = DecisionForm(request.POST or None, committee=committee, user=request.user, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            decision = write_decision(
                committee=committee, meeting=meeting, agenda_item=item, by=request.user, **form.action_values()
            )
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down. Say next what follows from it."))
            return redirect(decision)
    beforehand = told_in(meeting) if meeting and meeting.held_at else ""
    context = {"form": form, "meeting": meeting, "beforehand": beforehand, **committee_frame(request, committee)}
    return render(request, "governance/decision_create.html", context)


def _came_up(request: SignedInRequest, committee: Committee) -> tuple[Meeting | None, AgendaItem | None]:
    key = request.GET.get("meeting", "")
    if not key:
        return None, None
    meetings = (
        Meeting.objects.visible_to(request.user).filter(committee=committee).select_related("committee", "minutes")
    )
    meeting = get_object_or_404(meetings, public_id=key)
    return meeting, meeting.agenda.active().filter(public_id=request.GET.get("item", "")).first()


@requires(MEMBER)
@require_safe
def decision_detail(request: SignedInRequest, decision_id: str) -> HttpResponse:
    """One decision: what and why, the votes, what became of it, and what it set off."""
    decision = visible_decision(request, decision_id)
    follows = may_follow(request, decision)
    state = DecisionState(decision.state)
    effects = list(Effect) if decision.committee.alliance_id else [Effect.ACTION]
    offered = effects if follows and decision.is_decided and state != DecisionState.NOT_BINDING else []
    context = {
        "state": state,
        "is_editable": may_edit(request, decision),
        "may_follow": follows,
        "ways": _ways(state) if follows else [],
        "effects": [(effect.value, EFFECTS[effect].label) for effect in offered],
        "history": list(decision.steps.select_related("by__person").order_by("-pk")),
        "consequences": list(decision.consequences.select_related("by__person").order_by("pk")),
        "successor": decision.replaced_by.active().first(),
        "today": timezone.localdate(),
        "sentences": decision_sentences(decision),
        **frame(request, decision),
    }
    return render(request, "governance/decision_detail.html", context)


def _ways(state: DecisionState) -> list[tuple[str, Any]]:
    if state == DecisionState.NOT_BINDING:
        return [(Way.CONFIRMED.value, WAYS[Way.CONFIRMED][0])]
    if state == DecisionState.IN_FORCE:
        return [(way.value, WAYS[way][0]) for way in (Way.UPHELD, Way.REVERSED)]
    return [(Way.REINSTATED.value, WAYS[Way.REINSTATED][0])] if state == DecisionState.REVERSED else []


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def decision_edit(request: SignedInRequest, decision_id: str) -> HttpResponse:
    """Change its words; where somebody else saved them meanwhile, the merge page."""
    first = editable_decision(request, decision_id)
    around = frame(request, first)
    return edit_page(
        request,
        read=lambda: visible_decision(request, decision_id),
        make_form=lambda one, data: DecisionEditForm(data, decision=one, user=request.user),
        save=lambda one, form: edit_decision(decision=one, **form.action_values()),
        show=lambda one, form: render(
            request, "governance/decision_edit.html", {**around, "form": form, "decision": one}
        ),
    )


# How each is called, what is said of it, and what does it.
WAYS: dict[Way, tuple[Any, Any, Any]] = {
    Way.UPHELD: (
        gettext_lazy("Looked at, still holds"),
        gettext_lazy("It was looked at today. Give the day of the next look, where one is wanted."),
        uphold,
    ),
    Way.REVERSED: (
        gettext_lazy("Reverse it"),
        gettext_lazy("It does not hold any more. Where another decision takes its place, write that one down instead."),
        reverse,
    ),
    Way.REINSTATED: (
        gettext_lazy("It holds again"),
        gettext_lazy("Take back that it was reversed."),
        reinstate,
    ),
    Way.CONFIRMED: (
        gettext_lazy("Confirm it"),
        gettext_lazy("It was decided without a quorum. Say which meeting with quorum confirmed it."),
        confirm,
    ),
}


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def decision_step(request: SignedInRequest, decision_id: str, way: str) -> HttpResponse:
    """Say what became of it."""
    decision = followed_decision(request, decision_id)
    if way not in list(Way):
        raise Http404
    label, text, act = WAYS[Way(way)]
    form = DecisionStepForm(request.POST if request.method == "POST" else None, way=Way(way))
    if form.is_bound and form.is_valid():
        try:
            act(decision=decision, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect(decision)
    context = {"form": form, "label": label, "text": text, **frame(request, decision)}
    return render(request, "governance/decision_step.html", context)
