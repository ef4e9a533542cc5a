"""Pages of committees and meetings, from the first committee to final minutes."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from governance.committees.models import Charter, Committee, Seat
from governance.meetings.actions.agenda import add_item
from governance.meetings.models import AgendaItem, Meeting, Minutes
from tests.cast import Cast
from tests.factories import make_member, make_person
from tests.governance.committees_data import called, charter, held, make_committee, plan, put, sit

NOW = "2026-06-10T09:00Z"


@pytest.fixture
def jsc(cast: Cast, alliance: Alliance) -> Committee:
    """A steering committee with its lead as secretary and a co-chair at the partner."""
    committee = make_committee(alliance, by=cast.lead)
    petra = make_person(
        "Petra Theirs", at=alliance.parties.get(side="theirs").organisation, email="petra@north.example"
    )
    make_member(alliance, petra, role="committee_member", side="theirs")
    sit(committee, cast.lead.person, "co_chair")
    sit(committee, petra, "co_chair")
    charter(committee)
    return committee


@pytest.fixture
def client(cast: Cast, sign_in) -> Client:
    """The lead's."""
    return sign_in(cast.lead)


@time_machine.travel(NOW, tick=False)
def test_a_committee_comes_to_be(cast: Cast, alliance: Alliance, client: Client) -> None:
    kind = make_committee(alliance, by=cast.lead, kind="project_team", label="JPT").kind_id
    new = client.get(f"/alliances/{alliance.public_id}/governance/new/")
    assert new.status_code == 200
    made = client.post(
        f"/alliances/{alliance.public_id}/governance/new/",
        {"label": "JSC", "kind": kind, "expansion": "Joint Steering Committee", "formed_on": "2026-01-05"},
    )
    committee = Committee.objects.get(label="JSC")
    assert made["Location"] == committee.get_absolute_url()
    assert client.get(f"/alliances/{alliance.public_id}/governance/").status_code == 200
    seat = {"person": cast.lead.person.display_name, "role": "co_chair"}
    client.post(f"/governance/committees/{committee.public_id}/seats/new/", seat)
    assert Seat.objects.filter(committee=committee).values_list("side", "role").get() == ("ours", "co_chair")
    said = {"valid_from": "2026-01-05", "reason": "As signed", "cadence": 3, "cadence_unit": "months",
            "approval": "silence", "approval_days": 5, "notice_days": 10}  # fmt: skip
    address = f"/governance/committees/{committee.public_id}/charter/new/"
    assert client.get(f"{address}?basis=contracted").status_code == 200
    client.post(f"{address}?basis=contracted", said)
    said |= {"cadence": 2, "reason": "The science moves faster", "needs_amendment": "on"}
    client.post(f"{address}?basis=operated", said)
    assert list(Charter.objects.filter(committee=committee).order_by("pk").values_list("basis", "cadence")) == [
        ("contracted", 3), ("operated", 2),
    ]  # fmt: skip
    page = client.get(committee.get_absolute_url()).content.decode()
    assert ("Needs an amendment" in page, "3 months" in page, "2 months" in page) == (True, True, True)
    operated = Charter.objects.get(committee=committee, basis="operated")
    assert client.get(f"/governance/committees/{committee.public_id}/charter/{operated.pk}/amend/").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_a_meeting_is_planned_called_and_moved(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    address = f"/governance/committees/{jsc.public_id}/meetings/new/"
    assert client.get(address).status_code == 200
    hour = {"on_date": "2026-06-24", "starts": "10:00", "minutes_long": "90", "time_zone": "Asia/Tokyo"}
    client.post(address, {**hour, "version": 0})
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.state) == (datetime(2026, 6, 24, 1, tzinfo=UTC), "planned")
    assert client.get(meeting.get_absolute_url()).status_code == 200
    call = f"{meeting.get_absolute_url()}call/"
    assert client.get(call).status_code == 200
    people = [seat.person.public_id for seat in jsc.seats.all()]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(call, {"people": people, "guests": [""]})
    assert sorted(one.to[0] for one in mail.outbox) == ["lena@hub.example", "petra@north.example"]
    mail.outbox.clear()
    edit = f"{meeting.get_absolute_url()}edit/"
    meeting.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit, {**hour, "starts": "11:00", "version": meeting.version})
    meeting.refresh_from_db()
    assert (meeting.sequence, len(mail.outbox)) == (1, 2)
    client.post(f"{meeting.get_absolute_url()}cancel/", {"reason": "Typhoon"})
    assert Meeting.objects.get().state == "cancelled"
    assert client.get("/governance/meetings/").status_code == 200
    assert client.get("/governance/committees/").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_a_meeting_is_run_on_one_page(cast: Cast, jsc: Committee, client: Client) -> None:
    meeting = plan(jsc, by=cast.lead, starts_at=datetime(2026, 6, 10, 1, tzinfo=UTC))
    client.post(f"{meeting.get_absolute_url()}agenda/new/", {"title": "Budget", "kind": "decide"})
    item = AgendaItem.objects.get()
    assert client.get(f"{meeting.get_absolute_url()}agenda/{item.public_id}/edit/").status_code == 200
    assert client.post(f"{meeting.get_absolute_url()}hold/")["Location"] == f"{meeting.get_absolute_url()}run/"
    run = client.get(f"{meeting.get_absolute_url()}run/")
    assert run.status_code == 200
    written = client.post(
        f"{meeting.get_absolute_url()}agenda/{item.public_id}/write/",
        {"text": "We agree.", "base": "", "version": item.version}, headers={"Accept": "application/json"},
    )  # fmt: skip
    assert written.json()["text"] == "We agree."
    place = item.public_id
    line = {"kind": "action", "place": place, f"action-{place}-text": "Send the budget",
            f"action-{place}-owner": "Petra Theirs", f"action-{place}-due_on": "2026-07-01"}  # fmt: skip
    client.post(f"{meeting.get_absolute_url()}lines/", line)
    assert ActionItem.objects.values_list("text", "side", "due_on").get() == (
        "Send the budget",
        "theirs",
        date(2026, 7, 1),
    )
    wrong = client.post(f"{meeting.get_absolute_url()}lines/", line | {f"action-{place}-owner": "Nobody"})
    assert (wrong.status_code, "Nobody you can see" in wrong.content.decode()) == (200, True)
    client.post(f"{meeting.get_absolute_url()}agenda/{item.public_id}/settle/", {"outcome": "done"})
    rows = {f"presence-{one.pk}": "present" for one in meeting.attendance.all()}
    client.post(f"{meeting.get_absolute_url()}attendance/", rows)
    client.post(f"{meeting.get_absolute_url()}opening/", {"text": "A good meeting.", "base": "", "version": 1})
    item.refresh_from_db()
    minutes = Minutes.objects.get()
    assert (item.outcome, minutes.opening) == ("done", "A good meeting.")
    assert set(meeting.attendance.values_list("presence", flat=True)) == {"present"}
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert ("We agree." in page, "Quorum met" in page) == (True, True)
    file = client.get(f"{meeting.get_absolute_url()}minutes/file/?as=docx&in=ja")
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")


