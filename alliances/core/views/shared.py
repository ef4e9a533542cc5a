"""How the views of this room get at an alliance: seen or 404, changeable or 403."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse

from alliances.core.models import Alliance, Party, parties_in_order
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.records import keep_related
from coe_hub.people.accounts.readers import Gate, may_edit
from coe_hub.people.models import Person


def visible_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may see it; otherwise it does not exist for them."""
    alliance = _ALLIANCES.visible(request, public_id)
    keep_related(alliance, "parties", _PARTIES.objects(alliance=alliance.pk))
    return alliance


def editable_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    alliance = visible_alliance(request, public_id)
    if not may_edit(request, alliance):
        raise PermissionDenied
    return alliance


def hand_over_url(alliance: Alliance, *, to: Person) -> str:
    """The page on which an alliance is handed over, with who takes over named already."""
    address = reverse("alliance_hand_over", args=[alliance.public_id])
    return f"{address}?{urlencode({'to': to.public_id})}"


def _parties(*, alliance: int) -> "QuerySet[Party]":
    return parties_in_order().filter(alliance=alliance)


_ALLIANCES, _PARTIES = Gate(Alliance, lambda rows: rows.with_words()), Prepared(_parties)
