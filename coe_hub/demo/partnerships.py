"""What the demo company does with its partners: alliances, and two years of what happened on them.

Rows are written past the actions, which write what happens now; here the past is told, with its own days and hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from alliances.core.actions.members import settle_access
from alliances.core.models import Alliance, Member, Party, Side, StageChange
from alliances.journal.models import JournalEntry
from alliances.reviews.models import Review
from coe_hub.demo import data
from coe_hub.demo.company import Company, by_code
from coe_hub.demo.days import Days, add_months
from coe_hub.lib.history import acting
from coe_hub.people.models import Scope, User
from coe_hub.vocabulary.models import AllianceRole, AllianceType, Stage, TherapeuticArea

Event = StageChange | JournalEntry | Review
_SPONSOR = "executive_sponsor"


@dataclass(frozen=True)
class Words:
    """The vocabularies that alliances use, by code."""

    stages: dict[str, Stage]
    types: dict[str, AllianceType]
    areas: dict[str, TherapeuticArea]
    roles: dict[str, AllianceRole]


def log_partnerships(*, company: Company, days: Days) -> dict[str, Alliance]:
    """Create all alliances of the data and what happened on them; by key of the data. Run inside a transaction."""
    words = Words(
        stages=by_code(Stage), types=by_code(AllianceType), areas=by_code(TherapeuticArea), roles=by_code(AllianceRole)
    )
    rows, facts = data.alliances(), data.facts()
    events: list[Event] = []
    logged = {}
    for row in rows:
        keeper = _keeper(row, company)
        happened = list(_events(row, keeper=keeper, company=company, words=words, days=days))
        alliance = _alliance(row, happened, company=company, words=words, days=days)
        _say(alliance, facts[row["key"]], days=days)
        with acting(by=keeper):
            alliance.scope = Scope.objects.create(kind=row["scope"])
            alliance.save()
            _add_parties_and_people(row, alliance, company=company, words=words)
        for event in happened:
            event.alliance = alliance
        events += happened
        logged[row["key"]] = alliance
    _write(events)
    return logged


def _keeper(row: data.AllianceData, company: Company) -> User | None:
    """Who moves the alliance along: its lead, else its sponsor; nobody where neither has an account."""
    sponsors = [member["person"] for member in row["members"] if member["role"] == _SPONSOR]
    accounts = [company.users[key] for key in (row["lead"], *sponsors) if key in company.users]
    return accounts[0] if accounts else None


def _alliance(row: data.AllianceData, events: list[Event], *, company: Company, words: Words, days: Days) -> Alliance:
    """The alliance as it stands today, not yet saved. Before the first review its rhythm counts from the launch."""
    anchor = row["last_reviewed"]
    if anchor is None and row["review_months"]:
        anchor = row["starts"]
    hours = [event.created_at for event in events]
    return Alliance(
        name=row["name"],
        code_name=row.get("code_name", ""),
        reference=row.get("reference", ""),
        alliance_type=words.types[row["type"]],
        stage=words.stages[row["stage"]],
        purpose=row["purpose"],
        therapeutic_area=words.areas[row["therapeutic_area"]] if row["therapeutic_area"] else None,
        lead=company.people[row["lead"]] if row["lead"] else None,
        starts_on=_optional(days.day, row["starts"]),
        ends_on=_optional(days.day, row["ends"]),
        review_months=row["review_months"],
        last_reviewed_on=_optional(days.working_day, anchor),
        created_at=min(hours),
        updated_at=max(hours),
    )


def _say(alliance: Alliance, facts: data.FactsData, *, days: Days) -> None:
    """What is said of it beside its dates and its people."""
    for name, value in facts.items():
        if name in Alliance.EDITABLE:
            setattr(alliance, name, value)
    alliance.value_looked_at_on = _optional(days.working_day, facts.get("looked_at"))


def _optional(day: Any, offset: int | None) -> date | None:
    return None if offset is None else day(offset)


def _add_parties_and_people(row: data.AllianceData, alliance: Alliance, *, company: Company, words: Words) -> None:
    sides = {key: side for side, keys in ((Side.OURS, row["ours"]), (Side.THEIRS, row["partners"])) for key in keys}
    Party.objects.bulk_create(
        Party(alliance=alliance, organisation=company.organisations[key], side=side, position=position)
        for side, keys in ((Side.OURS, row["ours"]), (Side.THEIRS, row["partners"]))
        for position, key in enumerate(keys)
    )
    members = [
        Member(
            alliance=alliance,
            person=company.people[member["person"]],
            role=words.roles[member["role"]],
            side=_side(member["person"], sides, company),
        )
        for member in row["members"]
    ]
    Member.objects.bulk_create(members)
    colleagues = {member.person_id: member.person for member in members if member.side == Side.OURS}
    if alliance.lead:
        colleagues[alliance.lead.pk] = alliance.lead
    settle_access(alliance=alliance, people=colleagues.values())


def _side(person: str, sides: dict[str, Side], company: Company) -> Side:
    """The side of the person's organisation; colleagues from an affiliate that is no party are on ours."""
    organisation = company.organisation_of[person]
    return sides.get(organisation, Side.OURS if organisation in company.our_organisations else Side.THEIRS)


def _events(
    row: data.AllianceData, *, keeper: User | None, company: Company, words: Words, days: Days
) -> Iterator[Event]:
    def hour(day: date, by: User | None) -> datetime:
        return days.hour(day, zone=by.time_zone if by else "UTC", seed=row["key"])

    for change in row["stage_changes"]:
        day = days.working_day(change["on"])
        yield StageChange(
            stage=words.stages[change["stage"]],
            on_date=day,
            reason=change["reason"],
            by=keeper,
            created_at=hour(day, keeper),
        )
    for entry in row["journal"]:
        day, by = days.working_day(entry["on"]), company.users[entry["by"]]
        at = hour(day, by)
        yield JournalEntry(kind=entry["kind"], text=entry["text"], happened_on=day, by=by, created_at=at, updated_at=at)
    was_held = _optional(days.working_day, row["starts"])
    for review in row["reviews"]:
        day, by = days.working_day(review["on"]), company.users[review["by"]]
        due_on = add_months(was_held, row["review_months"]) if was_held and row["review_months"] else None
        yield Review(
            held_on=day,
            due_on=due_on,
            outcome=review["outcome"],
            note=review["note"],
            by=by,
            created_at=hour(day, by),
        )
        was_held = day


def _write(events: list[Event]) -> None:
    """In the order in which things happened, so that ids tell the same story as dates; each by its own author."""
    events.sort(key=attrgetter("created_at"))
    for (by, model), some in groupby(events, key=lambda event: (event.by, type(event))):
        rows: list[Any] = list(some)
        with acting(by=by):
            model._default_manager.bulk_create(rows)
