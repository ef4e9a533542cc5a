"""What follows from a decision: asked for, shown, and done by a second click."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliances.issues.actions.steps import ladder_day
from alliances.issues.agendas import next_agenda
from alliances.obligations.actions.events import moved_event, preview
from alliances.obligations.models import Fulfilment, TriggerEvent
from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.lib.text import join_words
from governance.decisions.actions.effects import (
    climb_issue,
    move_trigger,
    open_action,
    reason,
    resolve_issue,
    start_amendment,
)
from governance.decisions.forms.effects import EFFECTS, EffectForm, next_level
from governance.decisions.models import Decision, Effect
from governance.decisions.views.shared import followed_decision, frame

_ACTS: Mapping[Effect, Callable[..., Any]] = {
    Effect.ACTION: open_action,
    Effect.EVENT: move_trigger,
    Effect.AMENDMENT: start_amendment,
    Effect.RESOLVED: resolve_issue,
    Effect.CLIMBED: climb_issue,
}


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def decision_follow(request: SignedInRequest, decision_id: str, effect: str) -> HttpResponse:
    """One thing that follows. The first click shows what it does, the second does it; an action is given at once."""
    decision = followed_decision(request, decision_id)
    if effect not in list(Effect) or not (decision.committee.alliance_id or effect == Effect.ACTION):
        raise Http404
    kind = Effect(effect)
    words = EFFECTS[kind]
    form = words.form(request.POST if request.method == "POST" else None, decision=decision, user=request.user)
    context: dict[str, Any] = {"form": form, "words": words, "is_direct": kind == Effect.ACTION}
    context |= {"is_shown": False, "says": [], "moves": [], "shows_moves": False, "seen": ""}
    if form.is_bound and form.is_valid():
        try:
            if kind == Effect.ACTION or ("confirmed" in request.POST and request.POST.get("seen") == _seen_as(form)):
                _ACTS[kind](decision=decision, by=request.user, **form.action_values())
                messages.success(request, _("Done, and noted with the decision."))
                return redirect(decision)
            context |= {"is_shown": True, "seen": _seen_as(form), **_SHOWN[kind](request, decision, form)}
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
    return render(request, "governance/decision_follow.html", context | frame(request, decision))


def _seen_as(form: EffectForm) -> str:
    """What was shown is what is confirmed: anything else is shown anew."""
    parts = {name: getattr(value, "pk", value) for name, value in form.cleaned_data.items()}
    version = getattr(form.cleaned_data.get("event"), "version", "")
    return f"{parts} {version}"


def _event_shown(request: SignedInRequest, decision: Decision, form: EffectForm) -> dict[str, Any]:
    """What moves with the event, of that what the reader sees."""
    values = form.action_values()
    event = TriggerEvent.objects.select_related("alliance__scope").get(pk=values["event"].pk)
    moved = moved_event(event, step=values["step"], on=values["on"], why=reason(decision), clause=values["clause"])
    moves = preview(moved).moves
    visible = Fulfilment.objects.visible_to(request.user).filter(pk__in=[move.fulfilment.pk for move in moves])
    seen = set(visible.values_list("pk", flat=True))
    return {"moves": [move for move in moves if move.fulfilment.pk in seen], "shows_moves": True}


def _amendment_shown(_request: SignedInRequest, decision: Decision, form: EffectForm) -> dict[str, Any]:
    amends = form.cleaned_data["amends"]
    parties = join_words(one.organisation for one in amends.parties.select_related("organisation").order_by("pk"))
    return {
        "says": [
            _("A draft is added that amends “%(agreement)s”.") % {"agreement": amends.title},
            _("Its parties: %(parties)s") % {"parties": parties},
            _("What it changes: %(text)s") % {"text": decision.text[:300]},
        ]
    }


def _resolved_shown(_request: SignedInRequest, decision: Decision, form: EffectForm) -> dict[str, Any]:
    words = {"issue": form.cleaned_data["issue"].title, "reason": reason(decision)}
    return {"says": [_("“%(issue)s” is resolved: %(reason)s") % words]}


def _climb_shown(_request: SignedInRequest, decision: Decision, form: EffectForm) -> dict[str, Any]:
    issue = form.cleaned_data["issue"]
    rung, told = next_level(issue), form.action_values()["tell"]
    until, agenda = ladder_day(issue, rung, timezone.localdate()), next_agenda(issue, rung.level)
    words = {"issue": issue.title, "level": rung.level.label, "reason": reason(decision)}
    says = [_("“%(issue)s” climbs to the level “%(level)s”: %(reason)s") % words]
    if until:
        says.append(_("It is to be settled there until %(date)s.") % {"date": date_text(until)})
    if agenda:
        says.append(_("It is put on the agenda of %(agenda)s.") % {"agenda": agenda.label})
    if told:
        says.append(_("Told by mail: %(names)s") % {"names": join_words(one.display_name for one in told)})
    return {"says": says}


_SHOWN: Mapping[Effect, Callable[[SignedInRequest, Decision, EffectForm], dict[str, Any]]] = {
    Effect.EVENT: _event_shown,
    Effect.AMENDMENT: _amendment_shown,
    Effect.RESOLVED: _resolved_shown,
    Effect.CLIMBED: _climb_shown,
}
