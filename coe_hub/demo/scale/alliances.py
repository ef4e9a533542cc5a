"""Alliances at scale: who they are with, who works on them, and three years of what happened."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from alliances.core.models import Alliance, Member, Party, Side, StageChange
from alliances.journal.models import EntryKind, JournalEntry
from alliances.reviews.models import Outcome, Review
from coe_hub.action_items.models import ActionItem, ItemState
from coe_hub.demo.company import by_code
from coe_hub.demo.scale.people import Company, write
from coe_hub.demo.scale.words import Writer
from coe_hub.people.models import Person, Scope, ScopeGrant, ScopeKind
from coe_hub.vocabulary.models import Access, AllianceRole, AllianceType, Stage, TherapeuticArea

OF_MANAGER, OF_SCIENTIST = 50, 5
ENTRIES, ACTIONS, REVIEWS = 10, 20, 3
_PAST = 1_000  # days that are told
# How many of a hundred alliances stand where.
_STAGES = {"exploring": 5, "negotiating": 8, "launching": 10, "running": 55, "winding_down": 7, "closed": 15}
_OUTCOMES = [Outcome.ON_TRACK] * 8 + [Outcome.WATCH, Outcome.AT_RISK]


class Portfolio:
    """Writes alliances with all that hangs on them."""

    def __init__(self, writer: Writer, company: Company, now: datetime) -> None:
        self.writer, self.chance, self.company, self.now = writer, writer.chance, company, now
        self.today = now.date()
        self.topics: dict[int, str] = {}
        self.teams: dict[int, list[Person]] = {}
        self.contacts: dict[int, Person] = {}

    def write(self, count: int) -> None:
        """So many; the first ones are the manager's, and the first of these the scientist's too."""
        kinds = (ScopeKind.RESTRICTED if place % 5 == 4 else ScopeKind.OPEN for place in range(count))
        scopes = write(Scope, (Scope(kind=kind) for kind in kinds))
        alliances = write(Alliance, self._alliances(scopes))
        for place, one in enumerate(alliances):
            self.teams[one.pk] = self._team(place, one)
            self.contacts[one.pk] = self.chance.choice(self.company.contacts)
        write(Party, self._parties(alliances))
        write(Member, self._members(alliances))
        write(ScopeGrant, self._grants(alliances))
        write(StageChange, self._stages(alliances))
        write(Review, self._reviews(alliances))
        for _ in range(ENTRIES):
            write(JournalEntry, (self._entry(one) for one in alliances))
        for _ in range(ACTIONS):
            write(ActionItem, (self._action(one) for one in alliances))

    def _day(self, longest: int = _PAST) -> date:
        return self.today - timedelta(days=self.chance.randrange(1, longest))

    def _hour(self, day: date) -> datetime:
        return self.now - timedelta(days=(self.today - day).days, minutes=self.chance.randrange(480))

    def _alliances(self, scopes: list[Scope]) -> Iterator[Alliance]:
        types, areas, stages = (list(by_code(model).values()) for model in (AllianceType, TherapeuticArea, Stage))
        by_stage = {one.code: one for one in stages}
        lead = self.company.named["manager"].person
        for place, scope in enumerate(scopes):
            topic = self.writer.topic()
            partner = self.writer.chance.choice(self.company.partners)
            starts, months = self._day(), self.chance.choice([3, 3, 6, 6, 6, 12])
            stage = by_stage[self.chance.choices(list(_STAGES), weights=list(_STAGES.values()))[0]]
            yield Alliance(
                scope=scope,
                name=f"Kestrel × {partner.name}: {topic}",
                reference=f"KS-{place:05}",
                purpose=self.writer.purpose(topic),
                alliance_type=self.chance.choice(types),
                stage=by_stage["running"] if place < OF_SCIENTIST else stage,
                therapeutic_area=self.chance.choice(areas),
                lead=lead if place < OF_MANAGER else self.chance.choice(self.company.managers),
                starts_on=starts,
                ends_on=starts + timedelta(days=self.chance.randrange(700, 2_500)),
                review_months=months,
                last_reviewed_on=self._day(int(months * 30.4 * 1.05)),
                created_at=self._hour(starts),
                updated_at=self._hour(self._day(400)),
                archived_at=self.now if place >= OF_MANAGER and self.chance.random() < 0.05 else None,
            )

    def _team(self, place: int, alliance: Alliance) -> list[Person]:
        self.topics[alliance.pk] = alliance.name.partition(": ")[2]
        found = self.chance.sample(self.company.colleagues, 3)
        return [self.company.named["scientist"].person, *found[1:]] if place < OF_SCIENTIST else found

    def _parties(self, alliances: list[Alliance]) -> Iterator[Party]:
        for one in alliances:
            yield Party(alliance=one, organisation=self.company.own, side=Side.OURS)
            theirs = {self.contacts[one.pk].organisation, self.chance.choice(self.company.partners)}
            for position, organisation in enumerate(sorted(theirs, key=lambda row: row.pk)):
                yield Party(alliance=one, organisation=organisation, side=Side.THEIRS, position=position)

    def _members(self, alliances: list[Alliance]) -> Iterator[Member]:
        roles = by_code(AllianceRole)
        for one in alliances:
            yield Member(alliance=one, person=one.lead, role=roles["alliance_manager"], side=Side.OURS)
            yield Member(alliance=one, person=self.contacts[one.pk], role=roles["scientific_lead"], side=Side.THEIRS)
            for person in self.teams[one.pk]:
                yield Member(alliance=one, person=person, role=roles["team_member"], side=Side.OURS)

    def _grants(self, alliances: list[Alliance]) -> Iterator[ScopeGrant]:
        for one in alliances:
            yield ScopeGrant(scope=one.scope, person=one.lead, role=Access.LEAD)
            for person in self.teams[one.pk]:
                yield ScopeGrant(scope=one.scope, person=person, role=Access.TEAM)

    def _stages(self, alliances: list[Any]) -> Iterator[StageChange]:
        first = by_code(Stage)["planning"]
        for one in alliances:
            yield StageChange(alliance=one, stage=first, on_date=one.starts_on - timedelta(days=90))
            yield StageChange(alliance=one, stage=one.stage, on_date=one.starts_on)

    def _reviews(self, alliances: list[Any]) -> Iterator[Review]:
        for one in alliances:
            months, held = one.review_months, one.last_reviewed_on
            for past in range(REVIEWS):
                day = held - timedelta(days=int(past * months * 30.4))
                note = self.writer.note(self.topics[one.pk])
                outcome = self.chance.choice(_OUTCOMES)
                yield Review(alliance=one, held_on=day, outcome=outcome, note=note, created_at=self._hour(day))

    def _entry(self, alliance: Alliance) -> JournalEntry:
        day = self._day()
        return JournalEntry(
            alliance=alliance,
            kind=self.chance.choice(EntryKind.values),
            text=self.writer.note(self.topics[alliance.pk]),
            happened_on=day,
            by=self.chance.choice(self.company.curators),
            created_at=self._hour(day),
            updated_at=self._hour(day),
        )

    def _action(self, alliance: Alliance) -> ActionItem:
        """One in seven is open, and one in ten of these late."""
        is_open = self.chance.random() < 0.15
        theirs = self.chance.random() < 0.2
        due = self.today + timedelta(days=self.chance.randrange(-10, 90)) if is_open else self._day()
        owner = self.chance.choice([alliance.lead, *self.teams[alliance.pk]])
        closed: dict[str, Any] = {"state": ItemState.DONE, "closed_at": self._hour(due), "closed_by": alliance.lead}
        return ActionItem(
            scope=alliance.scope,
            text=self.writer.action(self.topics[alliance.pk]),
            owner=self.contacts[alliance.pk] if theirs else owner,
            side=Side.THEIRS if theirs else Side.OURS,
            due_on=due,
            created_at=self._hour(due - timedelta(days=self.chance.randrange(10, 60))),
            **({} if is_open else closed),
        )
