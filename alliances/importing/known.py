"""Which alliance a row stands for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Party, Side
from alliances.importing.lookups import Lookups, Named
from coe_hub.lib.sql import NameKey
from coe_hub.people.models import User

_ATTRIBUTES = {"type": "alliance_type", "our_organisation": Side.OURS, "partners": Side.THEIRS}
Identity = tuple[str, frozenset[int | str]]


@dataclass(frozen=True)
class Known:
    """An alliance on record, with its parties in their order; `refusal` says why whoever imports may not change it."""

    alliance: Alliance
    parties: list[Party]
    refusal: str = ""

    @property
    def organisations(self) -> list[int]:
        """Ids of its parties."""
        return [party.organisation_id for party in self.parties]

    def side(self, side: Side) -> list[Party]:
        """Its parties on one side."""
        return [party for party in self.parties if party.side == side]

    def named(self, side: Side) -> list[Named]:
        """The organisations on one side."""
        return [Named(party.organisation_id, party.organisation.name) for party in self.side(side)]

    def value(self, name: str) -> Any:
        """What it holds in the field `name`, as the form would clean it."""
        attribute = _ATTRIBUTES.get(name, name)
        return self.named(attribute) if isinstance(attribute, Side) else getattr(self.alliance, attribute)


def with_parties(alliances: Any, *, lock: bool) -> list[Known]:
    """These alliances, each with its parties. With `lock`, nobody else writes to them until the transaction ends."""
    parties = Party.objects.select_related("organisation").order_by("position", "pk")
    rows = alliances.select_related("stage", "scope").prefetch_related(Prefetch("parties", parties)).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return [Known(alliance, list(alliance.parties.all())) for alliance in rows]


def by_reference(references: Collection[str], *, lock: bool, sight: User | None = None) -> dict[str, Known]:
    """Alliances on record by reference. With `lock`, nobody else writes to them until the transaction ends."""
    if not references:
        return {}
    rows = Alliance.objects.filter(reference__in=references)
    found = {known.alliance.reference: known for known in with_parties(_editable(rows, sight), lock=lock)}
    if sight:
        visible = set(rows.visible_to(sight).values_list("pk", flat=True))
        for one in rows.exclude(pk__in=[known.alliance.pk for known in found.values()]):
            found[one.reference] = Known(one, [], _refusal(one, is_seen=one.pk in visible))
    return found


def _editable(rows: Any, sight: User | None) -> Any:
    return rows.filter(pk__in=rows.editable_by(sight).values("pk")) if sight else rows


def _refusal(alliance: Alliance, *, is_seen: bool) -> str:
    """What is not seen is refused without being named."""
    if is_seen:
        return _("You may not change “%(name)s”.") % {"name": alliance.name}
    return _("This reference cannot be used. Leave it empty, or ask an admin.")


def by_name(names: Collection[str], lookups: Lookups, *, lock: bool) -> dict[Identity, list[Known]]:
    """Alliances without a reference by the key of their name and partners, for rows that have none either."""
    if not names:
        return {}
    keys = {lookups.key(name) for name in names}
    named = Alliance.objects.filter(reference="").annotate(name_key=NameKey("name")).filter(name_key__in=keys)
    found: dict[Identity, list[Known]] = {}
    for known in with_parties(_editable(named, lookups.sight), lock=lock):
        partners = frozenset(
            lookups.organisations.canonical(party.organisation_id) for party in known.side(Side.THEIRS)
        )
        alliance: Any = known.alliance
        found.setdefault((alliance.name_key, partners), []).append(known)
    return found


def identity(name: str, partners: Iterable[str], lookups: Lookups) -> Identity:
    """What a row without a reference is known by."""
    return (lookups.key(name), frozenset(lookups.organisation(partner).key for partner in partners))
