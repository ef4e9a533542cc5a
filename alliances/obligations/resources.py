"""Obligations for other programs, each due day of them, and the events from which days are counted."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.obligations.actions.events import Step, add_event, edit_event, move_event
from alliances.obligations.actions.fulfilments import fulfil, take_back
from alliances.obligations.actions.obligations import (
    add_obligation,
    archive_obligation,
    edit_obligation,
    restore_obligation,
)
from alliances.obligations.filters import FulfilmentFilter
from alliances.obligations.forms.events import STEP_FORMS, EventEditForm, EventForm
from alliances.obligations.forms.fulfilments import FulfilForm
from alliances.obligations.forms.obligations import ObligationEditForm, ObligationForm
from alliances.obligations.listing import fulfilment_columns
from alliances.obligations.models import Fulfilment, Obligation, TriggerEvent
from alliances.obligations.views.events import step_values
from alliances.obligations.views.shared import changeable_event, offered_on, offered_to, settleable_fulfilment
from alliances.obligations.wording import rule_text
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Begin, Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.accounts.readers import may_edit


def _columns() -> Sequence[Column]:
    of = partial(column_of, Obligation)
    return [
        Column("alliance", _("Alliance"), lambda one: one.alliance.name),
        Column("agreement", _("Agreement"), lambda one: str(one.agreement or "")),
        of("clause"),
        of("title"),
        of("kind"),
        of("responsible"),
        Column("owner", _("Seen to by"), lambda one: str(one.owner or "")),
        Column("rule", _("When it is due"), rule_text),
        Column("amount", _("Amount"), lambda one: None if one.amount is None else str(one.amount)),
        of("currency"),
        Column("money", _("Money"), lambda one: str(one.get_flow_display()) if one.flow else ""),
        Column("certainty", _("The amount is"), lambda one: str(one.get_certainty_display()) if one.amount else ""),
        Column("condition", _("Only if"), lambda one: one.condition),
        Column("first_on", _("First period ends from"), lambda one: one.first_on),
        Column("last_on", _("Last period ends by"), lambda one: one.last_on),
    ]


def _editable(request: SignedInRequest, key: str) -> Obligation:
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user).with_page(), public_id=key)
    if not may_edit(request, obligation):
        raise PermissionDenied
    return obligation


def _add(request: SignedInRequest, above: str, data: Any) -> Draft:
    offered = offered_on(request, above)
    form = ObligationForm(data, offered=offered)
    return Draft(form, lambda: add_obligation(alliance=offered.alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    obligation = _editable(request, key)
    form = ObligationEditForm(data, obligation=obligation, offered=offered_to(request, obligation))
    return Draft(
        form, lambda: edit_obligation(obligation=obligation, by=request.user, **form.action_values()), obligation
    )


def _archive(request: SignedInRequest, key: str, data: Any) -> Draft:
    obligation = _editable(request, key)
    return Draft(ActionForm(data), lambda: archive_obligation(obligation=obligation, by=request.user), obligation)


def _restore(request: SignedInRequest, key: str, data: Any) -> Draft:
    obligation = _editable(request, key)
    return Draft(ActionForm(data), lambda: restore_obligation(obligation=obligation, by=request.user), obligation)


def _fulfil(request: SignedInRequest, key: str, data: Any) -> Draft:
    row, form = settleable_fulfilment(request, key), FulfilForm(data)
    return Draft(form, lambda: fulfil(fulfilment=row, by=request.user, **form.action_values()), row)


def _take_back(request: SignedInRequest, key: str, data: Any) -> Draft:
    row = settleable_fulfilment(request, key)
    return Draft(ActionForm(data), lambda: take_back(fulfilment=row, by=request.user), row)


def _days(user: Any) -> Any:
    return Fulfilment.objects.visible_to(user).living().with_state(timezone.localdate())


def _event_columns() -> Sequence[Column]:
    of = partial(column_of, TriggerEvent)
    return [
        Column("alliance", _("Alliance"), lambda one: one.alliance.name),
        of("name"),
        of("clause"),
        Column("agreement", _("Agreement"), lambda one: str(one.agreement or "")),
        Column("programme", _("Programme"), lambda one: str(one.programme or "")),
        Column("state", _("State"), lambda one: one.state_text),
        Column("counted_from", _("Days are counted from"), lambda one: one.reckoned_from),
        of("note"),
    ]


def _add_event(request: SignedInRequest, above: str, data: Any) -> Draft:
    offered = offered_on(request, above)
    form = EventForm(data, offered=offered)
    return Draft(form, lambda: add_event(alliance=offered.alliance, **form.action_values()))


def _edit_event(request: SignedInRequest, key: str, data: Any) -> Draft:
    event = changeable_event(request, key)
    form = EventEditForm(data, event=event, offered=offered_to(request, event))
    return Draft(form, lambda: edit_event(event=event, by=request.user, **form.action_values()), event)


def _step(step: Step) -> Begin:
    """What is counted from the event follows, and whoever sees to what moved is told."""

    def begin(request: SignedInRequest, key: str, data: Any) -> Draft:
        event = changeable_event(request, key)
        form = STEP_FORMS[step](data, event=event, step=step)

        def save() -> None:
            move_event(event=event, version=event.version, by=request.user, step=step, **step_values(form))

        return Draft(form, save, event)

    return begin


_STEPS = {
    Step.EXPECT: "Move the day on which it is expected; without `on` there is none",
    Step.RECEIVE: "Say that it was received",
    Step.CONTEST: "Contest what was received; `why` says what is missing",
    Step.DEEM: "Say that what was received is deemed complete, and by which clause",
    Step.OCCUR: "Say that it happened, or is complete",
    Step.VOID: "Say why it will not happen",
    Step.REOPEN: "Take back that it was received, contested, deemed complete, happened or void",
}


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "events",
            "what has to happen before a clock starts, and when it did; what is counted from it moves with it",
            TriggerEvent,
            rows=lambda user: TriggerEvent.objects.visible_to(user).active().filter(alliance__archived_at__isnull=True),
            with_archived=lambda user: TriggerEvent.objects.visible_to(user).active(),
            columns=_event_columns,
            read=lambda rows: rows.select_related("alliance", "agreement__kind", "programme"),
            also=(
                "expected_on", "received_on", "contested_on", "contested_why", "deemed_on", "deemed_clause",
                "occurred_on", "voided_on", "voided_why", "why",
            ),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write down what days will be counted from", EventForm, _add_event),
            change=Way("Change what is said of an event; its days have steps of their own", EventEditForm, _edit_event),
            steps={step.value: Way(_STEPS[step], STEP_FORMS[step], _step(step)) for step in Step},
        )
    )  # fmt: skip
    register(
        Resource(
            "obligations",
            "what is owed, with the rule of its days",
            Obligation,
            rows=lambda user: Obligation.objects.visible_to(user).active().filter(alliance__archived_at__isnull=True),
            with_archived=lambda user: Obligation.objects.visible_to(user).active(),
            columns=_columns,
            read=lambda rows: rows.with_page(),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write down what is owed; its days are planned", ObligationForm, _add),
            change=Way("Change what is owed; its days are planned anew", ObligationEditForm, _edit),
            steps={
                "archive": Way("Put an obligation away", None, _archive),
                "restore": Way("Take an obligation back", None, _restore),
            },
        )
    )
    register(
        Resource(
            "due-days",
            "each due day of what is owed, and what became of it",
            Fulfilment,
            rows=_days,
            with_archived=lambda user: Fulfilment.objects.visible_to(user).with_state(timezone.localdate()),
            columns=lambda: fulfilment_columns(timezone.localdate()),
            read=lambda rows: rows.with_row(),
            also=("due_on", "notice_on", "fulfilled_on"),
            filters=FulfilmentFilter,
            filter_words=lambda _request: {"has_several": True},
            parent="alliance",
            above="obligation__alliance__public_id",
            steps={
                "fulfil": Way("Say that it was fulfilled", FulfilForm, _fulfil),
                "take-back": Way("Take back what was said of it", None, _take_back),
            },
        )
    )
