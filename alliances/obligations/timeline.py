"""The days of one alliance in a picture: its events and meetings, what is owed by whom, and what comes up for its
agreements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from alliances.agreements.listing import agreements_of
from alliances.agreements.states import ENDED
from alliances.core.agendas import meeting_days
from alliances.core.models import Alliance
from alliances.obligations.models import Fulfilment, Responsible, State, TriggerEvent
from coe_hub.documents.charts import Lane, Point, timeline
from coe_hub.lib.dates import date_text
from coe_hub.lib.quarters import quarter_of
from coe_hub.people.models import User

# What lies half a year behind and a year and a half ahead.
_BACK, _AHEAD = timedelta(days=183), timedelta(days=548)
_TONES = {
    State.FULFILLED: "done",
    State.OVERDUE: "late",
    State.DUE: "soon",
    State.DISPUTED: "soon",
    State.WAIVED: "off",
    State.VOID: "off",
}


@dataclass(frozen=True)
class Mark:
    """One day: what it is, where it stands, in which lane, and the page that has more."""

    day: date
    lane: str
    title: str
    state: str
    tone: str
    url: str

    @property
    def words(self) -> str:
        """All of it in one line."""
        return f"{date_text(self.day)} · {self.title} · {self.state}"


def lanes() -> dict[str, str]:
    """The lanes by code, in their order."""
    return {
        "agreement": _("Agreements"),
        "event": _("Events"),
        "meeting": _("Meetings"),
        Responsible.OURS.value: _("We owe"),
        Responsible.PARTNER.value: _("The partner owes"),
        Responsible.JOINT.value: _("Both owe"),
    }


def marks(user: User, alliance: Alliance, today: date) -> list[Mark]:
    """All days in sight that the user may see, the earliest first; a few queries."""
    found = [*_agreements(user, alliance, today), *_events(user, alliance), *_reviews(alliance, today)]
    found += _owed(user, alliance, today)
    first, last = span(today)
    found += [
        Mark(one.day, "meeting", one.committee, one.state, "done" if one.is_held else "ahead", one.url)
        for one in meeting_days(user, alliance, first, last)
    ]
    return sorted((one for one in found if first <= one.day <= last), key=lambda one: (one.day, one.title))


def span(today: date) -> tuple[date, date]:
    """The first and the last day of the picture."""
    return today - _BACK, today + _AHEAD


def _agreements(user: User, alliance: Alliance, today: date) -> Iterator[Mark]:
    for one in agreements_of(user, alliance, today):
        url = one.get_absolute_url()
        if one.signed_on:
            yield Mark(one.signed_on, "agreement", one.title, _("signed"), "done", url)
        if one.notice_on:
            yield Mark(one.notice_on, "agreement", one.title, _("last day for notice"), "soon", url)
        if one.ends_on and not one.amends_id:
            is_over = one.state in ENDED
            yield Mark(one.ends_on, "agreement", one.title, _("last day in force"), "off" if is_over else "ahead", url)


def _reviews(alliance: Alliance, today: date) -> Iterator[Mark]:
    if alliance.review_is_due_some_day and alliance.next_review_on:
        day, url = alliance.next_review_on, alliance.get_absolute_url()
        state, tone = (str(State.OVERDUE.label), "late") if day < today else (_("to come"), "ahead")
        yield Mark(day, "event", _("Review"), state, tone, url)


def _events(user: User, alliance: Alliance) -> Iterator[Mark]:
    events = TriggerEvent.objects.visible_to(user).active().filter(alliance=alliance).select_related("alliance")
    for one in events:
        if day := one.started_on or one.reckoned_from or one.voided_on:
            tone = "off" if one.voided_on else "done" if one.started_on else "ahead"
            yield Mark(day, "event", one.name, one.state_text, tone, one.get_absolute_url())


def _owed(user: User, alliance: Alliance, today: date) -> Iterator[Mark]:
    first, last = span(today)
    rows = Fulfilment.objects.visible_to(user).living().filter(obligation__alliance=alliance)
    for row in rows.filter(due_on__range=(first, last)).with_row():
        state = row.state_on(today)
        said = _("expected") if row.is_expected and state == State.UPCOMING else str(state.label)
        tone = _TONES.get(state, "ahead")
        yield Mark(row.due_on, row.obligation.responsible, row.obligation.title, said, tone, row.get_absolute_url())


def picture(found: Iterable[Mark], today: date) -> Any:
    """The picture of these days; the page has them as a table as well."""
    first, last = span(today)
    days = (last - first).days

    def at(day: date) -> float:
        return (day - first).days / days

    rows = list(found)
    shown = [
        Lane(label, [Point(at(one.day), one.tone, one.words, one.url) for one in rows if one.lane == code])
        for code, label in lanes().items()
    ]
    return timeline(
        lanes=[lane for lane in shown if lane.points],
        ticks=[(at(day), date_text(day, "month")) for day in _quarters(first, last)],
        now=at(today),
        title=_("Timeline"),
        description=_("Each point is a day and leads to what it is about; the table below has them all."),
    )


def _quarters(first: date, last: date) -> Iterator[date]:
    """The first days of every other quarter in between."""
    day, count = quarter_of(first).end + timedelta(days=1), 0
    while day <= last:
        if not count % 2:
            yield day
        day, count = quarter_of(day).end + timedelta(days=1), count + 1
