"""Planning, calling, holding: what meetings do to agendas, days, calendars and minutes."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from alliances.core.models import Alliance
from coe_hub.lib.errors import DomainError
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Side
from coe_hub.reminders.working_days import WorkCalendar
from governance.committees.models import Committee
from governance.committees.states import with_states
from governance.meetings.actions.agenda import carry_over, move_item
from governance.meetings.actions.meetings import hold_meeting
from governance.meetings.actions.minutes import (
    answer_comment,
    approve_at_meeting,
    approve_by_silence,
    circulate_minutes,
    comment_minutes,
    confirm_minutes,
    correct_minutes,
    readers_for,
    take_back_minutes,
)
from governance.meetings.actions.running import Came, note_attendance, record_action, settle_item, write_said
from governance.meetings.clock import next_meeting_day
from governance.meetings.models import AgendaItem, Meeting, Minutes, MinutesComment
from governance.meetings.quorum import quorum
from governance.meetings.texts import merge_texts
from tests.cast import Cast
from tests.factories import make_member, make_person, make_site
from tests.governance.committees_data import called, charter, held, make_committee, plan, put, sit

NOW = "2026-06-10T09:00Z"


@pytest.fixture
def jsc(cast: Cast, alliance: Alliance) -> Committee:
    """A steering committee with somebody in Tokyo on our side and in Munich on the partner's."""
    committee = make_committee(alliance, by=cast.lead)
    site = make_site(WorkCalendar("Asia/Tokyo", "JP", ""))
    ours = make_person("Kenji Ours", site=site, email="kenji@hub.example")
    theirs = make_person(
        "Petra Theirs", at=alliance.parties.get(side="theirs").organisation, email="petra@north.example",
        site=make_site(WorkCalendar("Europe/Berlin", "DE", "BY")),
    )  # fmt: skip
    make_member(alliance, theirs, role="committee_member", side=Side.THEIRS)
    sit(committee, ours, "co_chair")
    sit(committee, theirs, "co_chair")
    sit(committee, cast.lead.person, "secretary")
    charter(committee)
    return committee


def people(committee: Committee) -> list:
    return [seat.person for seat in committee.seats.order_by("pk")]


@time_machine.travel(NOW, tick=False)
def test_the_next_meeting_is_proposed_on_a_day_on_which_both_sides_work(cast: Cast, jsc: Committee) -> None:
    plan(jsc, by=cast.lead, starts_at=datetime(2026, 7, 3, 0, tzinfo=UTC))
    # 3 October is a Saturday, and the third is a holiday in Germany; Monday is free of both.
    assert next_meeting_day(jsc, date(2026, 6, 10)) == date(2026, 10, 5)


@time_machine.travel(NOW, tick=False)
def test_days_are_counted_over_the_holidays_of_both_sides(cast: Cast, jsc: Committee) -> None:
    meeting = plan(jsc, by=cast.lead, starts_at=datetime(2026, 5, 8, 0, tzinfo=UTC))
    # Golden Week in Japan, 1 May in Bavaria, Ascension Day on the 14th.
    days = (meeting.pre_reads_by, meeting.call_by, meeting.minutes_by)
    assert days == (date(2026, 4, 24), date(2026, 4, 17), date(2026, 5, 18))


@time_machine.travel(NOW, tick=False)
def test_what_stayed_open_comes_onto_the_next_agenda_once(cast: Cast, jsc: Committee) -> None:
    first = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    open_item, done = put(first, "Open"), put(first, "Done")
    settle_item(item=open_item, outcome="carried")
    settle_item(item=done, outcome="done")
    following = plan(jsc, by=cast.lead)
    carry_over(jsc)
    rows = following.agenda.values_list("title", "carried_from")
    assert list(rows) == [("Open", open_item.pk)]


