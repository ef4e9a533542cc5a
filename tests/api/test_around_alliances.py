"""What stands around an alliance, for other programs: its people, sponsors and goals."""

from datetime import timedelta

from django.utils import timezone

from alliances.core.models import Alliance, Member
from alliances.goals.models import Goal
from alliances.sponsors.models import SponsorContact, SupportRequest
from coe_hub.people.models import ScopeGrant
from tests.api.data import Program
from tests.cast import Cast


def test_people_of_an_alliance_come_and_go(cast: Cast, alliance: Alliance, secret: Alliance) -> None:
    program = Program(cast.lead)
    today = timezone.localdate()
    body = {"alliance": alliance.public_id, "person": cast.stranger.email, "roles": ["team_member"]}
    made = program.ask("POST", "members/", body)
    assert made.status_code == 201, made.content
    name = f"{alliance.public_id}.{cast.stranger.person.public_id}.team_member"
    assert (made.json()["id"], made["Location"].endswith(f"/members/{name}/")) == (name, True)
    [row] = [one for one in program.items(f"members/?updated_since={today - timedelta(1)}") if one["id"] == name]
    assert program.items(f"members/?updated_since={today + timedelta(2)}") == []
    assert (row["alliance"], row["fields"]) == (alliance.public_id, {"role": "team_member", "side": "ours"})
    assert row["columns"]["person_id"] == cast.stranger.person.public_id
    assert ScopeGrant.objects.filter(scope=alliance.scope, person=cast.stranger.person).count() == 1
    theirs = {"person": "Nora North", "organisation": alliance.parties.get(side="theirs").organisation.public_id}
    new = program.ask("POST", "members/", {"alliance": alliance.public_id, "roles": ["committee_co_chair"], **theirs})
    assert (new.status_code, new.json()["fields"]["side"]) == (201, "theirs"), new.content
    viewer = Program(cast.viewer)
    assert viewer.ask("POST", f"members/{name}/remove/").status_code == 403
    assert Program(cast.stranger, scope="read").ask("GET", "members/a.b/").status_code == 404
    hidden = program.ask("POST", "members/", body | {"alliance": secret.public_id})
    assert hidden.status_code == 201
    others = Program(cast.committee, scope="read").items("members/")
    assert {row["alliance"] for row in others} == {alliance.public_id}
    assert program.ask("POST", f"members/{name}/remove/").status_code == 200
    assert program.ask("POST", f"members/{name}/remove/").status_code == 404
    assert Member.objects.filter(alliance=alliance, person=cast.stranger.person).count() == 0


def test_goals_are_set_changed_and_closed(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead)
    body = {"alliance": alliance.public_id, "text": "One candidate", "due_on": "2027-06-30"}
    made = program.ask("POST", "goals/", body)
    assert made.status_code == 201, made.content
    address = f"goals/{made.json()['id']}/"
    changed = program.ask("PATCH", address, {"measure": "In the clinic"}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["fields"]["measure"]) == (200, "In the clinic"), changed.content
    given_up = program.ask("POST", f"{address}close/", {"outcome": "given_up"}, If_Match=changed["ETag"])
    assert (given_up.status_code, list(given_up.json()["errors"])) == (422, ["note"])
    said = {"outcome": "reached", "on": "2026-01-05", "note": "Dosed"}
    assert program.ask("POST", f"{address}close/", said, If_Match=changed["ETag"]).status_code == 200
    assert (program.items("goals/?state=open"), len(program.items("goals/"))) == ([], 1)
    goal = Goal.objects.get()
    assert program.ask("POST", f"{address}reopen/", If_Match=f'"{goal.version}"').status_code == 200
    assert Program(cast.viewer).ask("POST", f"{address}reopen/", If_Match='"9"').status_code == 403


def test_sponsors_are_noted_and_asked(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead)
    body = {"alliance": alliance.public_id, "person": cast.committee.email, "roles": ["executive_sponsor"]}
    assert program.ask("POST", "members/", body).status_code == 201
    [row] = program.items("sponsors/")
    assert (row["fields"]["role"], row["columns"]["last_contact_on"]) == ("executive_sponsor", None)
    assert program.ask("POST", f"sponsors/{row['id']}/contact/").json()["columns"]["last_contact_on"] is not None
    assert SponsorContact.objects.get().person == cast.committee.person
    asked = program.ask("POST", "support-requests/", {"alliance": alliance.public_id, "text": "A call to their CSO"})
    assert asked.status_code == 201, asked.content
    answer = {"outcome": "granted", "answer": "On Monday"}
    path = f"support-requests/{asked.json()['id']}/answer/"
    assert Program(cast.viewer).ask("POST", path, answer, If_Match=asked["ETag"]).status_code == 403
    assert Program(cast.committee).ask("POST", path, answer, If_Match=asked["ETag"]).status_code == 200
    assert SupportRequest.objects.get().answered_by == cast.committee
    assert (program.items("support-requests/?state=open"), len(program.items("support-requests/"))) == ([], 1)
