"""How an alliance stands, kept by the database: whatever is done to its rows, it is what follows from them."""

from datetime import timedelta
from itertools import takewhile
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from alliances.core.models import Alliance, StageChange, Standing
from alliances.reviews.models import Outcome, Review
from alliances.stages.actions import change_stage
from coe_hub.people.models import Scope
from coe_hub.vocabulary.models import Stage
from tests.cast import Cast
from tests.factories import make_alliance

STEPS, TODAY = 120, timezone.localdate()
# What is kept of people has its own test.
COLUMNS = [one.attname for one in Standing._meta.concrete_fields if not one.name.startswith("our_")]


def derived(alliance: Alliance) -> dict[str, Any]:
    """What the columns mean, worked out from the rows."""
    changes = list(alliance.stage_changes.select_related("stage").order_by("-on_date", "-pk"))
    here = [one.on_date for one in takewhile(lambda one: one.stage.phase == alliance.stage.phase, changes)]
    reviews = list(alliance.reviews.newest_first())
    outcomes = [one.outcome for one in reviews] + ["", ""]
    at_risk = [one.held_on for one in takewhile(lambda one: one.outcome == Outcome.AT_RISK, reviews)]
    return {
        "alliance_id": alliance.pk,
        "is_open": alliance.scope.kind == "open",
        "stage_since": changes[0].on_date if changes else None,
        "phase_since": here[-1] if here else None,
        "last_outcome": outcomes[0],
        "former_outcome": outcomes[1],
        "last_held_on": reviews[0].held_on if reviews else None,
        "at_risk_since": at_risk[-1] if at_risk else None,
    }


class Chance:
    """What can happen to the rows that a standing follows from, one thing at a time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  CONFIG: the same each time
        self.stages = list(Stage.objects.order_by("pk"))
        self.ways = [
            self.move, self.open_or_close, self.call_a_phase_otherwise, *[self.change] * 2, *[self.look] * 3,
            self.correct, self.take_back,
        ]  # fmt: skip

    def some(self, model: Any) -> Any:
        return self.random.choice(list(model.objects.order_by("pk")) or [None])

    @property
    def day(self) -> Any:
        return TODAY - timedelta(self.random.randrange(12))  # few days, so that several things are of one

    @property
    def stage(self) -> Stage:
        return self.random.choice(self.stages)

    @property
    def outcome(self) -> str:
        return self.random.choice(Outcome.values)

    def move(self) -> None:
        Alliance.objects.filter(pk=self.some(Alliance).pk).update(stage=self.stage)

    def open_or_close(self) -> None:
        kind = self.random.choice(["open", "restricted"])
        Scope.objects.filter(pk=self.some(Alliance).scope_id).update(kind=kind)

    def call_a_phase_otherwise(self) -> None:
        Stage.objects.filter(pk=self.stage.pk).update(phase=self.stage.phase)

    def change(self) -> None:
        StageChange.objects.create(alliance=self.some(Alliance), stage=self.stage, on_date=self.day)

    def look(self) -> None:
        Review.objects.create(alliance=self.some(Alliance), held_on=self.day, outcome=self.outcome)

    def correct(self) -> None:
        one = {"alliance": self.some(Alliance)}
        if review := self.some(Review):
            Review.objects.filter(pk=review.pk).update(held_on=self.day, outcome=self.outcome, **one)
        if change := self.some(StageChange):
            StageChange.objects.filter(pk=change.pk).update(on_date=self.day, stage=self.stage, **one)

    def take_back(self) -> None:
        if row := self.some(self.random.choice([Review, StageChange])):
            row.delete()


@pytest.mark.parametrize("seed", range(3))
def test_it_follows_from_stages_reviews_and_scope_after_whatever_was_done(seed: int, cast: Cast) -> None:
    for name in ("Amber", "Birch"):
        make_alliance(name, by=cast.lead)
    chance = Chance(seed)
    for _step in range(STEPS):
        chance.random.choice(chance.ways)()
        kept = list(Standing.objects.order_by("pk").values(*COLUMNS))
        assert kept == [derived(one) for one in Alliance.objects.select_related("stage", "scope").order_by("pk")]


def test_an_alliance_that_is_logged_has_one_and_one_that_goes_takes_it_along(cast: Cast) -> None:
    one = make_alliance("Amber", by=cast.lead, kind="restricted")
    change_stage(alliance=one, stage=Stage.objects.get(phase="ending"), on_date=TODAY, reason="a", by=cast.lead)
    Review.objects.create(alliance=one, held_on=TODAY, outcome=Outcome.AT_RISK)
    one.refresh_from_db()
    assert Standing.objects.filter(alliance=one).values(*COLUMNS).get() == derived(one)
    one.delete()
    assert not Standing.objects.exists()
