"""Rows that were judged are put down: events they need are made, each is written by itself, days are planned once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alliances.intake.forms import RowForm
from alliances.intake.holdings import Holdings, NewEvent, compared
from alliances.obligations.actions.events import add_event
from alliances.obligations.actions.obligations import change, put_down
from alliances.obligations.models import Base, Obligation, TriggerEvent
from alliances.obligations.planning import lock_plan, replan
from alliances.obligations.telling import tell_moves
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User


@dataclass
class Entered:
    """What was put down: by row what is owed now, the events made on the way, and the rows that changed something."""

    rows: dict[RowForm, Obligation] = field(default_factory=dict)
    events: list[TriggerEvent] = field(default_factory=list)
    created: list[Obligation] = field(default_factory=list)
    changed: list[Obligation] = field(default_factory=list)
    unchanged: list[Obligation] = field(default_factory=list)


@transaction.atomic
def enter(forms: Sequence[RowForm], *, holdings: Holdings, by: User | None, keep: bool = True) -> Entered:
    """Put down what valid rows of one alliance say; what is refused is shown on its form and left out. Without `keep`
    nothing stays written, and the answer says what would be.

    Raises `DomainError` where the days of all together cannot be planned.
    """
    lock_plan(holdings.alliance)
    entry = _Entry(holdings, by)
    waiting = [form for form in forms if form.is_valid()]
    refused = {compared(form["title"].value() or "") for form in forms if form not in waiting}
    while waiting:
        titles = {compared(form.values.get("title", "")) for form in waiting} - {""}
        ready = [form for form in waiting if not _waits(form, titles)]
        for form in ready or waiting:
            if ready and not _waits(form, refused):
                entry.put(form)
            else:
                form.add_error("due", _unready(form, has_circle=not ready))
            if form.errors:
                refused.add(compared(form["title"].value() or ""))
        waiting = [form for form in waiting if ready and form not in ready]
    done = entry.done
    if done.created or done.changed:
        changes = replan(holdings.alliance)
        if done.changed:
            tell_moves(changes, by=by, cause=done.changed[0])
    transaction.set_rollback(not keep)
    return done


def _waits(form: RowForm, titles: set[str]) -> bool:
    """Whether the row is counted from another one that is not put down yet."""
    if not form.rule or form.rule.base != Base.EVENT:
        return False
    name = compared(form.rule.name)
    return name in titles and (form.rule.is_fulfilment or isinstance(form.base, NewEvent))


def _unready(form: RowForm, *, has_circle: bool) -> str:
    sentence = _("“%(name)s” is a row that cannot be put down yet. Mend that one first.")
    if has_circle:
        sentence = _("It is counted from “%(name)s”, and that from this one. Count one of them from something else.")
    return sentence % {"name": form.rule.name if form.rule else ""}


class _Entry:
    """The putting down of one alliance's rows."""

    def __init__(self, holdings: Holdings, by: User | None) -> None:
        self.holdings, self.by, self.done = holdings, by, Entered()

    def put(self, form: RowForm) -> None:
        """One row, whole or not at all."""
        made = len(self.done.events)
        try:
            with transaction.atomic():
                values = self._values(form)
                if form.known is None:
                    obligation = put_down(self.holdings.alliance, values)
                    self.holdings.obligations.append(obligation)
                    self.done.created.append(obligation)
                else:
                    obligation = self._change(form.known, values)
        except (DomainError, ValidationError) as error:
            form.refuse(error)
            for event in self.done.events[made:]:
                self.holdings.events.remove(event)
            del self.done.events[made:]
        else:
            self.done.rows[form] = obligation

    def _change(self, known: Obligation, values: dict[str, Any]) -> Obligation:
        differs = {name: value for name, value in values.items() if getattr(known, name) != value}
        if differs:
            change(known, differs, version=known.version)  # type: ignore[arg-type]
            self.done.changed.append(known)
        else:
            self.done.unchanged.append(known)
        return known

    def _values(self, form: RowForm) -> Any:
        values: dict[str, Any] = {**form.values, **form.rule_values()}
        base = form.base
        if isinstance(base, NewEvent) and form.rule and form.rule.is_fulfilment:
            raise DomainError(
                _("There is no obligation “%(name)s” here. Write it down first.") % {"name": form.rule.name},
                field="due",
            )
        if isinstance(base, NewEvent):
            base = self._made(base, form)
        if isinstance(base, TriggerEvent):
            values["event"] = base
        elif base is not None:
            values |= {"counts_from": Base.OBLIGATION, "after": base}
        return values

    def _made(self, new: NewEvent, form: RowForm) -> TriggerEvent:
        """The event, where the row stands: what is counted from it sees no less and no more."""
        places = {name: form.values.get(name) for name in ("agreement", "programme")}
        if new.agreement:
            places["agreement"] = new.agreement
        event = add_event(alliance=self.holdings.alliance, name=new.name, point=new.point, **places)  # type: ignore[arg-type]
        self.holdings.events.append(event)
        self.done.events.append(event)
        return event
