"""How the views of this room get at an alliance: seen or 404, changeable or 403."""

from urllib.parse import urlencode

from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.lib.access import SignedInRequest
from coe_hub.people.accounts.readers import Gate
from coe_hub.people.models import Person

_ALLIANCES = Gate(Alliance, lambda rows: rows.with_card())


def visible_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may see it; otherwise it does not exist for them."""
    return _ALLIANCES.visible(request, public_id)


def editable_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    return _ALLIANCES.editable(request, public_id)


def hand_over_url(alliance: Alliance, *, to: Person) -> str:
    """The page on which an alliance is handed over, with who takes over named already."""
    address = reverse("alliance_hand_over", args=[alliance.public_id])
    return f"{address}?{urlencode({'to': to.public_id})}"
