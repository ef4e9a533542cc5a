"""Each rule of the database on questionnaires, waves and health checks, tried both ways."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from alliances.alignment.models import AlignmentCheck, Stand
from alliances.differences.models import Difference
from alliances.health.models import HealthCheck, JointAction
from coe_hub.action_items.actions import add_action
from coe_hub.people.models import Person
from coe_hub.publishing.models import Content
from coe_hub.surveys.models import Draft, Participant, PulseSkipped, Questionnaire, Response, Wave, WaveSide
from governance.needs.models import Campaign, Need, Vote
from tests.architecture.test_floors import MODELS
from tests.cast import Cast
from tests.factories import make_person
from tests.surveys.conftest import House
from tests.surveys.data import make_wave

TODAY = timezone.localdate()
ROOMS = ("coe_hub.surveys", "alliances.alignment", "alliances.differences", "alliances.health", "governance.needs")


class World:
    """What the rows hang on."""

    def __init__(self, cast: Cast, house: House, wave: Wave) -> None:
        self.cast, self.house, self.first = cast, house, wave
        self.numbers = 0

    def questionnaire(self, **values: object) -> Questionnaire:
        self.numbers += 1
        content = Content.objects.create(kind="survey", slug=f"q-{self.numbers}")
        return Questionnaire(**{"content": content, "use": "health", "minutes": 5} | values)

    def wave(self, **values: object) -> Wave:
        first = self.first
        needed = {"scope": first.scope, "edition": first.edition, "subject": "A", "by": first.by, "opens_on": TODAY}
        return Wave(**needed | {"closes_on": TODAY, "is_anonymous": True, "minimum": 3} | values)

    def side(self, **values: object) -> WaveSide:
        return WaveSide(**{"wave": self.first, "label": "Other", "is_ours": False} | values)

    def participant(self, **values: object) -> Participant:
        self.numbers += 1
        person: Person = make_person(f"Nobody Number{self.numbers}")
        needed = {"wave": self.first, "side": self.first.sides.all()[0], "person": person, "perspective": "finance"}
        return Participant(**needed | values)

    def check(self, **values: object) -> HealthCheck:
        return HealthCheck(**{"alliance": self.house.alliance, "by": self.cast.lead} | values)

    def another(self) -> Wave:
        wave = self.wave()
        wave.save()
        return wave

    def joint(self, **values: object) -> JointAction:
        check = HealthCheck.objects.create(alliance=self.house.alliance, by=self.cast.lead, wave=self.another())
        items = [
            add_action(scope=self.first.scope, by=self.cast.lead, text="A", owner=self.house.ours[0], side="ours")
            for _side in range(2)
        ]
        return JointAction(**{"check_made": check, "ours": items[0], "theirs": items[1]} | values)

    def round(self, **values: object) -> AlignmentCheck:
        return AlignmentCheck(
            **{"alliance": self.house.alliance, "by": self.cast.lead, "occasion": "A", "needed_on": TODAY} | values
        )

    def stand(self, **values: object) -> Stand:
        check = self.round()
        check.save()
        return Stand(**{"check_made": check, "person": self.house.ours[0], "department": "Legal"} | values)

    def difference(self, **values: object) -> Difference:
        needed = {"alliance": self.house.alliance, "by": self.cast.lead, "topic": "A", "ours": "B", "theirs": "C"}
        return Difference(**needed | values)

    def campaign(self, **values: object) -> Campaign:
        return Campaign(**{"name": "A", "wave": self.another()} | values)

    def need(self, **values: object) -> Need:
        return Need(**{"text": "A", "by": self.cast.lead} | values)

    def votes(self) -> list[models.Model]:
        need = self.need()
        need.save()
        return [Vote(need=need, person=self.house.ours[0]) for _time in range(2)]

    def skipped(self) -> list[models.Model]:
        content = self.first.edition.content
        return [PulseSkipped(content=content, user=self.cast.lead) for _time in range(2)]


# Name of the constraint → rows it takes, followed by the one row it refuses.
CASES: dict[str, Callable[[World], list[models.Model]]] = {
    "questionnaire_use_known": lambda w: [w.questionnaire(), w.questionnaire(use="fun")],
    "questionnaire_minutes_range": lambda w: [w.questionnaire(minutes=60), w.questionnaire(minutes=61)],
    "wave_closes_after_opening": lambda w: [w.wave(), w.wave(closes_on=TODAY - timedelta(1))],
    "wave_minimum_of_anonymous": lambda w: [
        w.wave(is_anonymous=False, minimum=1),
        w.wave(minimum=3),
        w.wave(minimum=2),
    ],
    "wave_subject_given": lambda w: [w.wave(), w.wave(subject="")],
    "wave_side_once": lambda w: [w.side(), w.side()],
    "participant_once": lambda w: [w.participant(), w.participant(person=w.house.ours[0])],
    "participant_perspective_known": lambda w: [w.participant(), w.participant(perspective="above")],
    "health_check_asked_or_talked": lambda w: [
        w.check(wave=w.another()),
        w.check(talked_on=TODAY, note="A"),
        w.check(talked_on=TODAY),
    ],
    "health_check_shown_is_asked": lambda w: [
        w.check(wave=w.another(), shared_at=timezone.now()),
        w.check(talked_on=TODAY, note="A", shared_at=timezone.now()),
    ],
    "alignment_occasion_given": lambda w: [w.round(), w.round(occasion="")],
    "alignment_readiness_known": lambda w: [w.round(readiness="ready"), w.round(readiness="perhaps")],
    "stand_once": lambda w: (lambda one: [one, Stand(
        check_made=one.check_made, person=one.person, department="A")])(w.stand()),
    "stand_department_given": lambda w: [w.stand(), w.stand(department="")],
    "stand_position_known": lambda w: [
        w.stand(position="aligned", heard_on=TODAY),
        w.stand(position="perhaps", heard_on=TODAY),
    ],
    "stand_goals_known": lambda w: [w.stand(knows_goals="yes"), w.stand(knows_goals="well")],
    "stand_resources_known": lambda w: [w.stand(resources="no"), w.stand(resources="well")],
    "stand_heard_has_day": lambda w: [
        w.stand(position="aligned", heard_on=TODAY),
        w.stand(position="aligned"),
    ],
    "difference_has_both_ways": lambda w: [w.difference(), w.difference(theirs="")],
    "campaign_name_given": lambda w: [w.campaign(), w.campaign(name="")],
    "campaign_not_again_of_itself": lambda w: [w.campaign(), w.campaign(pk=9_999, again_of_id=9_999)],
    "need_text_given": lambda w: [w.need(), w.need(text="")],
    "need_state_known": lambda w: [w.need(state="planned"), w.need(state="perhaps")],
    "need_declined_with_reason": lambda w: [w.need(state="declined", reason="A"), w.need(state="declined")],
    "need_delivered_has_day": lambda w: [w.need(state="delivered", delivered_on=TODAY), w.need(state="delivered")],
    "need_vote_once": lambda w: w.votes(),
    "pulse_skipped_once": lambda w: w.skipped(),
    "joint_action_has_two_parts": lambda w: [w.joint(), (lambda one: JointAction(
        check_made=one.check_made, ours=one.ours, theirs=one.ours))(w.joint())],
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_the_rest(name: str, cast: Cast, house: House, wave: Wave) -> None:
    *taken, refused = CASES[name](World(cast, house, wave))
    for row in taken:
        row.save()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        refused.save()


def test_no_rule_of_these_rooms_is_left_out() -> None:
    rules = {rule.name for model in MODELS if model.__module__.startswith(ROOMS) for rule in model._meta.constraints}
    assert rules == set(CASES)


@pytest.mark.parametrize("model", [Draft, Response])
def test_there_is_one_of_each_participant(model: type[models.Model], wave: Wave, cast: Cast, house: House) -> None:
    named = make_wave(
        house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs, is_anonymous=False
    )
    participant = named.participants.all()[0]
    values = {"sealed": "x"} if model is Draft else {"wave": named, "side": participant.side}
    model._base_manager.create(participant=participant, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.create(participant=participant, **values)