@time_machine.travel(NOW, tick=False)
def test_a_partner_confirms_by_link(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    put(meeting, "Budget")
    people = [one.person.public_id for one in meeting.attendance.all()]
    assert client.get(f"{meeting.get_absolute_url()}minutes/send/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{meeting.get_absolute_url()}minutes/send/", {"people": people})
    [to_petra] = [one for one in mail.outbox if one.to == ["petra@north.example"]]
    token = next(line for line in to_petra.body.splitlines() if "/p/" in line).rsplit("/p/")[1].strip("/ ")
    partner = Client()
    assert partner.get(f"/p/{token}/").status_code == 302
    page = partner.get("/p/")
    assert ("Budget" in page.content.decode(), "I confirm these minutes" in page.content.decode()) == (True, True)
    partner.post("/p/", {"do": "comment", "text": "The sum is wrong."})
    assert Minutes.objects.get().comments.get().text == "The sum is wrong."
    comment = Minutes.objects.get().comments.get()
    client.post(f"{meeting.get_absolute_url()}minutes/comments/{comment.pk}/answer/", {"answer": "Put right."})
    partner.post("/p/", {"do": "confirm"})
    client.post(f"{meeting.get_absolute_url()}minutes/confirm/")
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.approved_how) == ("final", "confirmed")
    assert "these minutes are final" in partner.get("/p/").content.decode()
    correct = f"{meeting.get_absolute_url()}minutes/correct/"
    assert client.get(correct).status_code == 200
    client.post(correct, {"corrected_on": "2026-06-10", "text": "It was 12."})
    assert minutes.corrections.get().text == "It was 12."
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get(f"{meeting.get_absolute_url()}run/").status_code == 302


@time_machine.travel(NOW, tick=False)
def test_a_partner_reads_the_agenda_by_link(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    meeting = called(plan(jsc, by=cast.lead), *[seat.person for seat in jsc.seats.all()])
    add_item(meeting=meeting, title="Budget 2027")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{meeting.get_absolute_url()}agenda/send/")
    [to_petra] = [one for one in mail.outbox if one.to == ["petra@north.example"]]
    token = next(line for line in to_petra.body.splitlines() if "/p/" in line).rsplit("/p/")[1].strip("/ ")
    partner = Client()
    partner.get(f"/p/{token}/")
    assert "Budget 2027" in partner.get("/p/").content.decode()
