"""What tools leave blank and the committees of an alliance know: who sits where, by which rules, when they meet, and
what they decided. Of what stands behind a programme's wall nothing goes into a file of the whole alliance."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words
from coe_hub.people.models import Side
from coe_hub.publishing.reading import list_context
from coe_hub.vocabulary.models import Layer
from governance.committees.charters import charter_of, in_force, said, side_by_side
from governance.committees.models import Committee, Seat, SeatRole
from governance.committees.seats import sitting
from governance.committees.states import with_states
from governance.decisions.models import Decision, DecisionState
from governance.meetings.models import Meeting

_MOST = 12


def placeholders(alliance: Alliance) -> dict[str, str]:
    """The rows of `committees`, `charter` and `seats` (of its steering committee), `meetings` to come, `decisions`."""
    today = timezone.localdate()
    rows = Committee.objects.at_work(today).filter(alliance=alliance, scope=alliance.scope).select_related("kind")
    committees = list(with_states(rows, today).in_order())
    steering = next((one for one in committees if one.kind.layer == Layer.STEERING), None)
    found = list_context("committees", [_committee(one, today) for one in committees])
    if steering:
        found |= list_context("charter", _charter(steering, today))
        found |= list_context("seats", _seats(sitting(steering, today)))
    found |= list_context("meetings", _meetings(committees))
    return found | list_context("decisions", _decisions(alliance))


def _committee(committee: Committee, today: date) -> dict[str, str]:
    charter, seats = charter_of(committee, today), sitting(committee, today)
    chairs = [seat for seat in seats if seat.role == SeatRole.CO_CHAIR]
    coming = Meeting.objects.active().to_come().filter(committee=committee).order_by("starts_at").first()
    return {
        "label": committee.label,
        "name": committee.expansion,
        "rhythm": said(charter, "cadence") if charter and charter.cadence else "",
        "ours": join_words(seat.person for seat in chairs if seat.side == Side.OURS),
        "theirs": join_words(seat.person for seat in chairs if seat.side == Side.THEIRS),
        "last": date_text(committee.last_met_on),
        "next": date_text(coming.local_day) if coming else "",
    }


def _charter(committee: Committee, today: date) -> Iterable[dict[str, str]]:
    for line in side_by_side(in_force(committee, today)):
        yield {"rule": line.label, "contracted": line.contracted, "operated": line.operated}


def _seats(seats: Iterable[Seat]) -> Iterable[dict[str, str]]:
    """A row for each role, with who has it on either side."""
    known = list(seats)
    for role in SeatRole:
        sides = {side: [seat.person for seat in known if (seat.role, seat.side) == (role, side)] for side in Side}
        if any(sides.values()):
            yield {
                "role": str(role.label),
                "ours": join_words(sides[Side.OURS]),
                "theirs": join_words(sides[Side.THEIRS]),
            }


def _meetings(committees: Iterable[Committee]) -> Iterable[dict[str, str]]:
    coming = Meeting.objects.active().to_come().filter(committee__in=list(committees), starts_at__gt=timezone.now())
    for one in coming.select_related("committee").order_by("starts_at", "pk")[:_MOST]:
        yield {
            "date": date_text(one.local_day),
            "time": f"{one.local_start:%H:%M} {one.time_zone}",
            "committee": one.committee.label,
            "place": one.place,
            "call_by": date_text(one.call_by),
            "pre_reads_by": date_text(one.pre_reads_by),
            "minutes_by": date_text(one.minutes_by),
        }


def _decisions(alliance: Alliance) -> Iterable[dict[str, str]]:
    """What holds, the newest first, and what is about to be decided."""
    rows: Any = Decision.objects.of_committees_at_work().with_row().in_order()
    here = rows.filter(committee__alliance=alliance, committee__scope=alliance.scope)
    for one in here.exclude(state__in=[DecisionState.REVERSED, DecisionState.REPLACED])[:_MOST]:
        yield {
            "date": date_text(one.decided_on) or one.get_readiness_display(),
            "committee": one.committee.label,
            "text": one.text,
            "votes": _votes(one),
            "dissent": one.dissent,
            "owner": str(one.owner or ""),
            "review": date_text(one.review_day),
        }


def _votes(one: Decision) -> str:
    if one.was_unanimous:
        return _("agreed by all")
    votes = [one.get_our_vote_display() if one.our_vote else "", one.get_their_vote_display() if one.their_vote else ""]
    return " / ".join(votes) if any(votes) else ""
