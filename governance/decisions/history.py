"""How decisions, what became of them and what they set off are told."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.audit.history import Names, Sentence, Story, tell, titled
from governance.decisions.models import Consequence, Decision, DecisionStep, Effect, Way

_STEPS = {
    Way.UPHELD: lambda: _("looked at “%(decision)s”: it still holds"),
    Way.REVERSED: lambda: _("reversed “%(decision)s”: %(note)s"),
    Way.REINSTATED: lambda: _("said that “%(decision)s” holds again: %(note)s"),
    Way.CONFIRMED: lambda: _("noted that “%(decision)s” was confirmed: %(note)s"),
}
_EFFECTS = {
    Effect.ACTION: lambda: _("opened an action by “%(decision)s”: %(what)s"),
    Effect.EVENT: lambda: _("moved the event “%(what)s” by “%(decision)s”"),
    Effect.AMENDMENT: lambda: _("started the amendment “%(what)s” by “%(decision)s”"),
    Effect.RESOLVED: lambda: _("resolved the issue “%(what)s” by “%(decision)s”"),
    Effect.CLIMBED: lambda: _("let the issue “%(what)s” climb by “%(decision)s”"),
}


def _written(event: Any, _names: Names) -> str:
    if event.decided_on:
        return _("wrote down the decision “%(decision)s”") % {"decision": event.text}
    return _("wrote down what is to be decided: “%(decision)s”") % {"decision": event.text}


def _step(event: Any, names: Names) -> str:
    return _STEPS[Way(event.way)]() % {"decision": names.of(Decision, event.decision_id), "note": event.note}


def _effect(event: Any, names: Names) -> str:
    return _EFFECTS[Effect(event.effect)]() % {"decision": names.of(Decision, event.decision_id), "what": event.label}


DECISIONS = Story(Decision, (*Decision.EDITABLE, "archived_at"), unnamed=("replaces",), created=_written)
STEPS = Story(DecisionStep, named=("decision",), created=_step)
CONSEQUENCES = Story(Consequence, named=("decision",), created=_effect)


def _here(alliance: Alliance) -> Mapping[str, Any]:
    return {"committee__alliance": alliance.pk, "committee__scope": alliance.scope_id}


def _of_decisions_here(alliance: Alliance) -> Mapping[str, Any]:
    return {"decision__committee__alliance": alliance.pk, "decision__committee__scope": alliance.scope_id}


STORIES = ((titled(DECISIONS, "text"), _here), (STEPS, _of_decisions_here), (CONSEQUENCES, _of_decisions_here))


def decision_sentences(decision: Decision) -> list[Sentence]:
    """All that happened to a decision, newest first."""
    of_it = {"decision_id": decision.pk}
    return tell([(DECISIONS, {"pgh_obj_id": decision.pk}), (STEPS, of_it), (CONSEQUENCES, of_it)])
