"""What else stands on the record of an alliance, for other programs: read and written by the rules of its pages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core import mail
from django.utils import timezone

from alliances.alignment.models import Stand
from alliances.core.models import Alliance
from alliances.obligations.models import TriggerEvent
from alliances.reviews.models import ReviewAppointment
from coe_hub.attachments.actions import add_link, attach_file
from tests.alliances.obligations.data import event, owe
from tests.api.data import Program
from tests.attachments.data import pdf
from tests.cast import Cast
from tests.governance.committees_data import make_committee, plan

TODAY = timezone.localdate


def test_an_event_moves_the_days_that_are_counted_from_it(cast: Cast, alliance: Alliance, secret: Alliance) -> None:
    program, reader = Program(cast.lead), Program(cast.viewer, name="Reads")
    body = {"alliance": alliance.public_id, "name": "Data package received", "expected_on": "2027-03-01"}
    made = program.ask("POST", "events/", body)
    assert made.status_code == 201, made.content
    address = f"events/{made.json()['id']}/"
    owe(alliance, event=TriggerEvent.objects.get(), count=10, title="Answer")
    due = lambda: [row["columns"]["due_on"] for row in reader.items("due-days/")]  # noqa: E731
    assert due() == ["2027-03-11"]
    moved = program.ask("POST", f"{address}expect/", {"on": "2027-03-02", "why": "Later"}, If_Match=made["ETag"])
    assert (moved.status_code, moved["ETag"], due()) == (200, '"2"', ["2027-03-12"]), moved.content
    came = program.ask("POST", f"{address}receive/", {"on": "2026-01-15"}, If_Match=moved["ETag"])
    late = program.ask("POST", f"{address}occur/", {"on": "2026-01-16"}, If_Match=moved["ETag"])
    assert (came.json()["columns"]["counted_from"], late.status_code, due()) == ("2026-01-15", 412, ["2026-01-25"])
    wrong = program.ask("POST", f"{address}deem/", {"on": "2026-01-20"}, If_Match=came["ETag"])
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["clause"])
    changed = program.ask("PATCH", address, {"note": "On a disk"}, If_Match=came["ETag"])
    void = program.ask("POST", f"{address}void/", {"on": "2026-02-01", "why": "Dropped"}, If_Match=changed["ETag"])
    back = program.ask("POST", f"{address}reopen/", {}, If_Match=void["ETag"])
    assert [one.json()["fields"]["voided_on"] for one in (changed, void, back)] == [None, "2026-02-01", None]
    assert reader.ask("POST", f"{address}occur/", {"on": "2026-01-16"}, If_Match=back["ETag"]).status_code == 403
    hidden = event(secret, name="Umbral package")
    others = Program(cast.stranger)
    assert [row["fields"]["name"] for row in others.items("events/")] == ["Data package received"]
    assert others.ask("POST", f"events/{hidden.public_id}/occur/", {}, If_Match='"1"').status_code == 404


def test_an_hour_is_agreed_changed_and_called_off(cast: Cast, alliance: Alliance) -> None:
    program = Program(cast.lead)
    day = TODAY() + timedelta(days=30)
    body = {
        "alliance": alliance.public_id, "on_date": day.isoformat(), "starts": "10:00", "time_zone": "Asia/Tokyo",
        "people": [cast.lead.person.public_id],
    }  # fmt: skip
    made = program.ask("POST", "appointments/", body)
    assert made.status_code == 201, made.content
    [appointment] = ReviewAppointment.objects.all()
    assert appointment.starts_at == datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (made.json()["columns"]["starts"], made.json()["columns"]["invited"]) == ("10:00", "Lena Lead")
    address = f"appointments/{appointment.public_id}/"
    form = program.get(address)["form"]
    assert (form["starts"], form["people"]) == ("10:00", [cast.lead.person.public_id])
    moved = program.ask("PATCH", address, {"starts": "11:30"}, If_Match=made["ETag"])
    assert (moved.status_code, moved.json()["columns"]["starts"]) == (200, "11:30"), moved.content
    off = program.ask("POST", f"{address}cancel/", {"reason": "Snow"}, If_Match=moved["ETag"])
    assert (off.status_code, off.json()["fields"]["reason"], off.json()["columns"]["state"]) == (
        200,
        "Snow",
        "Cancelled",
    )
    assert program.ask("PATCH", address, {"starts": "12:00"}, If_Match=off["ETag"]).status_code == 404


def test_differences_and_alignment_are_written_down(cast: Cast, alliance: Alliance, secret: Alliance) -> None:
    program, reader = Program(cast.lead), Program(cast.stranger)
    body = {"topic": "Pace", "ours": "Slow", "theirs": "Quick"}
    made = program.ask("POST", "differences/", {"alliance": alliance.public_id, **body})
    assert program.ask("POST", "differences/", {"alliance": secret.public_id, **body}).status_code == 201
    address = f"differences/{made.json()['id']}/"
    bridged = program.ask("PATCH", address, {"bridge": "A monthly call"}, If_Match=made["ETag"])
    assert (bridged.status_code, bridged.json()["fields"]["bridge"]) == (200, "A monthly call"), bridged.content
    assert [row["id"] for row in reader.items("differences/")] == [made.json()["id"]]
    assert reader.ask("PATCH", address, {"bridge": ""}, If_Match=bridged["ETag"]).status_code == 403
    assert program.ask("POST", f"{address}archive/", {}, If_Match=bridged["ETag"]).status_code == 200
    assert reader.items("differences/") == []

    team = {"alliance": alliance.public_id, "person": cast.team.email, "roles": ["team_member"]}
    assert program.ask("POST", "members/", team).status_code == 201
    said = {"occasion": "Joint steering committee", "needed_on": "2027-02-01", "people": [cast.lead.person.public_id]}
    check = program.ask("POST", "alignment-checks/", {"alliance": alliance.public_id, **said})
    assert (check.status_code, len(mail.outbox)) == (201, 0), check.content
    path = f"alignment-checks/{check.json()['id']}/"
    ready = program.ask("PATCH", path, {"readiness": "ready"}, If_Match=check["ETag"])
    assert (ready.status_code, reader.get(path)["fields"]["readiness"]) == (200, "ready"), ready.content
    more = program.ask("POST", "alignment-stands/", {"check": check.json()["id"], "person": cast.team.person.public_id})
    assert more.status_code == 201, more.content
    heard = {"position": "concerns", "open_points": "People"}
    stand = program.ask("PATCH", f"alignment-stands/{more.json()['id']}/", heard, If_Match=more["ETag"])
    assert (stand.status_code, stand.json()["fields"]["heard_on"]) == (200, TODAY().isoformat()), stand.content
    assert len(reader.items(f"alignment-stands/?check={check.json()['id']}")) == 2
    waiting = Stand.objects.get(position="not_asked")
    gone = program.ask("POST", f"alignment-stands/{waiting.public_id}/leave-out/", {}, If_Match='"1"')
    assert (gone.status_code, Stand.objects.count()) == (200, 1), gone.content


def test_an_alliance_moves_to_another_stage_and_has_programmes(cast: Cast, alliance: Alliance) -> None:
    program, reader = Program(cast.lead), Program(cast.stranger)
    before = len(reader.items("stage-changes/"))
    move = {"alliance": alliance.public_id, "stage": "closed", "on_date": TODAY().isoformat(), "reason": "Done"}
    made = program.ask("POST", "stage-changes/", move)
    assert (made.status_code, made.json()["fields"]["stage"]) == (201, "closed"), made.content
    assert program.get(f"alliances/{alliance.public_id}/")["fields"]["stage"] == "closed"
    assert len(reader.items(f"stage-changes/?alliance={alliance.public_id}")) == before + 1
    again = program.ask("POST", "stage-changes/", move)
    assert (again.status_code, list(again.json()["errors"])) == (422, ["stage"])

    ids = []
    for name, wall in (("Open asset", False), ("Walled asset", True)):
        body = {"alliance": alliance.public_id, "name": name, "is_firewalled": wall}
        added = program.ask("POST", "programmes/", body)
        assert added.status_code == 201, added.content
        ids.append(added.json()["id"])
    assert [row["id"] for row in reader.items("programmes/")] == ids[:1]
    phase = program.ask("PATCH", f"programmes/{ids[0]}/", {"phase": "phase_2"}, If_Match=added["ETag"])
    assert (phase.status_code, phase.json()["fields"]["phase"]) == (200, "phase_2"), phase.content
    assert program.ask("POST", f"programmes/{ids[0]}/archive/", {}, If_Match=phase["ETag"]).status_code == 200
    assert [row["id"] for row in program.items("programmes/")] == ids[1:]


def test_committees_seats_agendas_and_risks(cast: Cast, alliance: Alliance) -> None:
    program, reader = Program(cast.lead), Program(cast.stranger)
    body = {"alliance": alliance.public_id, "label": "JSC", "kind": "joint_steering"}
    made = program.ask("POST", "committees/", body)
    assert made.status_code == 201, made.content
    committee = made.json()["id"]
    changed = program.ask("PATCH", f"committees/{committee}/", {"note": "Quarterly"}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["fields"]["note"]) == (200, "Quarterly"), changed.content
    seat = program.ask("POST", "seats/", {"committee": committee, "person": cast.lead.email, "role": "co_chair"})
    assert seat.status_code == 201, seat.content
    path = f"seats/{seat.json()['id']}/"
    term = program.ask("PATCH", path, {"starts_on": "2026-01-01"}, If_Match=seat["ETag"])
    ended = program.ask("POST", f"{path}end/", {}, If_Match=term["ETag"])
    assert (ended.status_code, ended.json()["fields"]["ends_on"]) == (200, TODAY().isoformat()), ended.content
    assert [row["columns"]["person"] for row in reader.items(f"seats/?committee={committee}")] == ["Lena Lead"]

    other = make_committee(alliance, by=cast.lead, label="JDC")
    meeting = plan(other, by=cast.lead)
    item = program.ask("POST", "agenda-items/", {"meeting": meeting.public_id, "title": "Budget", "kind": "decide"})
    assert item.status_code == 201, item.content
    path = f"agenda-items/{item.json()['id']}/"
    longer = program.ask("PATCH", path, {"minutes_long": 20}, If_Match=item["ETag"])
    assert (longer.status_code, reader.get(path)["fields"]["minutes_long"]) == (200, 20), longer.content
    assert reader.ask("POST", f"{path}drop/", {}, If_Match=longer["ETag"]).status_code == 403
    assert program.ask("POST", f"{path}drop/", {}, If_Match=longer["ETag"]).status_code == 200
    assert reader.items("agenda-items/") == []

    raised = program.ask("POST", "issues/", {"alliance": alliance.public_id, "title": "Late samples"})
    settled = program.ask("POST", f"issues/{raised.json()['id']}/resolve/", {"reason": "Sent"}, If_Match=raised["ETag"])
    assert settled.status_code == 200, settled.content
    risk = program.ask("POST", "risks/", {"alliance": alliance.public_id, "title": "Supply"})
    assert risk.status_code == 201, risk.content
    said = {"closing": "passed", "on": TODAY().isoformat(), "note": "Two makers"}
    closed = program.ask("POST", f"risks/{risk.json()['id']}/close/", said, If_Match=risk["ETag"])
    assert closed.status_code == 200, closed.content


def test_files_and_links_say_what_they_belong_to(cast: Cast, alliance: Alliance, secret: Alliance) -> None:
    attach_file(record=alliance, upload=pdf("plan.pdf"), by=cast.lead)
    add_link(record=alliance, title="Charter", address="https://kestrel.example/charter", by=cast.lead)
    add_link(record=secret, title="Umbra", address="https://kestrel.example/umbra", by=cast.lead)
    file, link = Program(cast.stranger).items(f"files/?alliance={alliance.public_id}")
    assert (file["columns"]["name"], file["columns"]["of_id"]) == ("plan.pdf", alliance.public_id)
    assert (link["columns"]["address"], link["columns"]["size"]) == ("https://kestrel.example/charter", None)
    assert len(Program(cast.stranger, name="All").items("files/")) == 2
