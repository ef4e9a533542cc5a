"""The due list of one person: the rows are the same with SQL that was written for somebody else, another day."""

from dataclasses import astuple
from datetime import timedelta

import pytest
from django.utils import timezone

from coe_hub import due
from coe_hub.action_items.actions import add_action
from tests.cast import Cast
from tests.factories import make_alliance


@pytest.fixture
def much_to_do(cast: Cast) -> None:
    """Reviews and actions within the month, some in a restricted scope, for several people."""
    today = timezone.localdate()
    since = today - timedelta(days=400)
    secret = make_alliance("Secret", by=cast.lead, kind="restricted", stage="exploring", stage_since=since)
    known = make_alliance("Known", by=cast.lead, stage_since=since)
    for alliance, person, days in ((secret, cast.lead, 1), (known, cast.viewer, 9), (known, cast.lead, 20)):
        add_action(
            scope=alliance.scope,
            text=f"Call in {days} days",
            owner=person.person,
            side="ours",
            due_on=today + timedelta(days=days),
            by=cast.lead,
        )


@pytest.mark.usefixtures("much_to_do")
def test_everybody_has_their_own_rows(cast: Cast) -> None:
    days = [timezone.localdate() + timedelta(days=days) for days in (5, 15, 30)]
    asked_by = {name: [days[place % 3]] for place, name in enumerate(vars(cast))} | {"lead": days, "viewer": days}
    figures = {}
    for role, wanted in asked_by.items():
        user = getattr(cast, role)
        for until in wanted:
            asked = list(due.listed(until=until, user=user, owner_id=user.person_id))
            found = due.items(until=until, user=user, owner_id=user.person_id)
            assert [astuple(item) for item in found] == asked
            assert due.items(until=until, user=user, owner_id=user.person_id, most=1) == found[:1]
            assert due.count(until=until, user=user) == len(asked)
            figures.setdefault(role, []).append(len(asked))
    assert (figures["lead"], figures["viewer"], figures["stranger"]) == ([3, 3, 4], [0, 1, 1], [0])
