"""What the demo's committees decided in their meetings, what became of it, and what they are about to decide."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from coe_hub.action_items.models import ActionItem
from coe_hub.demo import data
from coe_hub.demo.days import Days
from coe_hub.people.models import Side, User
from governance.committees.models import Committee
from governance.decisions.models import Consequence, Decision, DecisionStep, Effect, Readiness, Vote, Way
from governance.meetings.models import AgendaItem, Meeting

# What is to be looked at again and is longer past than this was looked at in time.
_LOOKED_AT = timedelta(days=25)


class Deciding:
    """The decisions of one committee, in the order of its meetings."""

    def __init__(self, committee: Committee, by: User, language: str, days: Days) -> None:
        self.committee, self.by, self.days = committee, by, days
        self.words = data.decisions()[language]
        self.seats = list(committee.seats.select_related("person").order_by("pk"))
        self.last: dict[str, Decision] = {}

    def decide(
        self,
        meeting: Meeting,
        item: AgendaItem,
        topic: data.TopicData,
        words: Mapping[str, Any],
        action: ActionItem | None,
    ) -> None:
        """Write down what was decided at the item, where the topic is one to decide."""
        said = self.words.get(topic["title"])
        if said is None:
            return
        day, written = meeting.local_day, meeting.held_at or meeting.starts_at
        former = self.last.get(topic["title"])
        decision = Decision.objects.create(
            committee=self.committee,
            meeting=meeting,
            agenda_item=item,
            text=said["text"].format(**words),
            rationale=said["rationale"].format(**words),
            options=said["options"],
            readiness=Readiness.READY,
            decided_on=day,
            our_vote=Vote.FOR,
            their_vote=Vote.NOT_SAID if self.committee.is_own else Vote.FOR,
            dissent=said.get("dissent", "") if former is None else "",
            bound=said["bound"],
            owner=next((seat.person for seat in self.seats if seat.side == Side.OURS), None),
            review_on=day + timedelta(days=said["review"]) if "review" in said else None,
            replaces=former if said.get("replaces") else None,
            by=self.by,
            created_at=written,
            updated_at=written,
        )
        self._go_on(decision, said, is_first=former is None)
        self.last[topic["title"]] = decision
        if action:
            Consequence.objects.create(
                decision=decision,
                effect=Effect.ACTION,
                label=action.text,
                url=action.get_absolute_url(),
                by=self.by,
                created_at=written,
            )

    def _go_on(self, decision: Decision, said: data.DecidedData, *, is_first: bool) -> None:
        """Of long ago: looked at on its day, or reversed."""
        today = self.days.day(0)
        if decision.review_on and decision.review_on < today - _LOOKED_AT:
            self._step(decision, Way.UPHELD, on=decision.review_on, note="")
        reversed_on = (decision.decided_on or today) + timedelta(days=40)
        if is_first and "reversed" in said and reversed_on < today:
            self._step(decision, Way.REVERSED, on=reversed_on, note=said["reversed"])

    def _step(self, decision: Decision, way: Way, *, on: Any, note: str) -> None:
        at = self.days.hour(on, zone=self.by.time_zone, seed=decision.text)
        DecisionStep.objects.create(decision=decision, way=way, on=on, note=note, by=self.by, created_at=at)


def prepare_decisions(*, days: Days, committees: Mapping[tuple[str, str], Committee]) -> None:
    """Write down what committees are about to decide."""
    for row in data.preparing():
        committee = committees[row["alliance"], row["label"]]
        lead = committee.alliance.lead if committee.alliance else None
        before = row["not_before"]
        Decision.objects.create(
            committee=committee,
            text=row["text"],
            rationale=row["rationale"],
            options=row["options"],
            readiness=row["readiness"],
            not_before=None if before is None else days.working_day(before),
            owner=lead,
            by=lead.user if lead else None,
            created_at=days.now - timedelta(days=9),
        )
