"""Each rule of the database, tried both ways: one row it takes, and the next one it refuses."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from alliances.obligations.models import TriggerEvent
from coe_hub.attachments.models import Folder
from coe_hub.vocabulary.models import (
    AgreementKind,
    AllianceRole,
    AllianceType,
    CommitteeKind,
    Function,
    Language,
    Stage,
    Synonym,
    TherapeuticArea,
)
from tests.architecture.constraints.alliances import ALLIANCES
from tests.architecture.constraints.hub import HUB
from tests.architecture.constraints.rows import (
    DAY,
    NOW,
    Rows,
    agreement,
    alliance,
    appointment,
    attachment,
    ending,
    goal,
    issue,
    item,
    list_import,
    obligation,
    trigger,
)
from tests.architecture.test_floors import MODELS
from tests.cast import Cast
from tests.factories import make_organisation, make_person

# These have a file of this kind among their own tests, which is as complete.
TRIED_BESIDE_THEIR_ROOM = (
    "alliances.alignment",
    "alliances.differences",
    "alliances.health",
    "coe_hub.publishing",
    "coe_hub.reminders.models",
    "coe_hub.surveys",
    "governance.committees",
    "governance.decisions",
    "governance.meetings",
    "governance.needs",
    "toolkits",
    "training",
)

CASES: dict[str, Rows] = ALLIANCES | HUB


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """What the rows above point at."""
    world = SimpleNamespace(
        user=cast.lead,
        person=make_person("Pat Person"),
        organisation=make_organisation("Orbit"),
        stage=Stage.objects.get(code="running"),
        type=AllianceType.objects.get(code="research"),
        role=AllianceRole.objects.get(code="team_member"),
        second_role=AllianceRole.objects.get(code="adviser"),
        languages=Language.objects.order_by("pk")[:2],
    )
    world.alliance, world.other = alliance(world), alliance(world)
    world.alliance.save()
    world.other.save()
    world.kind = AgreementKind.objects.get(code="licence")
    world.agreement = agreement(world)
    world.agreement.save()
    ended = agreement(world)
    ended.save()
    world.ending = ending(world, agreement=ended)
    world.ending.save()
    world.periods = DAY
    world.obligation = obligation(world)
    world.obligation.save()
    world.trigger = trigger(world)
    world.trigger.save()
    world.list_import = list_import(world)
    world.list_import.save()
    world.appointment = appointment(world, cancelled_at=NOW)
    world.appointment.save()
    world.folder = Folder.objects.create(scope=world.alliance.scope)
    world.file = attachment(world, kind="file", address="")
    world.file.save()
    world.goal = goal(world)
    world.goal.save()
    world.issue = issue(world)
    world.issue.save()
    return world


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_what_is_wrong(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    for row in right:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save(force_insert=True)


@pytest.mark.parametrize(
    "model",
    [Stage, AllianceType, AllianceRole, AgreementKind, CommitteeKind, Function, TherapeuticArea, Language, Synonym],
)
@pytest.mark.django_db
def test_the_code_of_a_word_is_taken_once(model: type[models.Model]) -> None:
    again = model.objects.order_by("pk")[0]
    again.pk = None
    with pytest.raises(IntegrityError, match=f'"{model._meta.db_table}_code_key"'), transaction.atomic():
        again.save(force_insert=True)


def test_every_constraint_of_ours_is_tried() -> None:
    trail = {model for model in MODELS if "Event" in model.__name__} - {TriggerEvent}
    tried_here = [
        model for model in MODELS if model not in trail and not model.__module__.startswith(TRIED_BESIDE_THEIR_ROOM)
    ]
    written = {one.name for model in tried_here for one in model._meta.constraints}
    assert written == set(CASES)


WRONG_ITEMS = {
    "done without a time": {"state": "done", "closed_by": "person"},
    "open with a time": {"closed_at": NOW},
    "open with a closer": {"closed_by": "person"},
    "open with a closing note": {"close_note": "Sent"},
}


WRONG_ATTACHMENTS = {
    "a file with an address": {"kind": "file"},
    "a file that was checked": {"kind": "file", "address": "", "checked_on": DAY},
    "neither a file nor a link": {"kind": "note"},
}


@pytest.mark.parametrize("values", WRONG_ATTACHMENTS.values(), ids=WRONG_ATTACHMENTS)
def test_what_lies_in_a_folder_is_a_file_or_a_link_and_nothing_of_the_other(
    values: dict[str, Any], world: SimpleNamespace
) -> None:
    with pytest.raises(IntegrityError, match='"attachment_file_or_link"'), transaction.atomic():
        attachment(world, **values).save(force_insert=True)


@pytest.mark.parametrize("values", WRONG_ITEMS.values(), ids=WRONG_ITEMS)
def test_an_item_is_open_and_nothing_else_or_closed_with_all_that_belongs_to_it(
    values: dict[str, Any], world: SimpleNamespace
) -> None:
    wrong = item(world, **{name: world.person if value == "person" else value for name, value in values.items()})
    with pytest.raises(IntegrityError, match='"action_item_closed_by_somebody"'), transaction.atomic():
        wrong.save(force_insert=True)
