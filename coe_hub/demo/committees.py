"""Joint committees of the demo's alliances and the Center of Excellence's own: two years of meetings, with agendas, who
came, minutes and what was to be done.

Rows are written past the actions, which write what happens now; here the past is told, with its own days and hours.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from alliances.agreements.models import Agreement
from alliances.core.models import Alliance, Member
from coe_hub.action_items.models import ActionItem, ItemState
from coe_hub.attachments.models import Folder
from coe_hub.demo import data
from coe_hub.demo.company import Company, by_code
from coe_hub.demo.days import Days, add_months
from coe_hub.demo.decisions import Deciding, prepare_decisions
from coe_hub.lib.history import acting
from coe_hub.lib.quarters import quarter_of
from coe_hub.people.models import Organisation, Person, Scope, ScopeKind, Side, User
from coe_hub.vocabulary.models import CommitteeKind
from governance.committees.actions.seats import add_seat
from governance.committees.models import Approval, Charter, Committee, Seat, SeatRole
from governance.meetings.clock import calendars_of, days_after, on_or_next, settle_days
from governance.meetings.models import (
    AgendaItem,
    ApprovedHow,
    Attendance,
    Meeting,
    MeetingAction,
    Minutes,
    MinutesReader,
    MinutesState,
)

_YEARS, _MONTHS_OF_A_YEAR = 2, 12
_LENGTH = 90  # minutes
_HOURS = {"ja": 16, "en": 14}  # when both Europe and Japan, or Europe and America, are at work
_SPOKEN, _ABSENT_OF = 4, 9
_SILENCE = 10  # working days
_ROLES = {
    "committee_co_chair": SeatRole.CO_CHAIR,
    "executive_sponsor": SeatRole.CO_CHAIR,
    "observer": SeatRole.OBSERVER,
}
_NO_SEAT = {"team_member", "legal_contact", "adviser"}


def hold_committees(*, company: Company, alliances: Mapping[str, Alliance], days: Days) -> None:
    """Found all committees of the data and let them meet for two years. Run inside a transaction."""
    said = data.committees()
    topics, kinds = said["topics"], by_code(CommitteeKind)
    known: dict[tuple[str, str], Committee] = {}
    for row in said["committees"]:
        alliance = alliances[row["alliance"]]
        by = next(user for user in company.users.values() if user.person_id == alliance.lead_id)
        with acting(by=by):
            committee = _committee(row, alliance, kinds, known.get((row["alliance"], row.get("parent", ""))), days)
            _seat(committee)
            _write_charter(committee, row, by=by)
            _Meetings(committee, by, topics[row["language"]], row, days).hold()
        known[row["alliance"], row["label"]] = committee
    prepare_decisions(days=days, committees=known)
    _hold_own(said["own"], topics["en"], kinds, company=company, days=days)


def _committee(
    row: data.CommitteeData,
    alliance: Alliance,
    kinds: Mapping[str, CommitteeKind],
    parent: Committee | None,
    days: Days,
) -> Committee:
    formed = max(alliance.starts_on or days.day(-_YEARS * 365), days.day(-_YEARS * 365))
    return Committee.objects.create(
        alliance=alliance,
        scope=alliance.scope,
        kind=kinds[row["kind"]],
        label=row["label"],
        expansion=row["expansion"],
        parent=parent,
        formed_on=formed + timedelta(days=20),
    )


def _seat(committee: Committee) -> None:
    """Whoever has more than a place on the team sits on it; the lead writes the minutes."""
    members = Member.objects.filter(alliance=committee.alliance).select_related("role", "person").order_by("pk")
    seen: set[int] = set()
    if committee.alliance and committee.alliance.lead:
        _sit(committee, committee.alliance.lead, Side.OURS, SeatRole.SECRETARY, seen)
    for side in (Side.OURS, Side.THEIRS):
        for member in (one for one in members if one.side == side):
            if side == Side.THEIRS or member.role.code not in _NO_SEAT:
                _sit(committee, member.person, side, _ROLES.get(member.role.code, SeatRole.MEMBER), seen)
    for side in (Side.OURS, Side.THEIRS):
        seats = committee.seats.filter(side=side)
        first = seats.filter(role=SeatRole.MEMBER).order_by("pk").first()
        if first and not seats.filter(role=SeatRole.CO_CHAIR).exists():
            seats.filter(pk=first.pk).update(role=SeatRole.CO_CHAIR)


def _sit(committee: Committee, person: Person, side: Side, role: SeatRole, seen: set[int]) -> None:
    if person.pk not in seen:
        seen.add(person.pk)
        Seat.objects.create(committee=committee, person=person, side=side, role=role, starts_on=committee.formed_on)


def _write_charter(committee: Committee, row: data.CommitteeData, *, by: User) -> None:
    agreement = Agreement.objects.filter(alliance=committee.alliance, scope=committee.scope, amends=None).first()
    said: dict[str, Any] = {
        "agreement": agreement,
        "clause": "3.2" if agreement else "",
        "purpose": row["purpose"],
        "authority": row["authority"],
        "limits": row["limits"],
        "seats_ours": committee.seats.filter(side=Side.OURS, role__in=("co_chair", "member")).count() or None,
        "seats_theirs": committee.seats.filter(side=Side.THEIRS, role__in=("co_chair", "member")).count() or None,
        "quorum_ours": 1,
        "quorum_theirs": 1,
        "voting": "party",
        "chair": "co_chairs",
        "cadence": row["months"],
        "cadence_unit": "months",
        "notice_days": 15,
        "pre_read_days": 5,
        "minutes_days": 10,
        "approval": row["approval"],
        "approval_days": _SILENCE if row["approval"] == Approval.SILENCE else None,
        "days_managers": 10,
        "days_team": 10,
        "days_functional": 20,
        "days_steering": 30,
        "days_executives": 30,
        "final_say": "split",
    }
    japanese = row["language"] == "ja"
    signed = "締結時のとおり。" if japanese else "As signed."
    begun = committee.formed_on or date.min
    Charter.objects.create(committee=committee, by=by, basis="contracted", valid_from=begun, reason=signed, **said)
    if operated := row.get("operated"):
        said |= {"cadence": operated["months"], "pre_read_days": operated.get("pre_read_days", 5)}
        Charter.objects.create(
            committee=committee,
            by=by,
            basis="operated",
            valid_from=begun + timedelta(days=200),
            reason=operated["reason"],
            needs_amendment=operated["amendment"],
            **said,
        )


def _hold_own(
    row: data.OwnCommitteeData,
    topics: data.TopicsData,
    kinds: Mapping[str, CommitteeKind],
    *,
    company: Company,
    days: Days,
) -> None:
    """The Center of Excellence's own: open to every member, as what it decides is for all of them."""
    by, formed = company.users[row["by"]], days.day(-_YEARS * 365)
    with acting(by=by):
        committee = Committee.objects.create(
            scope=Scope.objects.create(kind=ScopeKind.OPEN),
            kind=kinds["coe_steering"],
            label=row["label"],
            expansion=row["expansion"],
            formed_on=formed,
        )
        add_seat(committee=committee, person=by.person, role=SeatRole.CO_CHAIR, starts_on=formed)
        for key, role in row["members"].items():
            add_seat(committee=committee, person=company.people[key], role=role, starts_on=formed)
        usual: data.CommitteeData = {
            "alliance": "", "kind": "coe_steering", "label": row["label"], "expansion": "", "language": "en",
            "field": "coe", "months": 3, "approval": "silence", "purpose": row["purpose"],
            "authority": row["authority"], "limits": row["limits"],
        }  # fmt: skip
        Charter.objects.create(
            committee=committee, by=by, basis="operated", valid_from=formed, reason="As agreed at first.",
            purpose=row["purpose"], authority=row["authority"], limits=row["limits"], quorum_ours=2, voting="majority",
            chair="ours", cadence=3, cadence_unit="months", notice_days=15, pre_read_days=5, minutes_days=10,
            approval="silence", approval_days=_SILENCE,
        )  # fmt: skip
        _Meetings(committee, by, topics, usual, days).hold()


