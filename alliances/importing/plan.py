"""What a judged row changes."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Side
from alliances.importing.fields import label_of
from alliances.importing.known import Known
from alliances.importing.lookups import Lookups, Named, NewPerson
from coe_hub.imports.outcomes import Planned
from coe_hub.lib.dates import date_text
from coe_hub.people.models import ScopeKind

SIDES = {"our_organisation": Side.OURS, "partners": Side.THEIRS}
_ATTRIBUTES = {"type": "alliance_type", "lead": "lead_id"}


@dataclass
class PlannedAlliance(Planned):
    """An alliance to make, or what differs on the one on record: attributes, sides of the table, who may see it."""

    known: Known | None
    values: dict[str, Any] = field(default_factory=dict)
    sides: dict[Side, list[Named]] = field(default_factory=dict)
    scope: str = ""
    organisations: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    """Ids of those that came with this row."""

    @property
    def record(self) -> Known:
        """The alliance on record. Raises `LookupError` where it is to be made."""
        if self.known is None:
            raise LookupError
        return self.known


def plan(cleaned: dict[str, Any], *, known: Known | None, today: date, lookups: Lookups) -> PlannedAlliance:
    """What has to be written so that the hub says what the row says."""
    planned = PlannedAlliance(known)
    for name, value in cleaned.items():
        if name in SIDES:
            _plan_side(planned, SIDES[name], value)
        elif name == "scope":
            _plan_scope(planned, value)
        else:
            _plan_value(planned, _ATTRIBUTES.get(name, name), value)
    _plan_rhythm(planned, today)
    planned.is_new = known is None
    planned.is_change = known is None or bool(planned.values or planned.sides or planned.scope)
    planned.label = planned.values.get("name") or (known.alliance.name if known else "")
    if known and planned.is_change:
        planned.changes = _told(planned, known, lookups)
    elif known is None:
        planned.tell_new = partial(_new, planned, lookups)
    if known is None and isinstance(new := planned.values.get("lead_id"), NewPerson):
        planned.changes = {str(label_of("lead")): ("", _text("lead_id", new, lookups))}
    return planned


def _told(planned: PlannedAlliance, known: Known, lookups: Lookups) -> dict[str, tuple[str, str]]:
    """What changes, as people read it."""
    found: dict[str, tuple[str, str]] = {}
    fields = {attribute: name for name, attribute in _ATTRIBUTES.items()}
    for attribute, value in planned.values.items():
        found[str(label_of(fields.get(attribute, attribute)))] = (
            _text(attribute, getattr(known.alliance, attribute), lookups),
            _text(attribute, value, lookups),
        )
    for name, side in SIDES.items():
        if side in planned.sides:
            found[str(label_of(name))] = (_names(known.named(side)), _names(planned.sides[side]))
    if planned.scope:
        before, after = ScopeKind(known.alliance.scope.kind), ScopeKind(planned.scope)
        found[str(label_of("scope"))] = (str(before.label), str(after.label))
    return found


def _new(planned: PlannedAlliance, lookups: Lookups) -> dict[str, str]:
    """What a new one would hold, as people read it; its name heads the row."""
    fields = {attribute: name for name, attribute in _ATTRIBUTES.items()}
    found = {str(label_of(name)): _names(planned.sides.get(side, [])) for name, side in SIDES.items()}
    for attribute, value in planned.values.items():
        if attribute != "name" and value is not False:
            found[str(label_of(fields.get(attribute, attribute)))] = _text(attribute, value, lookups)
    if planned.scope:
        found[str(label_of("scope"))] = str(ScopeKind(planned.scope).label)
    return found


def _names(organisations: list[Named]) -> str:
    return " | ".join(one.name for one in organisations)


def _text(attribute: str, value: Any, lookups: Lookups) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, NewPerson):
        return _("%(name)s (new)") % {"name": value.name}
    if attribute == "lead_id":
        return lookups.person_name(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_text(value)
    column: Any = Alliance._meta.get_field(attribute)
    return str(dict(column.flatchoices).get(value, value)) if column.choices else str(value)


def _plan_side(planned: PlannedAlliance, side: Side, wanted: list[Named]) -> None:
    if planned.known is None or planned.known.named(side) != wanted:
        planned.sides[side] = wanted


def _plan_scope(planned: PlannedAlliance, wanted: str) -> None:
    if planned.known is None or planned.known.alliance.scope.kind != wanted:
        planned.scope = wanted


def _plan_value(planned: PlannedAlliance, attribute: str, wanted: Any) -> None:
    if planned.known is None or _comparable(getattr(planned.known.alliance, attribute)) != wanted:
        planned.values[attribute] = wanted


def _comparable(held: Any) -> Any:
    """Browsers post other line ends than files hold; that is no difference."""
    return held.replace("\r\n", "\n").strip() if isinstance(held, str) else held


def _plan_rhythm(planned: PlannedAlliance, today: date) -> None:
    """A review that the hub knows of is not undone by an older day in the file; a rhythm counts from some day."""
    held = planned.known.alliance.last_reviewed_on if planned.known else None
    told = planned.values.pop("last_reviewed_on", None)
    if told and (held is None or told > held):
        planned.values["last_reviewed_on"] = told
    elif planned.values.get("review_months") and held is None:
        planned.values["last_reviewed_on"] = today