@time_machine.travel(NOW, tick=False)
def test_items_change_places(cast: Cast, jsc: Committee) -> None:
    meeting = plan(jsc, by=cast.lead)
    items = [put(meeting, title) for title in "abc"]
    move_item(item=items[2], up=True)
    move_item(item=items[0], up=True)
    assert list(meeting.agenda.in_order().values_list("title", flat=True)) == ["a", "c", "b"]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("came", "is_met"),
    [(("present", "present"), True), (("present", "absent"), False), (("absent", "present"), False),
     (("stand_in", "present"), True), (("", ""), False)],
)  # fmt: skip
def test_quorum_of_each_side(came: tuple[str, str], is_met: bool, cast: Cast, jsc: Committee) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    rows = list(meeting.attendance.filter(role="co_chair").order_by("side"))
    note_attendance(meeting=meeting, came={row.pk: Came(one) for row, one in zip(rows, came, strict=True)})
    assert quorum(jsc.charters.get(), meeting.attendance.all(), is_joint=True).is_met is is_met


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "whole"),
    [
        ("", "theirs", "mine", "theirs\nmine"),
        ("a\nb\nc", "a\nx\nb\nc", "a\nb\nc\ny", "a\nx\nb\nc\ny"),
        ("a", "a1", "a2", "a1\na2"),
        ("a\nb", "a", "a\nb\nc", "a\nc"),
        ("a", "a", "b", "b"),
        ("a", "b", "a", "b"),
        ("a", "b", "b", "b"),
        ("a\nb\nc", "a\nc", "a\nB\nc", "a\nB\nc"),
    ],
)  # fmt: skip
def test_two_who_write_one_text_lose_nothing(base: str, theirs: str, mine: str, whole: str) -> None:
    assert merge_texts(base=base, theirs=theirs, mine=mine) == whole


@time_machine.travel(NOW, tick=False)
def test_what_two_people_write_at_one_item_stays(cast: Cast, jsc: Committee) -> None:
    item = put(held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC)))
    opened = item.version
    write_said(item=item, text="Theirs", base="", version=opened)
    written = write_said(item=item, text="Mine", base="", version=opened)
    assert (written.text, written.was_merged) == ("Theirs\nMine", True)
    assert AgendaItem.objects.get(pk=item.pk).said == "Theirs\nMine"


