"""Pages of committees and meetings, from the first committee to final minutes."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.test import Client

from alliances.agreements.actions.programmes import raise_wall
from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.action_items.actions import add_action
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.people.access.partner_links import revoke
from coe_hub.people.models import PartnerLink
from governance.committees.actions.seats import end_seat
from governance.committees.belongings import _give_seats as give_seats
from governance.committees.belongings import _seats as seats_of
from governance.committees.composition import hints
from governance.committees.models import Charter, Committee, Seat
from governance.committees.seats import sitting
from governance.meetings import proposals
from governance.meetings.actions.agenda import add_item
from governance.meetings.actions.minutes import circulate_minutes, readers_for
from governance.meetings.actions.running import record_action, settle_item, write_said
from governance.meetings.belongings import _give_meetings as give_meetings
from governance.meetings.belongings import _meetings as meetings_of
from governance.meetings.models import AgendaItem, Meeting, Minutes
from governance.meetings.proposals import Proposal
from tests.alliances.agreements.data import make_programme
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
    assert new.context["form"]["label"].value() is None
    made = client.post(
        f"/alliances/{alliance.public_id}/governance/new/",
        {"label": "JSC", "kind": kind, "expansion": "Joint Steering Committee", "formed_on": "2026-01-05"},
    )
    committee = Committee.objects.get(label="JSC")
    assert made["Location"] == committee.get_absolute_url()
    listed = client.get(f"/alliances/{alliance.public_id}/governance/").context["present"]
    assert sorted(one.label for one in listed) == ["JPT", "JSC"]
    seat = {"person": cast.lead.person.display_name, "role": "co_chair"}
    client.post(f"/governance/committees/{committee.public_id}/seats/new/", seat)
    assert Seat.objects.filter(committee=committee).values_list("side", "role").get() == ("ours", "co_chair")
    said = {"valid_from": "2026-01-05", "reason": "As signed", "cadence": 3, "cadence_unit": "months",
            "approval": "silence", "approval_days": 5, "notice_days": 10}  # fmt: skip
    address = f"/governance/committees/{committee.public_id}/charter/new/"
    assert client.get(f"{address}?basis=contracted").context["basis"] == "contracted"
    client.post(f"{address}?basis=contracted", said)
    said |= {"cadence": 2, "reason": "The science moves faster", "needs_amendment": "on"}
    client.post(f"{address}?basis=operated", said)
    assert list(Charter.objects.filter(committee=committee).order_by("pk").values_list("basis", "cadence")) == [
        ("contracted", 3), ("operated", 2),
    ]  # fmt: skip
    page = client.get(committee.get_absolute_url()).content.decode()
    assert ("Needs an amendment" in page, "3 months" in page, "2 months" in page) == (True, True, True)
    operated = Charter.objects.get(committee=committee, basis="operated")
    amend = client.get(f"/governance/committees/{committee.public_id}/charter/{operated.pk}/amend/")
    assert (amend.context["charter"], amend.context["may_begin"]) == (operated, False)


@time_machine.travel(NOW, tick=False)
def test_a_meeting_is_planned_called_and_moved(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    address = f"/governance/committees/{jsc.public_id}/meetings/new/"
    assert client.get(address).context["form"]["time_zone"].value() == cast.lead.time_zone
    hour = {"on_date": "2026-06-24", "starts": "10:00", "minutes_long": "90", "time_zone": "Asia/Tokyo"}
    client.post(address, {**hour, "version": 0})
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.state) == (datetime(2026, 6, 24, 1, tzinfo=UTC), "planned")
    assert client.get(meeting.get_absolute_url()).context["meeting"] == meeting
    call = f"{meeting.get_absolute_url()}call/"
    asked = client.get(call).context["form"].fields["people"].choices
    people = [seat.person.public_id for seat in jsc.seats.all()]
    assert sorted(key for key, _label in asked) == sorted(people)
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
    assert [one.label for one in client.get("/governance/committees/").context["page"]] == ["JSC"]
    assert [one.state for one in client.get("/governance/meetings/?state=cancelled").context["page"]] == ["cancelled"]


@time_machine.travel(NOW, tick=False)
def test_a_meeting_is_run_on_one_page(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    meeting = plan(jsc, by=cast.lead, starts_at=datetime(2026, 6, 10, 1, tzinfo=UTC))
    client.post(f"{meeting.get_absolute_url()}agenda/new/", {"title": "Budget", "kind": "decide"})
    item = AgendaItem.objects.get()
    edit = client.get(f"{meeting.get_absolute_url()}agenda/{item.public_id}/edit/").context["form"]
    assert (edit["title"].value(), edit["kind"].value()) == ("Budget", "decide")
    assert client.post(f"{meeting.get_absolute_url()}hold/")["Location"] == f"{meeting.get_absolute_url()}run/"
    run = client.get(f"{meeting.get_absolute_url()}run/")
    assert [block["item"] for block in run.context["blocks"]] == [item]
    written = client.post(
        f"{meeting.get_absolute_url()}agenda/{item.public_id}/write/",
        {"text": "We agree.", "base": "", "version": item.version}, headers={"Accept": "application/json"},
    )  # fmt: skip
    assert written.json()["text"] == "We agree."
    place = item.public_id
    line = {"kind": "action", "place": place, f"action-{place}-text": "Send the budget",
            f"action-{place}-owner": "Petra Theirs", f"action-{place}-due_on": "2026-07-01"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{meeting.get_absolute_url()}lines/", line | {f"action-{place}-tells_now": "on"})
    told = [(one.to, one.reply_to) for one in mail.outbox if one.to == ["petra@north.example"]]
    assert told == [(["petra@north.example"], [cast.lead.email])]
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
@pytest.mark.parametrize("at_item", [True, False], ids=["at an item", "in the summary"])
def test_a_text_that_is_refused_stands_where_it_was_typed(
    at_item: bool, cast: Cast, jsc: Committee, client: Client
) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    item = put(meeting, "Budget")
    where = f"agenda/{item.public_id}/write/" if at_item else "opening/"
    version = item.version if at_item else meeting.minutes.version
    page = client.post(meeting.get_absolute_url() + where, {"text": "a\u202eb", "base": "", "version": version})
    shown = page.content.decode()
    assert (page.status_code, shown.count("a\u202eb</textarea>"), shown.count('aria-invalid="true"')) == (200, 1, 1)
    item.refresh_from_db()
    assert (item.said, Minutes.objects.get(meeting=meeting).opening) == ("", "")


@time_machine.travel(NOW, tick=False)
def test_a_partner_confirms_by_link(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    item, petra = put(meeting, "Budget"), jsc.seats.get(side="theirs").person
    record_action(meeting=meeting, agenda_item=item, by=cast.lead, text="Send the sum", owner=petra, side="theirs")
    people = [one.person.public_id for one in meeting.attendance.all()]
    assert client.get(f"{meeting.get_absolute_url()}minutes/send/").context["meeting"] == meeting
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
    row = meeting.actions.get()
    partner.post("/p/", {"do": "accept", "action": row.pk + 1})
    partner.post("/p/", {"do": "accept", "action": row.pk})
    row.refresh_from_db()
    assert row.accepted_at is not None
    partner.post("/p/", {"do": "confirm"})
    client.post(f"{meeting.get_absolute_url()}minutes/confirm/")
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.approved_how) == ("final", "confirmed")
    assert "these minutes are final" in partner.get("/p/").content.decode()
    correct = f"{meeting.get_absolute_url()}minutes/correct/"
    assert client.get(correct).context["form"]["text"].value() is None
    client.post(correct, {"corrected_on": "2026-06-10", "text": "It was 12."})
    assert minutes.corrections.get().text == "It was 12."
    assert "It was 12." in client.get(meeting.get_absolute_url()).content.decode()
    assert client.get(f"{meeting.get_absolute_url()}run/")["Location"] == meeting.get_absolute_url()


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


@time_machine.travel(NOW, tick=False)
def test_a_link_that_is_over_says_whom_to_ask(
    cast: Cast, jsc: Committee, client: Client, django_capture_on_commit_callbacks
) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    people = [one.person.public_id for one in meeting.attendance.all()]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{meeting.get_absolute_url()}minutes/send/", {"people": people})
    [to_petra] = [one for one in mail.outbox if one.to == ["petra@north.example"]]
    token = next(line for line in to_petra.body.splitlines() if "/p/" in line).rsplit("/p/")[1].strip("/ ")
    partner = Client()
    partner.get(f"/p/{token}/")
    client.post(f"{meeting.get_absolute_url()}minutes/take-back/")
    assert "nothing left for you to do" in partner.get("/p/").content.decode()
    link = PartnerLink.objects.get(purpose="minutes")
    revoke(link)
    assert (partner.get("/p/").status_code, Client().get(f"/p/{token}/").status_code) == (410, 410)


@time_machine.travel(NOW, tick=False)
def test_what_a_room_proposes_is_one_click_from_the_agenda(
    cast: Cast, jsc: Committee, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = Proposal(title="Who pays", source_label="Issue", source_url="/somewhere/", why="Its clock ran out")
    monkeypatch.setattr(proposals, "_registered", [lambda _committee, _user, _on: [offered]])
    meeting = plan(jsc, by=cast.lead)
    assert "Its clock ran out" in client.get(meeting.get_absolute_url()).content.decode()
    for _twice in range(2):
        client.post(f"{meeting.get_absolute_url()}agenda/propose/", {"source": "/somewhere/"})
    assert list(meeting.agenda.values_list("title", "source_label")) == [("Who pays", "Issue")]
    assert "Its clock ran out" not in client.get(meeting.get_absolute_url()).content.decode()


@time_machine.travel(NOW, tick=False)
def test_minutes_tell_what_they_lack(cast: Cast, jsc: Committee, client: Client) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    settled = put(meeting, "Budget", kind="decide")
    settle_item(item=settled, outcome="done")
    put(meeting, "Site")
    write_said(item=settled, text="Agreed.", base="", version=settled.version)
    record_action(meeting=meeting, by=cast.lead, text="Send it", owner=cast.lead.person, side="ours")
    assert client.get(meeting.get_absolute_url()).context["lacks"] == [
        "Of some people it is not noted whether they came.",
        "“Budget”: it was to be decided, and no decision or action is written down.",
        "“Site”: say what became of it.",
        "“Send it”: by when?",
    ]


@time_machine.travel(NOW, tick=False)
def test_who_may_be_missing_is_told_as_help(cast: Cast, alliance: Alliance) -> None:
    steering = make_committee(alliance, by=cast.lead)
    team = make_committee(alliance, by=cast.lead, kind="project_team", label="JPT")
    for committee in (steering, team):
        sit(committee, cast.lead.person)
    today = date(2026, 6, 10)
    found = hints(steering, sitting(steering, today), None, today)
    assert [one.title for one in found] == [
        "Nobody of the partner has a vote",
        "No secretary",
        "Nobody of ours from: Clinical development, Commercial, Alliance management",
        "Lena Lead also sits on JPT (Project team)",
    ]


@time_machine.travel(NOW, tick=False)
def test_the_centers_own_committee_lets_in_who_sits_on_it(cast: Cast, sign_in) -> None:
    committee = make_committee(None, by=cast.committee, kind="coe_steering", label="SteerCo")
    address = committee.get_absolute_url()
    assert sign_in(cast.viewer).get(address).status_code == 404
    seat = sit(committee, cast.viewer.person)
    assert sign_in(cast.viewer).get(address).status_code == 200
    item = add_action(scope=committee.scope, text="A", owner=cast.viewer.person, side="ours", by=cast.committee)
    assert sign_in(cast.committee).get(f"{address}actions/{item.public_id}/edit/").status_code == 200
    end_seat(seat=seat, on=date(2026, 6, 9))
    assert sign_in(cast.viewer).get(address).status_code == 404
    with pytest.raises(DomainError):
        end_seat(seat=committee.seats.get(person=cast.committee.person), on=date(2026, 6, 9))


@time_machine.travel(NOW, tick=False)
def test_committees_follow_their_programme_behind_a_wall(cast: Cast, alliance: Alliance) -> None:
    programme = make_programme(alliance, by=cast.lead)
    committee = make_committee(alliance, by=cast.lead, programme=programme)
    meeting = held(committee, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    action = record_action(meeting=meeting, by=cast.lead, text="Send it", owner=cast.lead.person, side="ours")
    raise_wall(programme=programme, by=cast.team)
    committee.refresh_from_db()
    action.refresh_from_db()
    assert (committee.scope, action.scope) == (programme.scope, programme.scope)
    assert Meeting.objects.visible_to(cast.lead).count() == 0


@time_machine.travel(NOW, tick=False)
def test_what_is_due_of_meetings_comes_to_whoever_called_them(cast: Cast, jsc: Committee) -> None:
    plan(jsc, by=cast.lead)
    to_come = plan(jsc, by=cast.lead, starts_at=datetime(2026, 7, 24, 0, tzinfo=UTC))
    put(to_come, "Budget", pre_read_due_on=date(2026, 7, 10))
    past = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 1, tzinfo=UTC))
    kinds = ("meeting_call", "pre_read", "minutes_due", "minutes_approval")

    def told() -> list[tuple[str, date, int]]:
        items = [one for kind in kinds for one in due.iterate(until=date(2027, 1, 1), kind=kind)]
        return [(one.kind, one.due_date, one.owner_id) for one in items]

    lead = cast.lead.person_id
    assert told() == [
        ("meeting_call", date(2026, 6, 10), lead),
        ("meeting_call", date(2026, 7, 10), lead),
        ("pre_read", date(2026, 7, 10), lead),
        ("minutes_due", date(2026, 6, 16), lead),
    ]
    circulate_minutes(minutes=past.minutes, by=cast.lead, people=readers_for(past))
    assert told()[-1] == ("minutes_approval", date(2026, 6, 17), lead)


@time_machine.travel(NOW, tick=False)
def test_seats_and_meetings_go_over_with_a_person(cast: Cast, jsc: Committee) -> None:
    meeting = plan(jsc, by=cast.lead)
    giver, taker = cast.lead.person, cast.team.person
    held_now = {one.kind: one.object_id for one in (*seats_of(giver), *meetings_of(giver))}
    assert set(held_now) == {"seat", "meeting"}
    for give, kind in ((give_seats, "seat"), (give_meetings, "meeting")):
        give(SimpleNamespace(object_ids=[held_now[kind]], giver=giver, taker=taker, keeps=False))
    meeting.refresh_from_db()
    sits = jsc.seats.taken_on(date(2026, 6, 11)).filter(side="ours").values_list("person", flat=True)
    assert (meeting.by, list(sits)) == (cast.team, [taker.pk])


# By way of agenda_item_create, attendance_note, meeting_cancel, meeting_detail, meeting_edit, meeting_hold,
# minutes_confirm, minutes_download, minutes_take_back, opening_write, committee_create, committee_detail,
# committee_edit, committee_archive and committee_restore.
