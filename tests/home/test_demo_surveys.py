"""What both sides of the demo's alliances answered, and what its people need: written once, and telling a story."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from alliances.alignment.models import AlignmentCheck
from alliances.core.models import Alliance
from alliances.health.checks import past_of, results_of_check, signed, talk_first, themes_told
from alliances.health.models import HealthCheck
from coe_hub.demo.loading import load_demo
from coe_hub.surveys.results import Reading
from governance.needs.models import Campaign, Need
from governance.needs.results import matrices_of

pytestmark = pytest.mark.sweep


def load() -> str:
    out = StringIO()
    call_command("load_demo_surveys", stdout=out)
    return out.getvalue().strip()


def test_three_waves_of_twelve_alliances_and_two_campaigns_are_written_once(db: None, settings: Any) -> None:
    settings.HUB_DEMO = True
    load_demo(now=timezone.now())
    assert load() == "Demo surveys: here already, nothing changed."  # no questionnaire is there yet
    call_command("load_questionnaires", stdout=StringIO())
    assert load() == "Demo surveys: 36 health checks, 2 needs campaigns, 0 tools."
    assert load() == "Demo surveys: here already, nothing changed."
    assert (HealthCheck.objects.count(), Campaign.objects.count(), AlignmentCheck.objects.count()) == (36, 2, 6)

    # Halden: what was not said crosses now, the gap narrows from wave to wave, and the last is to be talked about.
    halden = Alliance.objects.get(name__contains="Halden Bio")
    past = past_of(halden)
    gaps = [one.results.whole.gap or 0 for one in past]
    assert gaps[0] > gaps[1] > gaps[2]
    assert [one.check.shared_at is None for one in past] == [False, False, True]
    assert past[0].check.joint_actions.count() + past[2].check.joint_actions.count() == 2

    # Vantor: they suffer from operations, and ours do not see it.
    vantor = past_of(Alliance.objects.get(name__contains="KVA-118"))[-1]
    first = talk_first(themes_told(results_of_check(vantor.check)))[0]
    assert (first.line.name, first.line.reading) == ("Operations", Reading.ONLY_THEY_SUFFER)
    assert signed(first.line.gap).startswith("+")

    first_time, later = Campaign.objects.order_by("pk")
    assert (later.again_of, len(matrices_of(later, first_time))) == (first_time, 2)
    assert next(row.place for row in matrices_of(later, first_time)[0].rows) == 1
    assert Need.objects.filter(state="delivered").count() == 2


def test_a_hub_that_is_no_demo_is_left_alone(db: None, settings: Any) -> None:
    settings.HUB_DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        load()
