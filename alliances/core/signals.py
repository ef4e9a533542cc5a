"""What can be found about an alliance that somebody should attend to, decide on or celebrate.

The steering dashboard counts by these rules and the list of alliances narrows by them, so that a figure and the list
behind it cannot disagree. Everything follows from dates, stages and what the rooms of the wing know; nothing is typed.
A rule is one `Signal`, registered at start by the room that owns what it looks at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A condition on an alliance's row, as things stand on a day.
Rule = Callable[[date], Q]


class Call(StrEnum):
    """What a signal calls for."""

    ATTEND = "attend"
    DECIDE = "decide"
    CELEBRATE = "celebrate"


class Sighted(NamedTuple):
    """An alliance that a signal found, with the day that puts it on the list, what somebody wrote of it then, and
    its lead by name."""

    public_id: str
    name: str
    day: date | None
    phase: str
    quote: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Signal:
    """One rule with all its words.

    `rule(today)` is the condition of those it is true of. It is asked of all alliances at once: by columns of the
    row and of its `standing`, or by `pk__in` of what another table finds. `day()` is the expression for the day
    that orders them, the newest first where `is_newest_first`; `quote()` is one for the words in which somebody
    gave the reason. `label` is what the list's filter calls it; `reason(one, today)` says why one alliance is on
    the list, `title(count)` how many are. Signals of one call come in the order of `place`.
    """

    code: str
    call: Call
    place: int
    label: Promise
    rule: Rule
    day: Callable[[], Any]
    reason: Callable[[Sighted, date], str]
    title: Callable[[int], str]
    is_newest_first: bool = False
    quote: Callable[[], Any] | None = None


_CALLS = {Call.ATTEND: _("Needs attention"), Call.DECIDE: _("Waits for a decision")}
_signals: dict[str, Signal] = {}


def register(*found: Signal) -> None:
    """Add signals; called once, at start, by the room that owns what they look at."""
    _signals.update({signal.code: signal for signal in found})


def signals(call: Call | None = None) -> Sequence[Signal]:
    """Those that call for something, or all: what to attend to first, then to decide, then to celebrate."""
    calls = list(Call)
    found = [signal for signal in _signals.values() if call in {None, signal.call}]
    return sorted(found, key=lambda signal: (calls.index(signal.call), signal.place))


def choices() -> list[tuple[str, Promise]]:
    """For a filter: every signal by its code, those to attend to and to decide on led by one for all of them."""
    found: list[tuple[str, Promise]] = []
    for call in Call:
        found += [(call.value, _CALLS[call])] if call in _CALLS else []
        found += [(signal.code, signal.label) for signal in signals(call)]
    return found


def rule_of(code: str) -> Rule:
    """The rule behind one of `choices`. Raises `KeyError` for another code."""
    return any_of(Call(code)) if code in list(Call) else _signals[code].rule


def any_of(call: Call) -> Rule:
    """The rule that is true where any signal of that call is."""

    return lambda today: reduce(or_, (signal.rule(today) for signal in signals(call)))