def _sent(cast: Cast, committee: Committee) -> Minutes:
    meeting = held(committee, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    put(meeting)
    circulate_minutes(minutes=meeting.minutes, by=cast.lead, people=readers_for(meeting))
    return Minutes.objects.select_related("meeting").get(meeting=meeting)


@time_machine.travel(NOW, tick=False)
def test_minutes_are_final_after_days_of_silence(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    assert (minutes.state, minutes.silent_on) == ("circulated", date(2026, 6, 17))
    assert approve_by_silence(today=date(2026, 6, 17)) == []
    assert approve_by_silence(today=date(2026, 6, 18)) == [minutes]
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_how, minutes.approved_on) == ("final", "silence", date(2026, 6, 17))


@time_machine.travel(NOW, tick=False)
def test_an_open_comment_is_no_silence(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    petra = minutes.readers.get(side="theirs").person
    comment = comment_minutes(minutes=minutes, person=petra, text="The date is wrong.")
    assert approve_by_silence(today=date(2026, 7, 1)) == []
    answer_comment(comment=comment, by=cast.lead, answer="Put right.")
    assert approve_by_silence(today=date(2026, 7, 1)) == [minutes]


@time_machine.travel(NOW, tick=False)
def test_minutes_are_final_once_everybody_confirmed(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    states = [confirm_minutes(minutes=minutes, person=one.person).state for one in minutes.readers.order_by("pk")]
    assert states == ["circulated", "circulated", "final"]


@time_machine.travel(NOW, tick=False)
def test_who_confirmed_is_asked_anew_where_minutes_are_taken_back(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    confirm_minutes(minutes=minutes, person=minutes.readers.get(side="theirs").person)
    take_back_minutes(minutes=minutes)
    assert Minutes.objects.get(pk=minutes.pk).state == "draft"
    assert minutes.readers.filter(confirmed_at__isnull=False).count() == 0


@time_machine.travel(NOW, tick=False)
def test_minutes_are_approved_at_a_later_meeting_that_was_held(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    later = plan(jsc, by=cast.lead, starts_at=datetime(2026, 6, 10, 1, tzinfo=UTC))
    with pytest.raises(DomainError):
        approve_at_meeting(minutes=minutes, at=later)
    approve_at_meeting(minutes=minutes, at=hold_meeting(meeting=later))
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_at_meeting, minutes.approved_on) == ("final", later, date(2026, 6, 10))


@time_machine.travel(NOW, tick=False)
def test_nothing_changes_what_is_final(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    meeting = minutes.meeting
    item = meeting.agenda.get()
    for reader in minutes.readers.all():
        confirm_minutes(minutes=minutes, person=reader.person)
    meeting, item = Meeting.objects.get(pk=meeting.pk), AgendaItem.objects.get(pk=item.pk)
    owed = {"text": "x", "owner": cast.lead.person, "side": "ours"}
    for act in (
        lambda: write_said(item=item, text="x", base="", version=1),
        lambda: settle_item(item=item, outcome="done"),
        lambda: put(meeting),
        lambda: record_action(meeting=meeting, by=cast.lead, **owed),
        lambda: comment_minutes(minutes=minutes, person=cast.lead.person, text="x"),
    ):
        with pytest.raises(DomainError):
            act()
    for statement in (
        "UPDATE meetings_agendaitem SET said = 'x'",
        "DELETE FROM meetings_agendaitem",
        "UPDATE meetings_meeting SET place = 'x'",
        "UPDATE meetings_attendance SET presence = 'present'",
        "DELETE FROM meetings_attendance",
        "UPDATE meetings_minutes SET state = 'draft', approved_on = NULL, approved_how = ''",
        "DELETE FROM meetings_minutes",
        (
            "INSERT INTO meetings_attendance (meeting_id, person_id, side, role, presence) "
            " SELECT id, (SELECT max(id) FROM people_person), 'ours', 'guest', '' FROM meetings_meeting"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    correction = correct_minutes(minutes=Minutes.objects.get(pk=minutes.pk), by=cast.lead, text="It was 12, not 21.",
                                 corrected_on=date(2026, 6, 10))  # fmt: skip
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        correction.delete()


@time_machine.travel(NOW, tick=False)
def test_only_final_minutes_are_corrected(cast: Cast, jsc: Committee) -> None:
    minutes = _sent(cast, jsc)
    with pytest.raises(DomainError):
        correct_minutes(minutes=minutes, by=cast.lead, text="x", corrected_on=date(2026, 6, 10))
    assert MinutesComment.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "state"),
    [("2025-08-01", "forming"), ("2025-12-01", "active"), ("2026-06-01", "dormant")],
)
def test_where_a_committee_stands_without_meetings(day: str, state: str, jsc: Committee) -> None:
    found = with_states(Committee.objects.all(), date.fromisoformat(day)).get(pk=jsc.pk)
    assert found.state == state


@time_machine.travel(NOW, tick=False)
def test_a_meeting_wakes_a_committee(cast: Cast, jsc: Committee) -> None:
    held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 9, 0, tzinfo=UTC))
    found = with_states(Committee.objects.all(), date(2026, 6, 10)).get(pk=jsc.pk)
    assert (found.state, found.last_met_on) == ("active", date(2026, 6, 9))


@time_machine.travel(NOW, tick=False)
def test_calling_invites_and_remembers_who_sits_as_what(cast: Cast, jsc: Committee) -> None:
    meeting = called(plan(jsc, by=cast.lead), *people(jsc))
    assert (meeting.state, meeting.sequence) == ("called", 0)
    assert sorted(meeting.attendance.values_list("side", "role")) == [
        ("ours", "co_chair"), ("ours", "secretary"), ("theirs", "co_chair"),
    ]  # fmt: skip


@time_machine.travel(datetime(2026, 6, 1, 9, tzinfo=UTC), tick=False)
def test_what_somebody_presents_goes_over_with_them_as_long_as_it_is_to_come(cast: Cast, jsc: Committee) -> None:
    giver, taker = cast.team.person, cast.lead.person
    put(plan(jsc, by=cast.lead), "Budget", presenter=giver)
    put(held(jsc, by=cast.lead, starts_at=datetime(2026, 5, 4, tzinfo=UTC)), "Data", presenter=giver)
    presented = [one for one in holdings(giver, user=cast.lead).shown if one.kind == "presents"]
    assert [one.title for one in presented] == ["Budget"]
    hand_over(giver=giver, takers={one.key: taker for one in presented}, by=cast.lead)
    assert list(AgendaItem.objects.order_by("title").values_list("title", "presenter")) == [
        ("Budget", taker.pk),
        ("Data", giver.pk),
    ]