class _Meetings:
    """Two years of meetings of one committee, and the next one."""

    def __init__(
        self, committee: Committee, by: User, topics: data.TopicsData, row: data.CommitteeData, days: Days
    ) -> None:
        self.committee, self.by, self.row, self.days = committee, by, row, days
        self.topics = [*topics["all"], *topics[row["field"]]]  # type: ignore[literal-required]
        self.seats = list(committee.seats.select_related("person__site", "person__user").order_by("pk"))
        self.calendars = calendars_of(committee, days.day(0))
        self.used = 0
        self.deciding = Deciding(committee, by, row["language"], days)

    def hold(self) -> None:
        """Meetings from the first on, in the rhythm; the last ones are open in one way or another."""
        first = add_months(self.committee.formed_on or self.days.day(0), 1)
        months = self.row["months"]
        held: list[date] = []
        day = on_or_next(first, self.calendars)
        while day < self.days.day(0):
            held.append(day)
            day = on_or_next(add_months(first, months * len(held)), self.calendars)
        for number, one in enumerate(held):
            self._held(one, number, left=len(held) - number - 1)
        self._coming(day)

    def _starts(self, day: date) -> datetime:
        hour = time(_HOURS[self.row["language"]])
        return datetime.combine(day, hour, tzinfo=ZoneInfo(self.by.time_zone))

    def _meeting(self, day: date, **values: Any) -> Meeting:
        starts = self._starts(day)
        told = self.days.hour(min(self.days.day(0), day - timedelta(days=28)), zone=self.by.time_zone, seed="called")
        meeting = Meeting.objects.create(
            committee=self.committee,
            starts_at=starts,
            minutes_long=_LENGTH,
            time_zone=self.by.time_zone,
            dial_in=f"https://meet.example/{self.committee.public_id}",
            by=self.by,
            created_at=told,
            called_at=told,
            **values,
        )
        Minutes.objects.create(meeting=meeting)
        settle_days(meeting)
        return meeting

    def _held(self, day: date, number: int, *, left: int) -> None:
        meeting = self._meeting(day, held_at=self._starts(day) + timedelta(minutes=_LENGTH))
        self._attend(meeting, number)
        for position in range(1, _SPOKEN + 1):
            self._item(meeting, position, number, is_last=left == 0)
        self._finish(meeting, day, left=left)

    def _attend(self, meeting: Meeting, number: int) -> None:
        rows = []
        for place, seat in enumerate(self.seats):
            is_away = (number + place) % _ABSENT_OF == _ABSENT_OF - 1 and seat.role != SeatRole.CO_CHAIR
            presence = "absent" if is_away else "present"
            rows.append(
                Attendance(meeting=meeting, person=seat.person, side=seat.side, role=seat.role, presence=presence)
            )
        Attendance.objects.bulk_create(rows)

    def _item(self, meeting: Meeting, position: int, number: int, *, is_last: bool) -> None:
        topic = self.topics[self.used % len(self.topics)]
        self.used += 1
        words = self._words(meeting, f"{topic['title']}{number}")
        ours = [seat for seat in self.seats if seat.side == Side.OURS]
        is_open = is_last and position == _SPOKEN
        item = AgendaItem.objects.create(
            meeting=meeting,
            position=position,
            title=topic["title"].format(**words),
            kind=topic["kind"],
            presenter=ours[position % len(ours)].person,
            minutes_long=(10, 20, 25, 15)[position - 1],
            said="" if is_open else topic["said"].format(**words),
            outcome="carried" if is_open else "done",
        )
        action = self._action(meeting, item, topic, words) if "action" in topic and not is_open else None
        if not is_open:
            self.deciding.decide(meeting, item, topic, words, action)

    def _words(self, meeting: Meeting, seed: str) -> dict[str, Any]:
        """Figures that are the same each time, and the names of the parties."""
        chance = crc32(f"{self.committee.label}{seed}{meeting.local_day}".encode())
        quarter = quarter_of(meeting.local_day)
        number = (quarter.start.month - 1) // 3 + 1
        is_japanese = self.row["language"] == "ja"
        low = chance % 9 + 2
        return {
            "n": low + chance % 23 + 3,
            "m": low,
            "percent": 61 + chance % 37,
            "year": meeting.local_day.year + 1,
            "quarter": f"{quarter.start.year}年第{number}四半期" if is_japanese else f"Q{number} {quarter.start.year}",
            "ours": _called(self.by.person.organisation, is_japanese=is_japanese),
            "theirs": self._partner(is_japanese=is_japanese),
        }

    def _partner(self, *, is_japanese: bool) -> str:
        theirs = next((seat.person.organisation for seat in self.seats if seat.side == Side.THEIRS), None)
        return _called(theirs, is_japanese=is_japanese) if theirs else ""

    def _action(
        self, meeting: Meeting, item: AgendaItem, topic: data.TopicData, words: Mapping[str, Any]
    ) -> ActionItem:
        side = topic["side"] if any(seat.side == topic["side"] for seat in self.seats) else Side.OURS
        of_side = [seat for seat in self.seats if seat.side == side]
        owner = next((seat for seat in of_side if seat.role != SeatRole.SECRETARY), of_side[0]).person
        due_on = self.days.working_day((meeting.local_day - self.days.day(0)).days + 30)
        is_done = due_on < self.days.day(0)
        written = meeting.held_at or meeting.starts_at
        closed = {
            "state": ItemState.DONE, "closed_by": owner,
            "closed_at": self.days.hour(due_on, zone=self.by.time_zone, seed=item.title),
        }  # fmt: skip
        action = ActionItem.objects.create(
            scope=self.committee.scope,
            text=topic["action"].format(**words),
            owner=owner,
            side=side,
            reminds_by_mail=side == Side.THEIRS,
            due_on=due_on,
            source_label=f"{self.committee.label}, {meeting.local_day.isoformat()}",
            source_url=meeting.get_absolute_url(),
            created_by=self.by,
            created_at=written,
            updated_at=written,
            **(closed if is_done else {}),
        )
        MeetingAction.objects.create(meeting=meeting, agenda_item=item, action=action)
        return action

    def _finish(self, meeting: Meeting, day: date, *, left: int) -> None:
        """Minutes of long ago are final, those of the last meeting a draft or with their readers."""
        minutes = meeting.minutes
        sent = days_after(day, 5, self.calendars)
        if sent >= self.days.day(0):
            return
        minutes.recorder, minutes.state = self.by.person, MinutesState.CIRCULATED
        minutes.circulated_at = self.days.hour(sent, zone=self.by.time_zone, seed=str(meeting.pk))
        silent = days_after(sent, _SILENCE, self.calendars)
        by_silence = self.row["approval"] == Approval.SILENCE
        minutes.silent_on = silent if by_silence else None
        is_final = silent < self.days.day(0) and (by_silence or left > 0)
        self._readers(minutes, is_final=is_final)
        if is_final:
            meeting.folder = Folder.objects.create(scope=self.committee.scope)
            meeting.save(update_fields=["folder"])
            minutes.state, minutes.approved_on = MinutesState.FINAL, silent
            minutes.approved_how = ApprovedHow.SILENCE if by_silence else ApprovedHow.CONFIRMED
        minutes.save()

    def _readers(self, minutes: Minutes, *, is_final: bool) -> None:
        at = minutes.circulated_at or self.days.now
        MinutesReader.objects.bulk_create(
            MinutesReader(
                minutes=minutes,
                person=seat.person,
                side=seat.side,
                asked_at=at,
                confirmed_at=min(at + timedelta(days=2 + place % 3), self.days.now) if is_final or place % 2 else None,
            )
            for place, seat in enumerate(self.seats)
        )

    def _coming(self, day: date) -> None:
        """The next meeting: called, with an agenda; what stayed open at the last one comes first."""
        meeting = self._meeting(day)
        left = AgendaItem.objects.filter(meeting__committee=self.committee, outcome="carried", carried_to__isnull=True)
        for position, item in enumerate(left, start=1):
            AgendaItem.objects.create(
                meeting=meeting, position=position, title=item.title, kind=item.kind, carried_from=item,
                presenter=item.presenter, minutes_long=item.minutes_long,
            )  # fmt: skip
        begin = meeting.agenda.count()
        for position in range(begin + 1, begin + 4):
            topic = self.topics[self.used % len(self.topics)]
            self.used += 1
            AgendaItem.objects.create(
                meeting=meeting, position=position, title=topic["title"].format(**self._words(meeting, topic["title"])),
                kind=topic["kind"], minutes_long=20, pre_read_due_on=meeting.pre_reads_by,
            )  # fmt: skip
        self._ask(meeting, self.seats)

    def _ask(self, meeting: Meeting, seats: Sequence[Seat]) -> None:
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, person=seat.person, side=seat.side, role=seat.role) for seat in seats
        )


def _called(organisation: Organisation, *, is_japanese: bool) -> str:
    return organisation.local_name if is_japanese and organisation.local_name else organisation.name
