"""Row A4 of the domain: where somebody of ours knows the trade, by alliance and by joint meeting. What somebody learned
is told of five people together and of nobody alone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.people.models import User
from coe_hub.vocabulary.models import AllianceRole
from governance.meetings.models import Meeting
from tests.alliances.obligations.data import make_programme
from tests.cast import Cast
from tests.factories import make_member, make_user
from tests.governance.committees_data import charter, held, make_committee, sit
from tests.governance.data import rows
from tests.governance.test_reach import take_course
from tests.training.data import make_course

Home = Callable[..., Any]


@pytest.fixture
def team(cast: Cast, alliance: Alliance) -> list[User]:
    """Four of ours with a role on the alliance, none of whom manages alliances."""
    users = [make_user(f"Tess{number} Team") for number in range(4)]
    for user in users:
        make_member(alliance, user.person, role="team_member")
    return users


def cells(context: Any) -> list[str]:
    return [str(cell["value"]).split(">")[1].split("<")[0] for cell in context["coverage_cells"]]


def links(context: Any) -> list[str]:
    return [str(cell["value"]).split('"')[3].replace("&amp;", "&") for cell in context["coverage_cells"]]


def join(browser: Client, alliance: Alliance, user: User, role: str) -> None:
    data = {"person": user.person.display_name, "roles": [AllianceRole.objects.get(code=role).pk]}
    assert browser.post(reverse("member_create", args=[alliance.public_id]), data).status_code == 302


def came(browser: Client, meeting: Meeting) -> None:
    """Everybody who was invited came, as its page is told."""
    data = {f"presence-{one.pk}": "present" for one in meeting.attendance.all()}
    assert browser.post(f"{meeting.get_absolute_url()}attendance/", data).status_code in (200, 302)


def test_people_who_join_and_learn_move_what_is_told_of_their_alliance(
    cast: Cast, alliance: Alliance, team: list[User], home: Home, sign_in: Callable[..., Client], tmp_path: Path
) -> None:
    make_course(tmp_path, by=cast.curator)
    ours = alliance.members.filter(side="ours").values("person").distinct().count()
    assert ours == 4
    take_course(sign_in(team[0]))
    few = home(cast.stranger)
    assert cells(few)[:2] == ["0 of 1", "0 of 0"]
    assert (few["coverage"].alliances.few.count, few["coverage"].alliances.untrained.count) == (1, 0)
    lead = sign_in(cast.lead)
    # Of four people it is told nowhere that one of them learned.
    [(_alliance, told)] = lead.get(reverse("coverage_list")).context["rows"]
    assert told == "few"
    [row] = json.loads(b"".join(lead.get("/governance/coverage/?format=json").streaming_content))
    assert (row["people"], row["managed"], row["trained"]) == (4, "No", "Too few people to tell")
    join(lead, alliance, make_user("Fay Fifth"), "team_member")
    enough = home(cast.stranger)
    assert cells(enough)[:2] == ["0 of 1", "1 of 1"]
    assert rows(lead, links(enough)[1]) == [alliance.name]
    for name in ("unmanaged", "unsponsored"):
        assert rows(lead, f"/governance/coverage/?coverage={name}") == [alliance.name]
    join(lead, alliance, make_user("Mona Manages"), "alliance_manager")
    assert cells(home(cast.stranger))[:2] == ["1 of 1", "1 of 1"]
    assert rows(lead, "/governance/coverage/?coverage=unmanaged") == []
    assert cells(lead.get("/governance/?tier=light").context)[:2] == ["0 of 0", "0 of 0"]


def test_whoever_came_moves_what_is_told_of_joint_meetings(
    cast: Cast, alliance: Alliance, team: list[User], home: Home, sign_in: Callable[..., Client], tmp_path: Path
) -> None:
    make_course(tmp_path, by=cast.curator)
    lead, jsc = sign_in(cast.lead), make_committee(alliance, by=cast.lead)
    charter(jsc, by=cast.lead)
    for user in team[:3]:
        sit(jsc, user.person)
    small = held(jsc, by=cast.lead, starts_at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    assert cells(home(cast.stranger))[2:] == ["0 of 0", "0 of 0"]
    came(lead, small)
    take_course(sign_in(team[0]))
    assert cells(home(cast.stranger))[2:] == ["0 of 1", "0 of 0"]
    manager = make_user("Mona Manages")
    make_member(alliance, manager.person, role="alliance_manager")
    for user in (team[3], manager):
        sit(jsc, user.person)
    large = held(jsc, by=cast.lead, starts_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    came(lead, large)
    context = home(cast.stranger)
    assert cells(context)[2:] == ["1 of 2", "1 of 1"]
    assert [list(lead.get(url).context["page"].object_list) for url in links(context)[2:]] == [[large], [large]]
    of = lambda name: list(lead.get(f"/governance/meetings/?coverage={name}").context["page"].object_list)  # noqa: E731
    assert {name: of(name) for name in ("unmanaged", "untrained", "few")} == {
        "unmanaged": [small], "untrained": [], "few": [small],
    }  # fmt: skip


def test_restricted_ones_are_counted_for_the_committee_and_what_is_behind_a_wall_for_nobody(
    cast: Cast, alliance: Alliance, secret: Alliance, home: Home
) -> None:
    make_member(secret, cast.lead.person, role="alliance_manager")
    walled = make_programme(alliance, "Walled", cast.team.person)
    behind = make_committee(alliance, by=cast.lead, programme=walled, label="JPT")
    sit(behind, cast.team.person)
    meeting = held(behind, by=cast.lead, starts_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    meeting.attendance.update(presence="present")
    counted = home(cast.committee)
    assert (cells(counted)[0], counted["coverage"].alliances.managed.hidden) == ("1 of 1", 1)
    assert cells(home(cast.stranger))[0] == "0 of 0"
    assert [cells(home(user))[2] for user in (cast.committee, cast.team)] == ["0 of 0", "0 of 0"]
