"""Agreements and programmes as search finds them: by title, reference and asset."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Agreement, Programme
from alliances.agreements.states import State, with_states
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _agreements(user: "User | None") -> Rows:
    rows = Agreement.objects.all()
    return rows if user is None else rows.visible_to(user).active().filter(alliance__archived_at__isnull=True)


def _programmes(user: "User | None") -> Rows:
    rows = Programme.objects.all()
    return rows if user is None else rows.visible_to(user).active().filter(alliance__archived_at__isnull=True)


def _agreement_things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    found = with_states(Agreement.objects.filter(pk__in=ids), timezone.localdate())
    rows = found.select_related("alliance", "kind")
    return {one.pk: _agreement(one) for one in rows}


def _agreement(one: Any) -> Thing:
    line = " · ".join(filter(None, [one.alliance.name, one.kind.name, str(State(one.state).label), one.reference]))
    return Thing(
        title=Text(one.title), line=line, url=one.get_absolute_url(), known_as=one.folded, body=Text(one.changes)
    )


def _programme_things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    rows = Programme.objects.filter(pk__in=ids).select_related("alliance")
    return {one.pk: _programme(one) for one in rows}


def _programme(one: Programme) -> Thing:
    phase = str(one.get_phase_display()) if one.phase else ""
    line = " · ".join(filter(None, [one.alliance.name, one.asset, phase, one.territory]))
    return Thing(title=Text(one.name), line=line, url=one.get_absolute_url(), known_as=one.folded, body=Text(one.note))


def register_all() -> None:
    """Let agreements and programmes be found."""
    register(
        Findable(
            kind="agreements",
            label=_("Agreements"),
            place=32,
            rows=_agreements,
            things=_agreement_things,
            order=lambda: ("-signed_on", "hit_id"),
            list_url_name="agreement_portfolio",
        )
    )
    register(
        Findable(
            kind="programmes",
            label=_("Programmes"),
            place=34,
            rows=_programmes,
            things=_programme_things,
            order=lambda: ("sort_key", "hit_id"),
            list_url_name="programme_portfolio",
        )
    )
