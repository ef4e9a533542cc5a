"""How the views of this room get at an alliance: seen or 404, changeable or 403."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from alliances.core.models import Alliance, AllianceQuerySet, Party, parties_in_order
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.records import keep_related
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import Person, User


def visible_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may see it; otherwise it does not exist for them."""
    found = _CARD.first(request.user, public_id=public_id)
    if found is None:
        raise Http404
    keep_related(found, "parties", _PARTIES.objects(alliance=found.pk))
    return found


def editable_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    alliance = visible_alliance(request, public_id)
    if not may_edit(request, alliance):
        raise PermissionDenied
    return alliance


def may_edit(request: SignedInRequest, alliance: Alliance) -> bool:
    """Whether the reader may change the alliance."""
    return request.user.may_write and bool(_EDITABLE.rows(request.user, alliance=alliance.pk))


def hand_over_url(alliance: Alliance, *, to: Person) -> str:
    """The page on which an alliance is handed over, with who takes over named already."""
    address = reverse("alliance_hand_over", args=[alliance.public_id])
    return f"{address}?{urlencode({'to': to.public_id})}"


def _card(user: User, *, public_id: str) -> AllianceQuerySet:
    return Alliance.objects.visible_to(user).with_words().filter(public_id=public_id)


def _parties(*, alliance: int) -> "QuerySet[Party]":
    return parties_in_order().filter(alliance=alliance)


def _editable(user: User, *, alliance: int) -> "QuerySet[Any, Any]":
    return Alliance.objects.editable_by(user).filter(pk=alliance).values_list("pk")


_CARD, _PARTIES, _EDITABLE = ForReader(_card), Prepared(_parties), ForReader(_editable)
