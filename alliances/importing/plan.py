"""What a judged row changes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alliances.core.models import Side
from alliances.importing.known import Known
from alliances.importing.lookups import Named

_SIDES = {"our_organisation": Side.OURS, "partners": Side.THEIRS}
_ATTRIBUTES = {"type": "alliance_type", "lead": "lead_id"}


@dataclass
class Planned:
    """An alliance to make, or what differs on the one on record: attributes, sides of the table, who may see it."""

    known: Known | None
    values: dict[str, Any] = field(default_factory=dict)
    sides: dict[Side, list[Named]] = field(default_factory=dict)
    scope: str = ""

    @property
    def record(self) -> Known:
        """The alliance on record. Raises `LookupError` where it is to be made."""
        if self.known is None:
            raise LookupError
        return self.known

    @property
    def is_change(self) -> bool:
        """Whether anything is to be written."""
        return self.known is None or bool(self.values or self.sides or self.scope)


def plan(cleaned: dict[str, Any], *, known: Known | None, today: date) -> Planned:
    """What has to be written so that the hub says what the row says."""
    planned = Planned(known)
    for name, value in cleaned.items():
        if name in _SIDES:
            _plan_side(planned, _SIDES[name], value)
        elif name == "scope":
            _plan_scope(planned, value)
        else:
            _plan_value(planned, _ATTRIBUTES.get(name, name), value)
    _plan_rhythm(planned, today)
    return planned


def _plan_side(planned: Planned, side: Side, wanted: list[Named]) -> None:
    if planned.known is None or planned.known.named(side) != wanted:
        planned.sides[side] = wanted


def _plan_scope(planned: Planned, wanted: str) -> None:
    if planned.known is None or planned.known.alliance.scope.kind != wanted:
        planned.scope = wanted


def _plan_value(planned: Planned, attribute: str, wanted: Any) -> None:
    if planned.known is None or _comparable(getattr(planned.known.alliance, attribute)) != wanted:
        planned.values[attribute] = wanted


def _comparable(held: Any) -> Any:
    """Browsers post other line ends than files hold; that is no difference."""
    return held.replace("\r\n", "\n").strip() if isinstance(held, str) else held


def _plan_rhythm(planned: Planned, today: date) -> None:
    """A review that the hub knows of is not undone by an older day in the file; a rhythm counts from some day."""
    held = planned.known.alliance.last_reviewed_on if planned.known else None
    told = planned.values.pop("last_reviewed_on", None)
    if told and (held is None or told > held):
        planned.values["last_reviewed_on"] = told
    elif planned.values.get("review_months") and held is None:
        planned.values["last_reviewed_on"] = today
