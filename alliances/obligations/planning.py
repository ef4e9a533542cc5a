"""The due days of an alliance's obligations, worked out together: what is counted from what, and what moves.

`worked_out` is asked with what is known, or with an event as it would be, and changes nothing; `replan` writes what
differs. All obligations of an alliance are one plan: their days are counted from each other, and a few thousand of them
are reckoned faster than a database is asked for a chain of them. Whoever plans holds the alliance's row, so two plans
never mix.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.following import lock_days
from alliances.core.models import Alliance
from alliances.obligations.dates import Period, Reckoned, period_ends, reckon
from alliances.obligations.models import Base, Fulfilment, Obligation, TriggerEvent, lapses_on
from coe_hub.lib.errors import DomainError

# How far ahead periods without an end are planned; each plan goes on from today.
_YEARS_AHEAD = 5
# Many enough for thirty years of months.
_MOST_PERIODS = 400
# What a reason says besides the bases: a later milestone came first.
SKIPPED = "skipped"


@dataclass(frozen=True)
class Days:
    """When one fulfilment is due, when somebody begins with it, and why: what the planner writes."""

    due_on: date | None
    notice_on: date | None
    is_expected: bool
    reason: dict[str, Any]
    lapses_on: date | None = None


@dataclass(frozen=True)
class Move:
    """A fulfilment whose day is another now, or would be, or which is owed no more, or again: since its agreement ends
    before it is due, or no longer does. `lapses_on` is the last day in force then."""

    fulfilment: Fulfilment
    before: date | None
    after: date | None
    lapses_on: date | None = None

    @property
    def is_back(self) -> bool:
        """Whether it is owed again."""
        return self.fulfilment.lapses_on is not None and self.lapses_on is None


@dataclass
class Changes:
    """What differs between the plan as it is written and as it is worked out."""

    new: list[tuple[Obligation, date | None, Days]] = field(default_factory=list)
    rewritten: list[tuple[Fulfilment, Days]] = field(default_factory=list)
    gone: list[Fulfilment] = field(default_factory=list)

    @property
    def moves(self) -> list[Move]:
        """What is due on another day, the soonest of the new days first; what lost its day last."""
        found = [
            Move(row, row.due_on, days.due_on, days.lapses_on)
            for row, days in self.rewritten
            if row.due_on != days.due_on or (row.lapses_on is None) != (days.lapses_on is None)
        ]
        return sorted(found, key=lambda move: (move.after or date.max, move.fulfilment.pk))


@dataclass(frozen=True)
class _Start:
    """Of one fulfilment, the day from which it is reckoned, if there is one, and whether that has come already."""

    period_on: date | None
    day: date | None
    is_expected: bool


def lock_plan(alliance: Alliance) -> None:
    """Nobody else plans for the alliance until the transaction ends."""
    lock_days(alliance)


def replan(alliance: Alliance) -> Changes:
    """Work the plan out and write what differs; return that. In a transaction, after what it follows from was written.

    A handful of statements, however many obligations there are. Raises `DomainError` where obligations are counted
    from each other in a circle, or a day lies beyond the calendar.
    """
    lock_plan(alliance)
    changes = worked_out(alliance)
    Fulfilment.objects.bulk_create(
        [
            Fulfilment(
                obligation=obligation,
                period_on=period_on,
                due_on=days.due_on,
                notice_on=days.notice_on,
                is_expected=days.is_expected,
                reason=days.reason,
                lapses_on=days.lapses_on,
            )
            for obligation, period_on, days in changes.new
        ]
    )
    if changes.gone:
        Fulfilment.objects.filter(pk__in=[row.pk for row in changes.gone]).delete()
    _rewrite(changes.rewritten)
    return changes


def worked_out(alliance: Alliance, *, instead: TriggerEvent | None = None) -> Changes:
    """What would differ from what is written now; `instead` is an event of the alliance as it would be. Two queries.

    Raises as `replan`.
    """
    rows_of = Obligation.objects.active().filter(alliance=alliance).annotate(lapses_on=lapses_on())
    obligations = list(rows_of.select_related("event").order_by("pk"))
    written: dict[int, list[Fulfilment]] = defaultdict(list)
    rows = Fulfilment.objects.filter(obligation__alliance=alliance, obligation__archived_at__isnull=True)
    by_id = {one.pk: one for one in obligations}
    for row in rows.order_by("period_on", "pk"):
        row.obligation = by_id[row.obligation_id]
        written[row.obligation_id].append(row)
    if instead is not None:
        for one in obligations:
            if one.event_id == instead.pk:
                one.event = instead
    return _Plan(obligations, written).changes()


def in_order(obligations: Sequence[Obligation]) -> list[Obligation]:
    """Each after those its days follow from. Raises `DomainError` where they follow from each other in a circle."""
    by_id = {one.pk: one for one in obligations}
    causes: dict[int, set[int]] = {
        one.pk: {one.after_id} if one.after_id in by_id else set() for one in obligations
    }  # fmt: skip
    for one in obligations:
        if one.implies_id in causes:
            causes[one.implies_id].add(one.pk)
    ordered: list[Obligation] = []
    waiting = {pk: set(of) for pk, of in causes.items()}
    effects: dict[int, list[int]] = defaultdict(list)
    for pk, of in causes.items():
        for cause in of:
            effects[cause].append(pk)
    ready = [pk for pk, of in waiting.items() if not of]
    while ready:
        pk = ready.pop()
        ordered.append(by_id[pk])
        for effect in effects[pk]:
            waiting[effect].discard(pk)
            if not waiting[effect]:
                ready.append(effect)
    if len(ordered) < len(obligations):
        done = {one.pk for one in ordered}
        names = sorted(one.title for one in obligations if one.pk not in done)
        raise DomainError(
            _("These would be counted from each other in a circle: %(names)s. Count one of them from something else.")
            % {"names": ", ".join(f"“{name}”" for name in names[:5])},
            field="after",
        )
    return ordered


class _Plan:
    """One working out; `known` are the fulfilments with the days they come to have."""

    def __init__(self, obligations: Sequence[Obligation], written: dict[int, list[Fulfilment]]) -> None:
        self.obligations = in_order(obligations)
        self.written = written
        self.known: dict[int, list[tuple[Fulfilment | None, _Start, Days]]] = {}
        self.implied_by: dict[int, list[Obligation]] = defaultdict(list)
        for one in obligations:
            if one.implies_id:
                self.implied_by[one.implies_id].append(one)

    def changes(self) -> Changes:
        found = Changes()
        for obligation in self.obligations:
            starts = {start.period_on: start for start in self._starts(obligation)}
            rows = {row.period_on: row for row in self.written[obligation.pk]}
            known = [(rows.get(period), start) for period, start in starts.items()]
            self.known[obligation.pk] = [(row, start, self._days(obligation, row, start)) for row, start in known]
            for row, start, days in self.known[obligation.pk]:
                if row is None:
                    found.new.append((obligation, start.period_on, days))
                elif (row.due_on, row.notice_on, row.is_expected, row.reason, row.lapses_on) != (
                    days.due_on, days.notice_on, days.is_expected, days.reason, days.lapses_on,
                ):  # fmt: skip
                    found.rewritten.append((row, days))
            found.gone += [row for period, row in rows.items() if period not in starts and not _has_facts(row)]
        return found

    def _starts(self, obligation: Obligation) -> Iterator[_Start]:
        if obligation.counts_from == Base.FIXED:
            yield _Start(None, obligation.fixed_on, is_expected=False)
        elif obligation.counts_from == Base.EVENT and obligation.event:
            event = obligation.event
            yield _Start(None, event.reckoned_from, is_expected=event.started_on is None)
        elif obligation.counts_from == Base.PERIOD and obligation.first_on:
            last = obligation.last_on or timezone.localdate() + timedelta(days=366 * _YEARS_AHEAD)
            ends = list(period_ends(Period(obligation.period), first=obligation.first_on, last=last))
            for end in ends[:_MOST_PERIODS]:
                yield _Start(end, end, is_expected=False)
        elif obligation.counts_from == Base.OBLIGATION:
            yield from self._after(obligation)

    def _after(self, obligation: Obligation) -> Iterator[_Start]:
        """From each fulfilment of the other one: the day it was fulfilled, the day it was due where it was waived or,
        until then, the day it is due."""
        for row, start, days in self.known.get(obligation.after_id or 0, []):
            if row is not None and row.is_settled:
                yield _Start(start.period_on, row.fulfilled_on or row.due_on, is_expected=False)
            else:
                yield _Start(start.period_on, days.due_on, is_expected=True)
        if not self.known.get(obligation.after_id or 0):
            yield _Start(None, None, is_expected=True)

    def _days(self, obligation: Obligation, row: Fulfilment | None, start: _Start) -> Days:
        if row is not None and row.is_settled:
            return Days(row.due_on, row.notice_on, row.is_expected, row.reason, row.lapses_on)
        days = self._by_rule(obligation, start)
        if (first := self._skipped(obligation)) and (days.due_on is None or days.is_expected or first < days.due_on):
            days = Days(first, None, is_expected=False, reason={"from": SKIPPED, "base": first.isoformat()})
        due_on = days.due_on
        if row is not None and row.extended_to and (due_on is None or due_on < row.extended_to):
            due_on = row.extended_to
        notice_on = due_on - timedelta(days=obligation.lead) if due_on else None
        last_on = obligation.lapses_on  # type: ignore[attr-defined]
        lapses = last_on if last_on and (due_on is None or due_on > last_on) else None
        return Days(due_on, notice_on, days.is_expected and due_on == days.due_on, days.reason, lapses)

    def _by_rule(self, obligation: Obligation, start: _Start) -> Days:
        if start.day is None:
            return Days(None, None, is_expected=True, reason={})
        try:
            found = reckon(start.day, obligation.rule)
        except OverflowError as error:
            raise DomainError(
                _("The day of “%(title)s” lies beyond the calendar. Shorten what it is counted by.")
                % {"title": obligation.title},
                field="count",
            ) from error
        return Days(found.day, None, start.is_expected, _reason(obligation.counts_from, found))

    def _skipped(self, obligation: Obligation) -> date | None:
        """The first day on which a later milestone, whose clock has started, implies this one; None of none."""
        days = [
            days.due_on
            for later in self.implied_by.get(obligation.pk, [])
            for row, _start, days in self.known[later.pk]
            if days.due_on and not (days.is_expected or days.lapses_on) and not (row is not None and row.is_void)
        ]
        return min(days, default=None)


def _has_facts(row: Fulfilment) -> bool:
    """Whether somebody said something of it, which stays even where its period is planned no more."""
    facts = (row.fulfilled_on, row.waived_on, row.disputed_on, row.voided_on, row.extended_to, row.folder_id)
    return any(facts)


def _reason(base: str, found: Reckoned) -> dict[str, Any]:
    """Why a day is as it is, as data, so that it can be told in any language; `wording.why_text` tells it."""
    said: dict[str, Any] = {"from": base, "base": found.base.isoformat()}
    if found.is_moved:
        said["counted"] = found.counted.isoformat()
    if found.rests:
        said["rests"] = found.rests
    if found.is_cut:
        said["is_cut"] = True
    if found.is_month_end:
        said["is_month_end"] = True
    return said


_REWRITE = """
UPDATE obligations_fulfilment AS fulfilment
SET due_on = planned.due_on, notice_on = planned.notice_on, is_expected = planned.is_expected,
    reason = planned.reason::jsonb, lapses_on = planned.lapses_on, version = fulfilment.version + 1, updated_at = %s
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::boolean[], %s::text[], %s::date[])
    AS planned(id, due_on, notice_on, is_expected, reason, lapses_on)
WHERE fulfilment.id = planned.id
"""


def _rewrite(rows: Sequence[tuple[Fulfilment, Days]]) -> None:
    """Write the days of all of them by one statement; the trail of each is kept by its trigger."""
    if not rows:
        return
    columns = (
        [row.pk for row, _days in rows],
        [days.due_on for _row, days in rows],
        [days.notice_on for _row, days in rows],
        [days.is_expected for _row, days in rows],
        [json.dumps(days.reason) for _row, days in rows],
        [days.lapses_on for _row, days in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_REWRITE, [timezone.now(), *columns])
