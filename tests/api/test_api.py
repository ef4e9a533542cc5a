"""What other programs read and write, and by which rules."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.journal.actions import write_entry
from alliances.journal.models import JournalEntry
from alliances.obligations.models import Fulfilment, Obligation
from alliances.reviews.actions.reviews import do_review
from coe_hub.action_items.actions import add_action
from coe_hub.api.actions import open_token, revoke_token
from coe_hub.api.auth import PER_TOKEN
from coe_hub.api.models import ApiToken
from coe_hub.lib.resources import resources
from coe_hub.people.accounts.actions import edit_account
from tests.api.data import Program
from tests.architecture.test_leaks import hide_contracts
from tests.cast import Cast
from tests.factories import make_alliance, make_organisation, make_user
from tests.governance.committees_data import make_committee


def test_a_spreadsheet_reads_the_portfolio(cast: Cast, alliance: Alliance, secret: Alliance) -> None:
    sheet = Program(cast.stranger, scope="read")
    (row,) = sheet.items("alliances/")
    assert (row["id"], row["version"], row["etag"]) == (alliance.public_id, 1, '"1"')
    assert row["fields"]["alliance_type"] == alliance.alliance_type.code
    assert (row["columns"]["name"], row["columns"]["stage"]) == (alliance.name, str(alliance.stage))
    assert sheet.get(f"alliances/{alliance.public_id}/")["form"] is None
    assert sheet.items("alliances/?q=nothing+of+that+name") == []
    hidden = sheet.ask("GET", f"alliances/{secret.public_id}/")
    missing = sheet.ask("GET", "alliances/bk6wcvfhf8/")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert len(Program(cast.lead, scope="read").items("alliances/")) == 2


def test_a_contract_system_writes_obligations(cast: Cast, alliance: Alliance) -> None:
    system = Program(cast.lead)
    body = {
        "alliance": alliance.public_id, "title": "Annual report", "kind": "reporting", "fixed_on": "2027-03-31",
        "amount": 1200.5, "currency": "eur", "flow": "out",
    }  # fmt: skip
    made = system.ask("POST", "obligations/", body)
    assert made.status_code == 201, made.content
    address = made["Location"].partition("/api/v1/")[2]
    read = system.ask("GET", address)
    assert read["ETag"].startswith('"1-')
    assert (read.json()["fields"]["amount"], read.json()["form"]["currency"]) == ("1200.50", "EUR")
    (day,) = system.items(f"due-days/?alliance={alliance.public_id}")
    assert (day["columns"]["due_on"], day["columns"]["title"]) == ("2027-03-31", "Annual report")
    changed = system.ask("PATCH", address, {"fixed_on": "2027-04-30"}, If_Match=read["ETag"])
    assert (changed.status_code, changed["ETag"], changed.json()["fields"]["title"]) == (200, '"2"', "Annual report")
    lost = system.ask("PATCH", address, {"title": "Mine"}, If_Match=read["ETag"])
    assert (lost.status_code, lost["Content-Type"]) == (412, "application/problem+json")
    assert system.ask("PATCH", address, {"title": "Mine"}).status_code == 428
    assert Obligation.objects.get().title == "Annual report"
    (day,) = system.items("due-days/")
    done = system.ask("POST", f"due-days/{day['id']}/fulfil/", {}, If_Match=day["etag"])
    settled = Fulfilment.objects.get()
    assert (done.status_code, settled.fulfilled_on, settled.fulfilled_by) == (
        200,
        timezone.localdate(),
        cast.lead.person,
    )
    assert [row["id"] for row in system.items("due-days/")] == [day["id"]]
    assert system.items("due-days/?state=open") == []
    gone = system.ask("POST", f"{address}archive/", {}, If_Match='"2"')
    assert (gone.status_code, system.items("obligations/")) == (200, [])


def test_a_warehouse_follows_changes(cast: Cast, alliance: Alliance) -> None:
    writer, reader = Program(cast.lead), Program(cast.viewer, scope="read")
    for text in ("One", "Two", "Three"):
        writer.ask("POST", "journal/", {"alliance": alliance.public_id, "text": text, "kind": "note"})
    page = reader.get("journal/?limit=2")
    assert [row["fields"]["text"] for row in page["items"]] == ["One", "Two"]
    rows = reader.items("journal/?limit=2")
    assert [row["fields"]["text"] for row in rows] == ["One", "Two", "Three"]
    since = timezone.now().isoformat().replace("+00:00", "Z")
    first = rows[0]
    writer.ask("PATCH", f"journal/{first['id']}/", {"text": "One, mended"}, If_Match=first["etag"])
    changed = reader.items(f"journal/?updated_since={since}")
    assert [row["fields"]["text"] for row in changed] == ["One, mended"]


def test_whats_refused_is_said_at_its_field_in_the_owners_language(cast: Cast, alliance: Alliance) -> None:
    program = Program(make_user("Jun Japan", account={"language": "ja"}, roles=["alliance_manager"]))
    wrong = program.ask("POST", "journal/", {"alliance": alliance.public_id, "text": "", "kind": "song"})
    assert (wrong.status_code, sorted(wrong.json()["errors"])) == (422, ["kind", "text"])
    assert wrong["Content-Language"] == "ja"
    assert wrong.json()["errors"]["text"] == ["このフィールドは必須です。"]
    unknown = program.ask("POST", "journal/", {"alliance": alliance.public_id, "txt": "x"})
    assert (unknown.status_code, list(unknown.json()["errors"])) == (422, ["txt"])
    assert program.ask("POST", "journal/", {"text": "x"}).json()["errors"].keys() == {"alliance"}
    bad = ("limit=0", "limit=x", "cursor=x", "updated_since=soon", "phse=running", "stage=nowhere")
    answered = {query: program.ask("GET", f"alliances/?{query}").status_code for query in bad}
    assert answered == dict.fromkeys(bad, 400)
    assert program.items("journal/?alliance=%00") == []
    half = b'{"alliance": "%s", "text": "\\ud800"}' % alliance.public_id.encode()
    bodies = {b"{": 400, b"[]": 400, b"\xff": 400, b'{"alliance": "\\u0000"}': 422, half: 422}
    for raw, status in bodies.items():
        response = program.client.post(
            "/api/v1/journal/", raw, content_type="application/json",
            headers={"Authorization": f"Bearer {program.text}"},
        )  # fmt: skip
        assert response.status_code == status


def test_an_alliance_is_logged_and_edited_by_the_rules_of_its_forms(cast: Cast) -> None:
    program = Program(cast.manager)
    make_organisation("Kestrel Pharma", kind="own")
    body = {"partners": ["Novel Bio"], "alliance_type": "research", "stage": "running", "ours": ["Kestrel Pharma"]}
    made = program.ask("POST", "alliances/", body)
    assert made.status_code == 201, made.content
    address = f"alliances/{made.json()['id']}/"
    form = program.get(address)["form"]
    assert (form["partners"], form["alliance_type"], form["scope_kind"]) == (["Novel Bio"], "research", "open")
    changed = program.ask("PATCH", address, {"tier": "light", "is_key_partner": True}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["fields"]["tier"]) == (200, "light"), changed.content
    told = alliance_sentences(Alliance.objects.get(public_id=made.json()["id"]))
    assert {one.who for one in told} == {"Mia Manager (by API)"}


def test_a_token_does_what_it_is_good_for_and_nothing_else(cast: Cast, alliance: Alliance) -> None:
    body = {"alliance": alliance.public_id, "text": "Called"}
    reads = Program(cast.lead, scope="read")
    assert reads.ask("POST", "journal/", body).status_code == 403
    assert Program(cast.viewer).ask("POST", "journal/", body).status_code == 403
    assert Program(cast.auditor).ask("POST", "journal/", body).status_code == 403
    assert Program(cast.stranger).ask("POST", "people/", {"family_name": "X"}).status_code == 403
    assert JournalEntry.objects.count() == 0
    session = Client(enforce_csrf_checks=True)
    session.force_login(cast.lead)
    assert session.get("/api/v1/alliances/").status_code == 401
    assert session.post("/api/v1/journal/", body, content_type="application/json").status_code == 401
    assert session.get(reverse("api_row", args=[alliance.public_id])).status_code == 401
    assert session.post(reverse("api_step", args=[alliance.public_id])).status_code == 401
    assert JournalEntry.objects.count() == 0
    nobody = Client().get("/api/v1/alliances/", headers={"Authorization": "Bearer hubapi_wrong"})
    assert (nobody.status_code, nobody["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_ends(cast: Cast) -> None:
    program, other = Program(cast.team), Program(cast.team, name="Other")
    assert open_token(program.text, at=timezone.now() + timedelta(days=32)) is None
    revoke_token(token=program.token)
    assert (program.ask("GET", "tools/").status_code, other.ask("GET", "tools/").status_code) == (401, 200)
    edit_account(account=cast.team, roles=[], is_active=False, by=cast.admin)
    edit_account(account=cast.team, roles=[], is_active=True, by=cast.admin)
    assert other.ask("GET", "tools/").status_code == 401
    assert ApiToken.objects.good(timezone.now()).filter(user=cast.team).count() == 0


def test_too_many_requests_are_told_when_to_come_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(cast.lead)
    monkeypatch.setattr("coe_hub.api.auth.PER_TOKEN", type(PER_TOKEN)("api", 2, PER_TOKEN.window))
    monkeypatch.setattr("coe_hub.api.auth.time.time", lambda: 1_000_000_030.0)
    answers = [program.ask("GET", "tools/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "50"


def test_every_resource_is_listed_and_described(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.admin)
    document = Client().get("/api/v1/openapi.json").json()
    for resource in resources():
        assert program.get(f"{resource.code}/") is not None
        assert f"/api/v1/{resource.code}/" in document["paths"]
        assert document["components"]["schemas"][resource.code]["properties"]["columns"]


def test_a_list_asks_the_database_as_often_for_three_alliances_as_for_one(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead, scope="read")

    def fill(one: Alliance) -> None:
        hide_contracts(one, by=cast.lead)
        write_entry(alliance=one, kind="call", text="Called", happened_on=timezone.localdate(), by=cast.lead)
        do_review(alliance=one, held_on=timezone.localdate(), outcome="watch", note="Late", by=cast.lead)

    def asked() -> dict[str, int]:
        counts = {}
        for resource in resources():
            with CaptureQueriesContext(connection) as queries:
                program.get(f"{resource.code}/?limit=200")
            counts[resource.code] = len(queries)
        return counts

    fill(alliance)
    asked()
    one = asked()
    for number in range(2):
        fill(make_alliance(f"Other {number}", by=cast.lead, partners=[f"Other {number}"]))
    assert asked() == one


def test_an_action_that_belongs_to_no_alliance_is_listed_too(cast: Cast) -> None:
    committee = make_committee(None, by=cast.lead, label="CoE")
    add_action(scope=committee.scope, by=cast.lead, text="Invite", owner=cast.lead.person, side="ours")
    (row,) = Program(cast.lead, scope="read").items("actions/")
    assert (row["alliance"], row["columns"]["text"]) == (None, "Invite")
