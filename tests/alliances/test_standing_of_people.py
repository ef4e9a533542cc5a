"""Who of ours is on an alliance, kept by the database: whatever is done to its rows, it is what they come to."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from alliances.core.models import Alliance, Member, Side, Standing
from coe_hub.people.models import Person, User
from coe_hub.vocabulary.models import Access, AllianceRole, Function
from governance.meetings.coverage import alliance_managers
from tests.cast import Cast
from tests.factories import make_alliance, make_person
from training.models import LearningEvent, LearningRecord
from training.trained import trained_people

STEPS = 80
KEPT = ("our_people", "our_managers", "our_sponsors", "our_trained")


def derived(alliance: Alliance) -> tuple[int, ...]:
    """What the columns mean, worked out from the rows."""
    ours = alliance.members.filter(side=Side.OURS)
    return (
        ours.values("person").distinct().count(),
        ours.filter(person__in=alliance_managers()).count(),
        ours.filter(role__access=Access.SPONSOR).count(),
        ours.filter(person__in=trained_people()).count(),
    )


class Chance:
    """What can happen to the rows that it follows from, one thing at a time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  CONFIG: the same each time
        self.roles = list(AllianceRole.objects.filter(code__in=["alliance_manager", "executive_sponsor"]))
        self.roles += [AllianceRole.objects.exclude(pk__in=[one.pk for one in self.roles]).order_by("pk").first()]
        managing = Function.objects.get(code="alliance_management")
        self.functions = [managing, Function.objects.exclude(pk=managing.pk).order_by("pk").first(), None]
        self.ways: list[Callable[[], None]] = [
            *[self.name] * 4, *[self.name_many] * 2, *[self.correct] * 4, self.take_back, *[self.work_elsewhere] * 3,
            *[self.learn] * 2, self.be_somebody_else, self.mean_another_access, self.call_otherwise,
        ]  # fmt: skip

    def some(self, model: Any) -> Any:
        return self.random.choice(list(model.objects.order_by("pk")))

    def member(self) -> Member:
        side = self.random.choice([Side.OURS, Side.OURS, Side.THEIRS])
        return Member(
            alliance=self.some(Alliance), person=self.some(Person), role=self.random.choice(self.roles), side=side
        )

    def name(self) -> None:
        self.name_some(1)

    def name_many(self) -> None:
        self.name_some(4)

    def name_some(self, number: int) -> None:
        Member.objects.bulk_create([self.member() for _one in range(number)], ignore_conflicts=True)

    def correct(self) -> None:
        if not Member.objects.exists():
            return
        one, other = self.some(Member), self.member()
        if not Member.objects.filter(alliance=other.alliance, person=other.person, role=other.role).exists():
            Member.objects.filter(pk=one.pk).update(
                alliance=other.alliance, person=other.person, role=other.role, side=other.side
            )

    def take_back(self) -> None:
        Member.objects.filter(alliance=self.some(Alliance), person=self.some(Person)).delete()

    def work_elsewhere(self) -> None:
        Person.objects.filter(pk=self.some(Person).pk).update(function=self.random.choice(self.functions))

    def learn(self) -> None:
        event = self.random.choice([LearningEvent.COMPLETED, LearningEvent.ENROLLED])
        course = f"course-{LearningRecord.objects.count()}"
        LearningRecord.objects.create(user=self.some(User), event=event, course_slug=course, course_titles={"en": "C"})

    def be_somebody_else(self) -> None:
        free = Person.objects.filter(user=None).order_by("pk").first()
        User.objects.filter(pk=self.some(User).pk).update(person=free)

    def mean_another_access(self) -> None:
        access = self.random.choice([Access.SPONSOR, Access.TEAM])
        AllianceRole.objects.filter(pk=self.random.choice(self.roles).pk).update(access=access)

    def call_otherwise(self) -> None:
        """Another word is the one that says who manages alliances, or none."""
        for model, code, words in (
            (AllianceRole, "alliance_manager", self.roles),
            (Function, "alliance_management", self.functions[:2]),
        ):
            for one in model.objects.filter(code=code):
                model.objects.filter(pk=one.pk).update(code=f"former_{one.pk}")
            if self.random.random() < 0.7:
                model.objects.filter(pk=self.random.choice(words).pk).update(code=code)


@pytest.mark.parametrize("seed", range(2))
def test_it_follows_from_roles_functions_words_and_courses_after_whatever_was_done(seed: int, cast: Cast) -> None:
    for name in ("Amber", "Birch", "Cedar"):
        make_alliance(name, by=cast.lead)
    for name in ("Ann Other", "Ben Other"):
        make_person(name)
    chance, seen = Chance(seed), set()
    for _step in range(STEPS):
        way = chance.random.choice(chance.ways)
        way()
        kept = {pk: tuple(figures) for pk, *figures in Standing.objects.values_list("pk", *KEPT)}
        assert kept == {one.pk: derived(one) for one in Alliance.objects.all()}, way.__name__
        seen |= set(kept.values())
    # It was about something: each of the figures was there and was not.
    assert all({bool(one[place]) for one in seen} == {True, False} for place in range(1, len(KEPT)))
