"""What the demo company and its partners owe each other: planned from the day each alliance began, and mostly
fulfilled in time."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from zlib import crc32

from alliances.agreements.models import Programme
from alliances.core.models import Alliance, Member, Side
from alliances.obligations.actions.events import Step, moved_event
from alliances.obligations.models import Fulfilment, Lapse, Obligation, TriggerEvent
from alliances.obligations.planning import replan
from coe_hub.demo import data
from coe_hub.demo.days import Days
from coe_hub.lib.history import acting
from coe_hub.people.models import Person, User
from coe_hub.vocabulary.models import Phase

# The currency of a partner's country; dollars elsewhere.
_CURRENCIES = {"JP": "JPY", "GB": "GBP", "CH": "CHF", "DE": "EUR", "FR": "EUR", "ES": "EUR", "FI": "EUR", "IT": "EUR"}
_YEN = 150
# Of a hundred days that are past so many were waived; of the last weeks' so many are late.
_WAIVED, _LATE = 2, 25
_RECENT = timedelta(days=35)


def owe_obligations(*, alliances: Mapping[str, Alliance], days: Days) -> None:
    """Write down events and obligations of all alliances that have begun, move some events, and settle what is past.
    Run in a transaction."""
    for key, alliance in alliances.items():
        if alliance.starts_on and alliance.stage.phase != Phase.CLOSED:
            _Owing(key, alliance, _keeper(alliance), days).write()


def _keeper(alliance: Alliance) -> User | None:
    """Who keeps its contract: the lead, else one of our people with an account."""
    if alliance.lead and hasattr(alliance.lead, "user"):
        return alliance.lead.user
    members = Member.objects.filter(alliance=alliance, side=Side.OURS, person__user__is_active=True)
    member = members.select_related("person__user").order_by("pk").first()
    return member.person.user if member else None


class _Owing:
    """The obligations of one alliance."""

    def __init__(self, key: str, alliance: Alliance, by: User | None, days: Days) -> None:
        self.key, self.alliance, self.by, self.days = key, alliance, by, days
        self.language = by.language if by else "en"
        self.today = days.day(0)
        self.agreement = alliance.agreements.filter(scope=alliance.scope, amends=None).order_by("signed_on").first()
        theirs = Member.objects.filter(alliance=alliance, side=Side.THEIRS).select_related("person").order_by("pk")
        first = theirs.first()
        self.counterpart: Person | None = first.person if first else None
        self.events: dict[str, TriggerEvent] = {}
        self.owed: dict[str, Obligation] = {}

    def write(self) -> None:
        """Events, obligations, what moved, and what became of the days that are past."""
        said = data.obligations()
        with acting(by=self.by):
            for row in said["events"]:
                if self._is_for(row):
                    self.events[row["key"]] = self._event(row)
            for owed in said["obligations"]:
                if self._is_for(owed):
                    self.owed[owed["key"]] = self._obligation(owed)
            for programme in self.alliance.programmes.firewalled().select_related("scope").order_by("pk"):
                for owed in said["walled"]:
                    self._obligation(owed, programme)
            self._lapse(said["lapsing"])
            replan(self.alliance)
        for move in said["moves"]:
            if move["alliance"] == self.key:
                self._move(self.events[move["event"]], move["steps"])
        with acting(by=self.by):
            while self._settle():
                replan(self.alliance)

    def _is_for(self, row: data.OwedData | data.EventData) -> bool:
        return "types" not in row or self.alliance.alliance_type.code in row["types"]

    def _event(self, row: data.EventData) -> TriggerEvent:
        event = TriggerEvent(
            alliance=self.alliance,
            scope=self.alliance.scope,
            agreement=self.agreement,
            name=row["name"][self.language],
            clause=row["clause"],
        )
        if "expected" in row:
            event.expected_on = self.days.working_day(row["expected"] + self._chance(row["key"], 60))
        else:
            event.occurred_on = self.alliance.starts_on
        event.save()
        return event

    def _obligation(self, row: data.OwedData, programme: Programme | None = None) -> Obligation:
        owed = Obligation(
            alliance=self.alliance,
            scope=programme.scope if programme else self.alliance.scope,
            programme=programme,
            agreement=None if programme else self.agreement,
            title=row["title"][self.language],
            clause=row["clause"],
            kind=row["kind"],
            responsible=row["responsible"],
            owner=self.by.person if self.by and not programme and self._chance(row["key"], 10) else None,
            counterpart=self.counterpart,
            tells_partner=self._is_told(row),
            count=row["count"],
            unit=row.get("unit", "days"),
            direction=row.get("direction", "after"),
            off_day=row.get("off_day", "stays"),
            country=self._country(),
            days_needed=row.get("days_needed"),
            certainty=row.get("certainty", "firm"),
            condition=row["condition"][self.language] if "condition" in row else "",
            counts_from="fixed" if row["base"] == "end" else row["base"],
        )
        if row["base"] == "end":
            owed.fixed_on = self.alliance.ends_on or self.days.day(900)
        elif row["base"] == "fixed":
            owed.fixed_on = self.days.working_day(row["fixed"] + self._chance(row["key"], 20))
        elif row["base"] == "event":
            owed.event = self.events[row["event"]]
        elif row["base"] == "obligation":
            owed.after = self.owed[row["after"]]
        else:
            # Contracts begin to count with the first whole period.
            owed.period, owed.first_on = row["period"], self.alliance.starts_on
            owed.last_on = min(filter(None, [self.alliance.ends_on, self.days.day(730)]))
        if "implies" in row:
            owed.implies = self.owed[row["implies"]]
        if "amount" in row:
            owed.flow, owed.currency, owed.amount = row["flow"], self._currency(), self._amount(row)
        owed.save()
        return owed

    def _is_told(self, row: data.OwedData) -> bool:
        """Whether the partner's contact is reminded of it by mail."""
        is_theirs = row["responsible"] == "partner"
        return (
            is_theirs and self.key in data.obligations()["told"] and bool(self.counterpart and self.counterpart.email)
        )

    def _lapse(self, kinds: Iterable[str]) -> None:
        """What ends with an agreement that was brought to its end."""
        if self.agreement and (ending := self.agreement.endings.live().first()):
            owed = Obligation.objects.filter(agreement=self.agreement, kind__in=kinds).order_by("pk")
            Lapse.objects.bulk_create([Lapse(ending=ending, obligation=one) for one in owed])

    def _country(self) -> str:
        site = self.by.person.site if self.by else None
        return site.country if site else ""

    def _currency(self) -> str:
        partner = self.alliance.parties.filter(side=Side.THEIRS).order_by("position").first()
        return _CURRENCIES.get(partner.organisation.country, "USD") if partner else "USD"

    def _amount(self, row: data.OwedData) -> Decimal:
        """Between the half and twice of what is usual, in round thousands."""
        amount = row["amount"] * (50 + self._chance(row["key"], 150)) // 100
        times = _YEN if self._currency() == "JPY" else 1
        return Decimal(amount // 1000 * 1000 * times)

    def _chance(self, what: object, most: int) -> int:
        """A number below `most`, the same each time."""
        return crc32(f"{self.key} {what}".encode()) % most

    def _move(self, event: TriggerEvent, steps: Iterable[data.StepData]) -> None:
        """As it was said, one step after the other, with the reason in the history."""
        for step in steps:
            on = self.days.working_day(step["on"])
            with acting(by=self.by, reason=step["why"]):
                moved_event(event, step=Step(step["step"]), on=on, why=step["why"], clause=step.get("clause", ""))
                event.version += 1
                event.save()
                replan(self.alliance)

    def _settle(self) -> bool:
        """Most of what is past was fulfilled a little before its day, some waived, and some of the last weeks is late;
        whether there was any."""
        past = Fulfilment.objects.filter(obligation__alliance=self.alliance, due_on__lt=self.today, is_expected=False)
        rows = [row for row in past.unsettled().select_related("obligation") if not self._is_late(row)]
        for row in rows:
            person = row.obligation.owner or (self.by.person if self.by else None) or self.counterpart
            if person is None or row.due_on is None:
                return False
            if self._chance((row.obligation.clause, row.due_on), 100) < _WAIVED:
                row.waived_on, row.waived_by = self._before(row.due_on), person
                row.waived_why = {"en": "Agreed in the steering committee", "ja": "運営委員会で合意"}[self.language]
            else:
                row.fulfilled_on, row.fulfilled_by = self._before(row.due_on), person
            row.version += 1
            row.save()
        return bool(rows)

    def _is_late(self, row: Fulfilment) -> bool:
        recent = row.due_on is not None and row.due_on > self.today - _RECENT
        return recent and self._chance((row.obligation.clause, row.due_on, "late"), 100) < _LATE

    def _before(self, day: date) -> date:
        return max(day - timedelta(days=self._chance(day, 9)), self.alliance.starts_on or day)
