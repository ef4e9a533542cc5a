"""Trigger events: written down, changed, and moved step by step, after a look at what moves with them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from alliances.obligations.actions.events import Step, add_event, edit_event, move_event, moved_event, preview
from alliances.obligations.forms.events import STEP_FORMS, STEPS, EventEditForm, EventForm, StepForm
from alliances.obligations.history import event_sentences
from alliances.obligations.models import Fulfilment, TriggerEvent
from alliances.obligations.planning import Move
from alliances.obligations.views.shared import editable_event, frame, offered_on, offered_to, visible_event
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.accounts.readers import may_edit


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def event_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Write down what days will be counted from."""
    offered = offered_on(request, public_id)
    form = EventForm(request.POST or None, offered=offered)
    if form.is_bound and form.is_valid():
        try:
            event = add_event(alliance=offered.alliance, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Written down. Say next what is counted from it."))
            return redirect(event)
    return render(request, "alliances/event_create.html", {"form": form, **frame(request, offered.alliance)})


@requires(MEMBER)
@require_safe
def event_detail(request: SignedInRequest, public_id: str, event_id: str) -> HttpResponse:
    """One event: where it stands, what can be said of it, and what is counted from it."""
    event, today = visible_event(request, public_id, event_id), timezone.localdate()
    rows = Fulfilment.objects.visible_to(request.user).living().filter(obligation__event=event)
    context = {
        "event": event,
        "today": today,
        "rows": rows.with_row().with_state(today).in_order(),
        "is_editable": may_edit(request, event),
        "steps_now": [(step.value, STEPS[step]) for step in _steps(event)],
        "sentences": event_sentences(event),
        **frame(request, event.alliance),
    }
    return render(request, "alliances/event_detail.html", context)


def _steps(event: TriggerEvent) -> list[Step]:
    """What can be said of it now, in the order in which it happens; of a day of its agreement nothing, here."""
    if event.point:
        return []
    if event.voided_on:
        return [Step.REOPEN]
    started = [Step.REOPEN] if event.received_on or event.occurred_on else []
    if event.occurred_on or event.deemed_on:
        return started
    if event.contested_on:
        return [Step.RECEIVE, Step.DEEM, Step.OCCUR, Step.EXPECT, *started, Step.VOID]
    if event.received_on:
        return [Step.CONTEST, Step.DEEM, *started, Step.VOID]
    return [Step.OCCUR, Step.RECEIVE, Step.EXPECT, Step.VOID]


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def event_edit(request: SignedInRequest, public_id: str, event_id: str) -> HttpResponse:
    """Change what is said of it; where somebody else saved it meanwhile, the merge page."""
    first = editable_event(request, public_id, event_id)
    offered, around = offered_to(request, first), frame(request, first.alliance)
    return edit_page(
        request,
        read=lambda: visible_event(request, public_id, event_id),
        make_form=lambda event, data: EventEditForm(data, event=event, offered=offered),
        save=lambda event, form: edit_event(event=event, by=request.user, **form.action_values()),
        show=lambda event, form: render(request, "alliances/event_edit.html", {"form": form, "event": event, **around}),
    )


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def event_step(request: SignedInRequest, public_id: str, event_id: str, step: str) -> HttpResponse:
    """Say one thing of the event. The first click shows what moves with it, the second does it; where somebody else
    moved it in between, what moves is shown anew."""
    event = editable_event(request, public_id, event_id)
    if step not in list(Step):
        raise Http404
    form = STEP_FORMS[Step(step)](request.POST if request.method == "POST" else None, event=event, step=Step(step))
    context: dict[str, Any] = {"form": form, "event": event, "words": STEPS[Step(step)]}
    if form.is_bound and form.is_valid():
        try:
            if "confirmed" in request.POST and request.POST.get("seen") == _seen_as(form):
                return _moved(request, event, form)
            context |= _shown(request, event, form)
        except LostUpdateError as error:
            renew_version(form, visible_event(request, public_id, event_id).version)
            add_domain_error(form, error)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
    return render(request, "alliances/event_step.html", context | frame(request, event.alliance))


def step_values(form: StepForm) -> dict[str, Any]:
    """What the step is done with."""
    values = form.action_values()
    return {name: values[name] for name in ("on", "why", "clause") if name in values}


def _shown(request: SignedInRequest, event: TriggerEvent, form: StepForm) -> dict[str, Any]:
    """What would move, of that what the reader sees."""
    found = preview(moved_event(event, step=form.step, **step_values(form)))
    return {"is_shown": True, "moves": _seen(request, found.moves), "seen": _seen_as(form)}


def _seen_as(form: StepForm) -> str:
    """What was shown is what is confirmed: another day, or an event that moved since, is shown anew."""
    return f"{form.cleaned_data.get('on')} {form.cleaned_data['version']}"


def _seen(request: SignedInRequest, moves: list[Move]) -> list[Move]:
    visible = Fulfilment.objects.visible_to(request.user).filter(pk__in=[move.fulfilment.pk for move in moves])
    seen = set(visible.values_list("pk", flat=True))
    return [move for move in moves if move.fulfilment.pk in seen]


def _moved(request: SignedInRequest, event: TriggerEvent, form: StepForm) -> HttpResponse:
    changes = move_event(
        event=event, version=form.cleaned_data["version"], by=request.user, step=form.step, **step_values(form)
    )
    count = len(_seen(request, changes.moves))
    moved = ngettext(
        "Written down. %(count)d day moved with it; whoever sees to it is told.",
        "Written down. %(count)d days moved with it; whoever sees to them is told.",
        count,
    )
    messages.success(request, moved % {"count": count} if count else _("Written down. No day moved."))
    return redirect(event)
