"""How the changes of obligations, their due days and their events are told.

On an alliance's page only what stands in its own scope is told: what is behind a wall is told on its own page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.obligations.models import Fulfilment, Lapse, Obligation, TriggerEvent
from coe_hub.audit.history import Names, Sentence, Story, tell, titled
from coe_hub.lib.dates import date_text

# Why it is contested, or void, stands beside as the reason.
_EVENT_FACTS = (
    "expected_on", "received_on", "contested_on", "deemed_on", "deemed_clause", "occurred_on", "voided_on",
)  # fmt: skip


def _title(event: Any, names: Names) -> str:
    return names.of(Obligation, event.obligation_id)


def _day(value: Any) -> str:
    return date_text(value) or _("no day")


def _changed(before: Any, event: Any, names: Names) -> Iterable[str]:
    words = {"title": _title(event, names), "old": _day(before.due_on), "new": _day(event.due_on)}
    if before.extended_to != event.extended_to and event.extended_to:
        yield _("extended “%(title)s” to %(day)s: %(why)s") % (
            words | {"day": _day(event.extended_to), "why": event.extended_why}
        )
    elif before.due_on != event.due_on:
        yield _("moved “%(title)s” from %(old)s to %(new)s") % words
    if event.delivered_on and before.delivered_on != event.delivered_on:
        yield _("noted that the partner says “%(title)s” was delivered: %(note)s") % (
            words | {"note": event.delivered_note or "–"}
        )
    elif before.delivered_on and not event.delivered_on:
        yield _("noted that the partner takes back that “%(title)s” was delivered") % words
    for fact, said, taken_back in _FACTS:
        was, now = getattr(before, f"{fact}_on"), getattr(event, f"{fact}_on")
        if now and now != was:
            why = event.fulfilled_note if fact == "fulfilled" else getattr(event, f"{fact}_why")
            text = str(said()) % (words | {"day": _day(now)})
            yield _("%(text)s: %(why)s") % {"text": text, "why": why} if why else text
        elif was and not now:
            yield str(taken_back()) % words


_FACTS = (
    (
        "fulfilled",
        lambda: _("said that “%(title)s” was fulfilled on %(day)s"),
        lambda: _("took back that “%(title)s” was fulfilled"),
    ),
    ("waived", lambda: _("waived “%(title)s”"), lambda: _("took back that “%(title)s” was waived")),
    ("disputed", lambda: _("disputed “%(title)s”"), lambda: _("took back that “%(title)s” was disputed")),
    ("voided", lambda: _("made “%(title)s” void"), lambda: _("took back that “%(title)s” was void")),
)

FULFILMENTS = Story(Fulfilment, named=("obligation",), changed=_changed)
OBLIGATIONS = Story(
    Obligation,
    (*Obligation.EDITABLE, "archived_at"),
    unnamed=("agreement", "programme", "event", "after", "implies"),
    created=lambda event, _names: _("wrote down what is owed: “%(title)s”") % {"title": event.title},
)
EVENTS = Story(
    TriggerEvent,
    (*TriggerEvent.EDITABLE, *_EVENT_FACTS, "archived_at"),
    unnamed=("agreement", "programme"),
    created=lambda event, _names: _("wrote down the event “%(name)s”") % {"name": event.name},
)


def _said(event: Any, names: Names) -> str:
    words = {"title": _title(event, names)}
    if event.survives:
        return _("said that “%(title)s” survives its agreement") % words
    return _("let “%(title)s” end with its agreement") % words


LAPSES = Story(Lapse, named=("obligation",), created=_said, changed=lambda _before, after, names: [_said(after, names)])


def _here(alliance: Alliance) -> Mapping[str, Any]:
    return {"alliance_id": alliance.pk, "pgh_obj__scope": alliance.scope_id}


def _due_here(alliance: Alliance) -> Mapping[str, Any]:
    return {"obligation__alliance": alliance.pk, "obligation__scope": alliance.scope_id}


STORIES = (
    (titled(EVENTS, "name"), _here),
    (titled(OBLIGATIONS, "title"), _here),
    (FULFILMENTS, _due_here),
    (LAPSES, _due_here),
)


def obligation_sentences(obligation: Obligation) -> list[Sentence]:
    """All that happened to an obligation and its due days, newest first."""
    here = {"obligation_id": obligation.pk}
    return tell([(OBLIGATIONS, {"pgh_obj_id": obligation.pk}), (FULFILMENTS, here), (LAPSES, here)])


def event_sentences(event: TriggerEvent) -> list[Sentence]:
    """All that happened to an event, newest first."""
    return tell([(EVENTS, {"pgh_obj_id": event.pk})])
