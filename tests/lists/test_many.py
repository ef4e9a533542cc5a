"""Many rows changed at once: looked at, then all or none, each by its own form, rights and action."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.obligations.models import Obligation
from coe_hub.action_items.models import ActionItem
from coe_hub.people.models import Person
from tests.alliances.obligations.data import owe
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person
from tests.reminders.items import make_item


def look(client: Client, code: str, query: str = "", **sent: object) -> object:
    """The preview of a change of what a list finds."""
    return client.post(f"/lists/{code}/change/?{query}", {"which": "all", "do": "look"} | sent).context["outcome"]


def told(outcome: object) -> list[tuple[str, str]]:
    """Each row with what becomes of it, or why it cannot be so."""
    return [
        (row.label, row.refused or "; ".join(f"{name}: {before} → {after}" for name, before, after in row.changes))
        for row in outcome.rows
    ]


def save(client: Client, code: str, query: str = "", **sent: object) -> object:
    """Look, then save what was looked at."""
    address = f"/lists/{code}/change/?{query}"
    seen = client.post(address, {"which": "all", "do": "look", **sent}).context["seen"]
    return client.post(address, {"which": "all", "do": "save", "seen": seen, **sent})


@pytest.fixture
def items(cast: Cast, alliance: Alliance) -> list[ActionItem]:
    """Three things that the lead does on one alliance, the second without a day."""
    make_member(alliance, cast.team.person, role="team_member")
    values = [{"text": "A"}, {"text": "B", "due_on": None}, {"text": "C", "due_on": date(2027, 1, 1)}]
    return [make_item(alliance, cast.lead.person, by=cast.lead, **one) for one in values]


def test_action_items_go_to_somebody_else_on_another_day(
    cast: Cast, items: list[ActionItem], sign_in: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    client = sign_in(cast.lead)
    assert client.get("/actions/").context["many_url"] == "/lists/actions/change/"
    page = client.get("/lists/actions/change/?of=mine")
    assert [page.context["count"], next(text for _key, text in page.context["shown"])] == [
        3,
        f"A · {items[0].scope.alliance}",
    ]
    sent = {"owner": "Tom Team", "due_on": "2027-01-01"}
    assert told(look(client, "actions", "of=mine", **sent)) == [
        ("A", "Who: Lena Lead → Tom Team; By when: 8 Jun 2026 → 1 Jan 2027"),
        ("C", "Who: Lena Lead → Tom Team"),
        ("B", "Who: Lena Lead → Tom Team; By when:  → 1 Jan 2027"),
    ]
    # What cannot be so is left out where one wants.
    ActionItem.objects.filter(text="C").update(state="done", closed_at=timezone.now(), closed_by=cast.lead.person)
    outcome = look(client, "actions", "of=mine", **sent)
    assert [(row.label, row.refused) for row in outcome.refused] == [
        ("C", "This action is closed. Open it again to change it.")
    ]
    outcome = look(client, "actions", "of=mine", **sent, do="without")
    assert [row.label for row in outcome.rows] == ["A", "B"]
    ActionItem.objects.filter(text="C").update(state="open", closed_at=None, closed_by=None)
    # Nothing is written by looking, and nothing where one row is refused.
    kept = ActionItem.objects.order_by("text").values_list("owner__family_name", "due_on")
    before = list(kept.all())
    assert told(look(client, "actions", "of=mine", owner="Nobody Known"))[0] == (
        "A",
        "Nobody you can see is called “Nobody Known”. Check the spelling, or type their e-mail address.",
    )
    assert list(kept.all()) == before
    with django_capture_on_commit_callbacks():
        answer = save(client, "actions", "of=mine", **sent)
    assert (answer.status_code, answer["Location"]) == (302, "/actions/?of=mine")
    assert list(kept.all()) == [("Team", date(2027, 1, 1))] * 3
    # Somebody else's change in between: all of it waits.
    team = sign_in(cast.team)
    address = "/lists/actions/change/?of=mine"
    sent = {"which": "all", "empty": ["due_on"]}
    seen = team.post(address, {**sent, "do": "look"}).context["seen"]
    ActionItem.objects.filter(text="B").update(version=9)
    refused = team.post(address, {**sent, "do": "save", "seen": seen}).context["outcome"]
    assert [row.refused for row in refused.refused] == ["Somebody changed it meanwhile. Look again."]
    assert list(kept.all()) == [("Team", date(2027, 1, 1))] * 3
    # Only those ticked, and done with one step.
    chosen = {"which": "ticked", "tick": [items[0].public_id, items[2].public_id], "step": "finish"}
    save(team, "actions", "of=mine", **chosen)
    states = ActionItem.objects.order_by("text").values_list("state", flat=True)
    assert list(states) == ["done", "open", "done"]


def test_what_is_not_yours_to_change_stays_and_is_counted(cast: Cast, alliance: Alliance, sign_in: Callable) -> None:
    make_member(alliance, cast.team.person, role="team_member")
    mine, theirs = owe(alliance, title="Ours"), owe(make_alliance("Other", by=cast.manager), title="Theirs")
    client = sign_in(cast.lead)
    outcome = look(client, "obligations", "of=all", owner="Tom Team")
    assert [told(outcome), outcome.others] == [[("Ours", "Seen to by:  → Tom Team")], 1]
    save(client, "obligations", "of=all", owner="Tom Team")
    owners = Obligation.objects.order_by("title").values_list("title", "owner__family_name")
    assert list(owners) == [(mine.title, "Team"), (theirs.title, None)]
    save(client, "obligations", "of=all", step="archive")
    assert list(Obligation.objects.active().values_list("title", flat=True)) == ["Theirs"]
    assert sign_in(cast.stranger).get("/lists/obligations/change/?of=all").context.get("form") is None


def test_people_and_organisations_are_changed_by_whoever_keeps_the_directory(cast: Cast, sign_in: Callable) -> None:
    orbit = make_organisation("Orbit")
    for name in ("Anna Keller", "Berta Loos"):
        make_person(name, at=orbit)
    client = sign_in(cast.manager)
    sent = {"organisation": "Northwind Biotech", "is_public": "off"}
    make_organisation("Northwind Biotech")
    assert told(look(client, "people", "organisation=Orbit", **sent)) == [
        (name, "Organisation: Orbit → Northwind Biotech; Visible to every member: Yes → No")
        for name in ("Anna Keller", "Berta Loos")
    ]
    save(client, "people", "organisation=Orbit", **sent)
    people = Person.objects.filter(family_name__in=["Keller", "Loos"])
    assert set(people.values_list("organisation__name", "is_public")) == {("Northwind Biotech", False)}
    save(client, "organisations", "q=Orbit", kind="academia")
    orbit.refresh_from_db()
    assert orbit.kind == "academia"
    assert [sign_in(cast.lead).get(f"/lists/{code}/change/").status_code for code in ("people", "secrets")] == [
        403,
        404,
    ]


def test_alliances_get_tags_go_to_another_lead_with_what_hangs_on_them_and_are_put_away(
    cast: Cast, alliance: Alliance, sign_in: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    make_member(alliance, cast.team.person, role="team_member")
    other = make_alliance("Amber", by=cast.lead, tags="legacy，  Asia;asia")
    make_alliance("Birch", by=cast.manager)
    item = make_item(alliance, cast.lead.person, by=cast.lead)
    client = sign_in(cast.lead)
    other.refresh_from_db()
    assert other.tags == "Asia, legacy"
    assert [one.name for one in client.get("/alliances/?tag=asia").context["page"].object_list] == []
    assert [one.name for one in client.get("/alliances/?tag=Asia").context["page"].object_list] == ["Amber"]

    def post(**sent: object) -> object:
        return client.post("/alliances/edit/?mine=on", {"which": "all", **sent})

    sent = {"add_tags": "Japan, Asia", "drop_tags": "LEGACY", "lead": "Tom Team", "hands_over": "on"}
    looked = post(do="look", **sent).context
    lead = "Lead: Lena Lead → Tom Team; Tags: "
    assert sorted(told(looked["outcome"])) == [
        ("Amber", f"{lead}Asia, legacy → Asia, Japan"),
        (alliance.name, f"{lead} → Asia, Japan; Handed over, with leading it:  → 1 thing"),
    ]
    with django_capture_on_commit_callbacks():
        assert post(do="save", seen=looked["seen"], **sent).status_code == 302
    item.refresh_from_db()
    led = Alliance.objects.order_by("name").values_list("lead__family_name", "tags")
    assert (item.owner, list(led)) == (
        cast.team.person,
        [("Team", "Asia, Japan"), ("Manager", ""), ("Team", "Asia, Japan")],
    )
    # Who led it stays on the team, and may still put it away.
    looked = post(do="look", archive="on").context
    assert [change for _label, change in told(looked["outcome"])] == ["Archived:  → Yes"] * 2
    post(do="save", archive="on", seen=looked["seen"])
    assert list(Alliance.objects.active().values_list("name", flat=True)) == ["Birch"]
    nobody = post(do="look", hands_over="on").context["form"]
    assert nobody.errors["hands_over"] == ["Name the lead who takes over."]
