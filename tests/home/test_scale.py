"""`make_scale`: a hub of any size, never beside real alliances."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alliances.core.models import Alliance
from alliances.journal.models import JournalEntry
from coe_hub.action_items.models import ActionItem
from coe_hub.people.models import User
from coe_hub.publishing.models import BlockTranslation
from coe_hub.usage.models import UsageEvent
from tests.cast import Cast
from toolkits.models import Tool


@pytest.mark.django_db
def test_make_scale_fills_an_empty_hub_and_has_five_people_to_look_through() -> None:
    told = StringIO()
    call_command("make_scale", alliances=8, stdout=told)
    assert told.getvalue().startswith("8 alliances. To sign in: scale-scientist@hub.example, scale-manager@hub.example")
    assert [model.objects.count() for model in (Alliance, JournalEntry, ActionItem, UsageEvent)] == [8, 80, 160, 400]
    assert Tool.objects.published().count() == 10
    assert BlockTranslation.objects.filter(language="ja").count() == 100
    manager, scientist = (User.objects.get(email=f"scale-{role}@hub.example") for role in ("manager", "scientist"))
    assert Alliance.objects.visible_to(manager).of_person(manager.person_id).count() == 8
    assert Alliance.objects.visible_to(scientist).of_person(scientist.person_id).count() == 5
    changes: Any = ActionItem._meta.get_field("events").related_model
    assert changes.objects.filter(pgh_label="update").count() == 320
    with pytest.raises(CommandError, match="in use"):
        call_command("make_scale", alliances=8)


def test_make_scale_is_refused_on_a_hub_in_use_and_twice_in_a_demo(cast: Cast, settings: Any) -> None:
    with pytest.raises(CommandError, match="in use"):
        call_command("make_scale", alliances=8)
    settings.HUB_DEMO = True
    call_command("make_scale", alliances=8, stdout=StringIO())
    with pytest.raises(CommandError, match="here already"):
        call_command("make_scale", alliances=8)
