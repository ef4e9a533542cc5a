"""Pages that list things ask the database as often for three rows as for one."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.goals.actions.sign_offs import sign_goal
from alliances.journal.actions import write_entry
from alliances.reviews.actions.reviews import do_review
from coe_hub.lib.history import acting
from coe_hub.publishing.actions import Words, publish
from governance.meetings.actions.running import record_action
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.governance.committees_data import held, make_committee, put, sit
from tests.reminders.items import make_item
from tests.training.data import make_course
from toolkits.actions import create_tool

Page = Callable[[Client], object]
ONE_AND_THREE = pytest.mark.parametrize("count", [1, 3])


@pytest.fixture
def fill(cast: Cast) -> Callable[[int], Alliance]:
    """So many of everything a page could list, on alliances that the team member works on and the lead leads."""

    def make(count: int) -> Alliance:
        with acting(by=cast.lead):
            return made(count)

    def made(count: int) -> Alliance:
        for number in range(count):
            partner = make_organisation(f"Amber {number}", parent=make_organisation(f"Parent {number}"))
            alliance = make_alliance(
                f"Amber {number}",
                by=cast.lead,
                partners=[partner.name],
                stage_since=timezone.localdate() - timedelta(90),
            )
            for person in range(count):
                contact = make_person(f"Amber Contact{number}{person}", at=partner)
                make_member(alliance, contact, role="adviser", side="theirs")
                write_entry(
                    alliance=alliance, kind="note", text=f"Note {person}", happened_on=date(2026, 3, 3), by=cast.viewer
                )
                make_user(f"U{number}{person} Amber", roles=["curator"])
            make_member(alliance, cast.team.person, role="team_member")
        return alliance

    return make


@pytest.fixture
def team(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    """A browser that has been here before: the figure of the rail is known, the visit is noted, synonyms are read."""
    client = sign_in(cast.team)
    client.get("/")
    client.get("/people/?q=amber")
    return client


def shown(response: object, name: str) -> int:
    rows = response.context[name]
    return len(rows.object_list if hasattr(rows, "object_list") else rows)


@ONE_AND_THREE
def test_alliance_list(
    count: int, fill: Callable, team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(count)
    with django_assert_num_queries(6):
        response = team.get("/alliances/?q=amber&mine=on&sort=review")
    assert shown(response, "page") == count


@ONE_AND_THREE
def test_person_list(
    count: int, fill: Callable, team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(count)
    with django_assert_num_queries(6):
        response = team.get("/people/?q=contact")
    assert shown(response, "page") == count**2


@ONE_AND_THREE
def test_organisation_list(
    count: int, fill: Callable, team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(count)
    with django_assert_num_queries(7):
        response = team.get("/people/organisations/?q=amber")
    assert shown(response, "page") == count


@ONE_AND_THREE
def test_journal_list(
    count: int, fill: Callable, team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("journal_list", args=[fill(count).public_id])
    team.get(address)
    with django_assert_num_queries(8):
        response = team.get(address)
    assert shown(response, "page") == count


@ONE_AND_THREE
def test_alliance_detail(
    count: int, fill: Callable, team: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alliance = fill(count)
    for day in range(count):
        held_on = timezone.localdate() - timedelta(5 - day)
        do_review(alliance=alliance, held_on=held_on, outcome="watch", note="", by=cast.lead)
        make_item(alliance, alliance.members.first().person, by=cast.lead)
    team.get(alliance.get_absolute_url())
    with django_assert_num_queries(23):
        response = team.get(alliance.get_absolute_url())
    assert [shown(response, rows) for rows in ("entries", "reviews", "items")] == [count, count, count]


@ONE_AND_THREE
def test_goal_list(
    count: int, fill: Callable, team: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alliance = fill(count)
    people = [one.person for one in alliance.members.select_related("person")]
    for number in range(count):
        goal = set_goal(alliance=alliance, by=cast.lead, people=people, text=f"Goal {number}")
        for person in people:
            sign_goal(goal=goal, person=person, version=goal.version)
    address = reverse("goal_list", args=[alliance.public_id])
    team.get(address)
    with django_assert_num_queries(9):
        response = team.get(address)
    assert shown(response, "rows") == count


@ONE_AND_THREE
@pytest.mark.parametrize(("address", "rows", "queries"), [
    ("/governance/committees/", "page", 3), ("/governance/meetings/", "page", 6),
    ("/alliances/{}/governance/", "present", 11),
])  # fmt: skip
def test_committees_and_their_meetings(
    count: int, address: str, rows: str, queries: int, fill: Callable, team: Client, cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    alliance = fill(count)
    for number in range(count):
        committee = make_committee(alliance, by=cast.lead, label=f"JSC {number}")
        sit(committee, cast.lead.person)
        held(committee, by=cast.lead, starts_at=timezone.now() - timedelta(3))
    address = address.format(alliance.public_id)
    team.get(address)
    with django_assert_num_queries(queries):
        response = team.get(address)
    assert shown(response, rows) == count


@ONE_AND_THREE
def test_meeting_detail(
    count: int, fill: Callable, team: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    committee = make_committee(fill(count), by=cast.lead)
    for user in (cast.lead, cast.team, cast.viewer)[:count]:
        sit(committee, user.person)
    meeting = held(committee, by=cast.lead, starts_at=timezone.now() - timedelta(3))
    for number in range(count):
        item = put(meeting, f"Item {number}")
        record_action(
            meeting=meeting, agenda_item=item, by=cast.lead, text="Send it", owner=cast.lead.person, side="ours"
        )
    team.get(meeting.get_absolute_url())
    with django_assert_num_queries(24):
        response = team.get(meeting.get_absolute_url())
    assert [shown(response, rows) for rows in ("items", "attendance")] == [count, count]


@ONE_AND_THREE
def test_agreement_list(
    count: int, fill: Callable, team: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alliance = fill(count)
    for number in range(count):
        make_programme(alliance, by=cast.lead, name=f"Amber {number}")
        agreement = make_agreement(alliance, by=cast.lead, title=f"Amber {number}")
        make_agreement(alliance, by=cast.lead, amends=agreement, changes="One line")
    with django_assert_num_queries(11):
        response = team.get(reverse("agreement_list", args=[alliance.public_id]))
    assert shown(response, "present") == count


@ONE_AND_THREE
def test_alliance_history(
    count: int, fill: Callable, team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("alliance_history", args=[fill(count).public_id])
    # Nineteen kinds of rows leave a trail, and six kinds of names are looked up: more than any other page.
    with django_assert_num_queries(17):
        response = team.get(address)
    assert shown(response, "page") == 2 * count + 5


@ONE_AND_THREE
def test_member_list(
    count: int, fill: Callable, team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("member_list", args=[fill(count).public_id])
    with django_assert_num_queries(7):
        response = team.get(address)
    assert shown(response, "theirs") == count


@ONE_AND_THREE
def test_account_list(
    count: int,
    fill: Callable,
    cast: Cast,
    sign_in: Callable[..., Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(count)
    admin = sign_in(cast.admin)
    admin.get("/")
    with django_assert_num_queries(4):
        response = admin.get("/people/accounts/")
    assert shown(response, "page") == len(vars(cast)) + count**2


@ONE_AND_THREE
def test_today(
    count: int,
    fill: Callable,
    cast: Cast,
    sign_in: Callable[..., Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(count)
    lead = sign_in(cast.lead)
    lead.get("/")
    with django_assert_num_queries(12):
        response = lead.get("/")
    assert (shown(response, "items"), shown(response, "alliances"), shown(response, "news")) == (count, count, count**2)


@pytest.fixture
def fill_contents(cast: Cast, tmp_path: Path) -> Callable[[int], None]:
    """So many tools and courses about the same."""

    def make(count: int) -> None:
        for number in range(count):
            make_course(tmp_path, f"amber-{number}", by=cast.curator)
            words = [
                Words("title", "line", f"Amber {number}"),
                Words("purpose", "line", "Amber."),
                Words("a", "text", "-"),
            ]
            facts = {"toolkit": "research", "minutes": 5, "phases": ["running"], "weight": "light", "practice": "core"}
            tool = create_tool(title=f"Amber {number}", words=words, by=cast.curator, **facts)
            publish(draft=tool.content.editions.get(), by=cast.admin)

    return make


@ONE_AND_THREE
def test_search(
    count: int,
    fill: Callable,
    fill_contents: Callable[[int], None],
    team: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(count)
    fill_contents(count)
    with django_assert_num_queries(14):
        groups = team.get("/search/?q=amber").context["groups"]
    found = {group.kind: (len(group.hits), group.total) for group in groups}
    lessons, people = 3 * count, 2 * count**2
    assert found == {
        "tools": (count, count),
        "courses": (min(lessons, 5), lessons),
        "alliances": (count, count),
        "organisations": (count, count),
        "people": (min(people, 5), people),
    }
    with django_assert_num_queries(8):
        assert len(team.get("/search/?q=amber&kind=tools").context["groups"][0].hits) == count


@ONE_AND_THREE
def test_search_without_result(
    count: int,
    fill: Callable,
    fill_contents: Callable[[int], None],
    team: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(count)
    fill_contents(count)
    with django_assert_num_queries(15):
        groups = team.get("/search/?q=ambre").context["groups"]
    assert {group.kind for group in groups} == {"tools", "courses", "alliances", "organisations", "people"}
    # Besides looking for misspelt words and most of the words, it asks whether the text may be told to curators.
    with django_assert_num_queries(22):
        assert team.get("/search/?q=zebra").context["groups"] == []


@ONE_AND_THREE
@pytest.mark.parametrize("of", ["person", "organisation"])
def test_alliances_of_a_person_or_an_organisation(
    of: str,
    count: int,
    fill: Callable,
    team: Client,
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(count)
    known = cast.lead.person if of == "person" else make_organisation("Kestrel Pharma")
    with django_assert_num_queries(3):
        response = team.get(reverse(f"{of}_alliances", args=[known.public_id]), headers={"HX-Request": "true"})
    assert shown(response, "alliances") == count
