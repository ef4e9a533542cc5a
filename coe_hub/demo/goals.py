"""Goals of the demo company and its partners, and who signed them: open, changed since, reached and given up."""

from collections.abc import Mapping
from datetime import datetime

from alliances.core.models import Alliance
from alliances.core.participants import side_on
from alliances.goals.models import Goal, Signatory, SignOff
from coe_hub.demo import data
from coe_hub.demo.company import Company
from coe_hub.demo.days import Days
from coe_hub.lib.history import acting
from coe_hub.people.models import User


def set_goals(*, company: Company, alliances: Mapping[str, Alliance], days: Days) -> None:
    """Create all goals of the data with their sign-offs, each by whoever did it. Run inside a transaction."""
    for row in data.goals():
        by, alliance = company.users[row["by"]], alliances[row["alliance"]]
        goal = _goal(row, by, alliance, days)
        with acting(by=by):
            goal.save()
            _name_signatories(row, goal, by, company=company, days=days)
        _sign(row, goal, company=company, days=days)
        with acting(by=by):
            _go_on(row, goal, by, days)


def _goal(row: data.GoalData, by: User, alliance: Alliance, days: Days) -> Goal:
    """The goal as it was first written down."""
    at = _hour(row["on"], by, row, days)
    before = row.get("before")
    return Goal(
        alliance=alliance,
        text=before["text"] if before else row["text"],
        horizon=row["horizon"],
        measure=row["measure"],
        due_on=days.day(row["due"]),
        by=by,
        created_at=at,
        updated_at=at,
    )


def _name_signatories(row: data.GoalData, goal: Goal, by: User, *, company: Company, days: Days) -> None:
    asked_at = _hour(row["asked"], by, row, days) if "asked" in row else None
    people = [company.people[key] for key in row["signatories"]]
    Signatory.objects.bulk_create(
        Signatory(goal=goal, person=person, side=side_on(goal.alliance, person), asked_at=asked_at) for person in people
    )


def _sign(row: data.GoalData, goal: Goal, *, company: Company, days: Days) -> None:
    """What was signed, which was the goal as it was first written down."""
    for signed in row["signed"]:
        person, by = company.people[signed["person"]], company.users.get(signed["person"])
        words = {name: getattr(goal, name) for name in SignOff.SIGNED}
        with acting(by=by):
            SignOff.objects.create(
                goal=goal,
                person=person,
                side=side_on(goal.alliance, person),
                signed_at=_hour(signed["on"], by, row, days),
                remark=signed.get("remark", ""),
                **words,
            )


def _go_on(row: data.GoalData, goal: Goal, by: User, days: Days) -> None:
    """What became of it: other words, a day on which it was reached, a reason for giving it up."""
    ended = row.get("reached") or row.get("given_up")
    if not ended and "before" not in row:
        return
    goal.text = row["text"]
    if ended:
        day = days.working_day(ended["on"])
        goal.reached_on, goal.given_up_on = (day, None) if "reached" in row else (None, day)
        goal.closing_note = ended["note"]
    goal.version += 1
    goal.updated_at = _hour(ended["on"] if ended else row["before"]["changed"], by, row, days)
    goal.save()


def _hour(offset: int, by: User | None, row: data.GoalData, days: Days) -> datetime:
    return days.hour(days.working_day(offset), zone=by.time_zone if by else "UTC", seed=row["text"])
