"""How the views of this room get at obligations, due days and events: seen or 404, changeable or 403.

Whoever is let in behind a programme's wall comes here without seeing the alliance; its name is all they get of it.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from alliances.agreements.views.shared import alliance_to_add_to, record_frame
from alliances.core.models import Alliance
from alliances.obligations.forms.offered import Offered
from alliances.obligations.models import Fulfilment, Obligation, TriggerEvent
from coe_hub.lib.access import SignedInRequest
from coe_hub.people.accounts.readers import ForReader, Gate, may_edit
from coe_hub.people.models import User

_OBLIGATIONS = Gate(Obligation, lambda rows: rows.with_page())
_EVENTS = Gate(
    TriggerEvent,
    lambda rows: rows.active().select_related("alliance__scope", "scope", "agreement__alliance", "programme__alliance"),
)
_FULFILMENTS = Gate(Fulfilment, lambda rows: rows.with_row())


def frame(request: SignedInRequest, alliance: Alliance, page: str = "alliance_obligations") -> dict[str, Any]:
    """As `record_frame`, with the obligations open."""
    return record_frame(request, alliance, page)


def offered_on(request: SignedInRequest, public_id: str) -> Offered:
    """What a form that adds something to the alliance offers; 403 where the reader may add nothing, 404 where they see
    nothing of it."""
    alliance, _programmes, needs_programme = alliance_to_add_to(request, public_id)
    return Offered(alliance, request.user, needs_programme)


def offered_to(request: SignedInRequest, record: Obligation | TriggerEvent) -> Offered:
    """What a form that changes the record offers."""
    here = may_edit(request, record.alliance)
    obligation = record if isinstance(record, Obligation) else None
    return Offered(record.alliance, request.user, needs_programme=not here, obligation=obligation)


def visible_obligation(request: SignedInRequest, public_id: str, obligation_id: str) -> Obligation:
    """The alliance's obligation, if the reader may see it."""
    return _OBLIGATIONS.visible(request, obligation_id, alliance__public_id=public_id)


def editable_obligation(request: SignedInRequest, public_id: str, obligation_id: str) -> Obligation:
    """As `visible_obligation`; one that is not theirs to change is 403."""
    return _OBLIGATIONS.editable(request, obligation_id, alliance__public_id=public_id)


def visible_event(request: SignedInRequest, public_id: str, event_id: str) -> TriggerEvent:
    """The alliance's event, if the reader may see it."""
    return _EVENTS.visible(request, event_id, alliance__public_id=public_id)


def editable_event(request: SignedInRequest, public_id: str, event_id: str) -> TriggerEvent:
    """As `visible_event`; one that is not theirs to change is 403."""
    return _EVENTS.editable(request, event_id, alliance__public_id=public_id)


def changeable_event(request: SignedInRequest, event_id: str) -> TriggerEvent:
    """As `editable_event`, of whichever alliance."""
    return _EVENTS.editable(request, event_id)


def visible_fulfilment(request: SignedInRequest, public_id: str) -> Fulfilment:
    """The due day, if the reader may see it."""
    return _FULFILMENTS.visible(request, public_id)


def settleable_fulfilment(request: SignedInRequest, public_id: str) -> Fulfilment:
    """The due day, if the reader may say what became of it: unseen is 404, seen but neither theirs nor theirs to change
    is 403."""
    row = visible_fulfilment(request, public_id)
    if not (request.user.may_write and _SETTLED.rows(request.user, row=row.pk)):
        raise PermissionDenied
    return row


def _settled(user: User, *, row: int) -> "QuerySet[Any, Any]":
    return Fulfilment.objects.settled_by(user).filter(pk=row).values_list("pk")


_SETTLED = ForReader(_settled)
