"""Somebody else saves a record between this person's reading and saving of it: the merge page tells what they wrote."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.goals.actions.goals import set_goal
from alliances.journal.actions import write_entry
from alliances.reviews.actions.appointments import plan_review
from coe_hub.action_items.actions import add_action
from coe_hub.people.directory.actions import create_site
from coe_hub.publishing.actions import on_the_desk, write_draft
from coe_hub.publishing.models import Content
from tests.alliances.data import as_opened
from tests.cast import Cast
from tests.factories import SINCE, make_organisation, make_person
from tests.overtaking import overtaken, saved
from tests.toolkits.data import WORDS, make_tool

SignIn = Callable[..., Client]


def clashes(browser: Client, address: str, save: Callable[[], object], **typed: Any) -> list[tuple[str, str, str]]:
    """(Field, theirs, mine) on the merge page, where `save` was faster than this post."""
    data = as_opened(browser, address, **typed)
    with overtaken(save):
        response = browser.post(address, data)
    assert response.status_code == 409
    return [(one.name, one.theirs, one.mine) for one in response.context["conflicts"]]


def test_alliance_edit(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    address = reverse("alliance_edit", args=[alliance.public_id])
    found = clashes(sign_in(cast.lead), address, saved(alliance, "purpose", "Theirs"), purpose="Mine")
    assert found == [("purpose", "Theirs", "Mine")]


def test_alliance_action_edit(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    item = add_action(scope=alliance.scope, by=cast.lead, text="Before", owner=cast.team.person, side="ours")
    address = reverse("alliance_action_edit", args=[alliance.public_id, item.public_id])
    found = clashes(sign_in(cast.lead), address, saved(item, "text", "Theirs"), text="Mine")
    assert found == [("text", "Theirs", "Mine")]


def test_journal_edit(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    entry = write_entry(alliance=alliance, kind="note", text="Before", happened_on=SINCE, by=cast.lead)
    address = reverse("journal_edit", args=[alliance.public_id, entry.public_id])
    found = clashes(sign_in(cast.lead), address, saved(entry, "text", "Theirs"), text="Mine")
    assert found == [("text", "Theirs", "Mine")]


def test_goal_edit(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    goal = set_goal(alliance=alliance, by=cast.lead, people=[cast.team.person], text="Before")
    address = reverse("goal_edit", args=[goal.public_id])
    found = clashes(sign_in(cast.lead), address, saved(goal, "measure", "Theirs"), measure="Mine")
    assert found == [("measure", "Theirs", "Mine")]


def test_appointment_edit(cast: Cast, alliance: Alliance, sign_in: SignIn) -> None:
    appointment = plan_review(
        alliance=alliance,
        people=[cast.lead.person],
        by=cast.lead,
        starts_at=datetime(2100, 3, 1, 9, tzinfo=UTC),
        minutes=60,
        time_zone="UTC",
    )
    address = reverse("appointment_edit", args=[alliance.public_id, appointment.public_id])
    found = clashes(sign_in(cast.lead), address, saved(appointment, "place", "Theirs"), place="Mine")
    assert found == [("place", "Theirs", "Mine")]


def test_profile_edit(cast: Cast, sign_in: SignIn) -> None:
    save = saved(cast.team.person, "job_title", "Theirs")
    found = clashes(sign_in(cast.team), reverse("profile_edit"), save, job_title="Mine")
    assert found == [("job_title", "Theirs", "Mine")]


def test_person_edit(cast: Cast, sign_in: SignIn) -> None:
    person = make_person("Pia Person")
    address = reverse("person_edit", args=[person.public_id])
    found = clashes(sign_in(cast.admin), address, saved(person, "job_title", "Theirs"), job_title="Mine")
    assert found == [("job_title", "Theirs", "Mine")]


def test_organisation_edit(cast: Cast, sign_in: SignIn) -> None:
    organisation = make_organisation("Orbit")
    address = reverse("organisation_edit", args=[organisation.public_id])
    found = clashes(
        sign_in(cast.admin), address, saved(organisation, "website", "https://t.example"), website="https://m.example"
    )
    assert found == [("website", "https://t.example", "https://m.example")]


def test_site_edit(cast: Cast, sign_in: SignIn) -> None:
    site = create_site(
        organisation=make_organisation("Orbit"), name="Osaka", city="Before", country="JP", time_zone="Asia/Tokyo"
    )
    address = reverse("site_edit", args=[site.public_id])
    found = clashes(sign_in(cast.admin), address, saved(site, "city", "Theirs"), city="Mine")
    assert found == [("city", "Theirs", "Mine")]


def test_tool_edit(cast: Cast, sign_in: SignIn) -> None:
    tool = make_tool(author=cast.curator, approver=cast.admin)
    address = reverse("tool_edit", args=[tool.content.slug])

    def save() -> None:
        words = [one if one.key != "how" else type(one)(one.key, one.kind, "Theirs") for one in WORDS]
        write_draft(content=tool.content, words=words, by=cast.admin, change_note="", version=-1)

    found = clashes(sign_in(cast.curator), address, save, **{"block-how": "Mine"})
    assert found == [("block-how", "Theirs", "Mine")]
    draft = on_the_desk(tool.content)
    assert draft is not None
    assert draft.blocks.get(key="how").text == "Theirs"


def test_tool_facts(cast: Cast, sign_in: SignIn) -> None:
    tool = make_tool(author=cast.curator, approver=cast.admin)
    address = reverse("tool_facts", args=[tool.content.slug])
    content = Content.objects.get(pk=tool.content_id)
    found = clashes(sign_in(cast.curator), address, saved(content, "review_months", 24), review_months="6")
    assert found == [("review_months", "every 24 months", "every 6 months")]
