"""Calendars as others read them: here ical.js, which takes nothing but what the file says."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coe_hub.lib.calendars.events import Event, feed_file
from coe_hub.lib.calendars.mails import Guest, Meeting, ascii_address, itip_file
from tests.lib.ical_js import read_calendar

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
AIKO = Guest(name='中村 "愛子"; a, b: c', email="aiko@hub.example", language="ja", time_zone="Asia/Tokyo")
NORA = Guest(name="Nora Contact", email="nora@northwind.example", language="en", time_zone="America/New_York")


def timed(starts: datetime, *, zone: str = "America/New_York", **values: object) -> Event:
    return Event(**{"uid": "u@hub", "title": "T", "minutes": 60, "changed_at": AT, **values}, starts=starts, zone=zone)


def in_boston(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [((2026, 3, 7), 21), ((2026, 3, 8), 20), ((2026, 3, 9), 20), ((2026, 10, 31), 20), ((2026, 11, 1), 21)],
)
def test_four_in_the_afternoon_in_boston_is_right_before_and_after_clocks_change(
    day: tuple[int, int, int], hour_in_utc: int
) -> None:
    read = read_calendar(feed_file([timed(in_boston(*day, 16))], name="Hub"))
    [event] = read["events"]
    assert (event["starts"]["text"], event["starts"]["zone"]) == (
        f"{date(*day).isoformat()}T16:00:00",
        "America/New_York",
    )
    assert datetime.fromtimestamp(event["starts"]["seconds"], UTC) == datetime(*day, hour_in_utc, tzinfo=UTC)


def test_what_boston_agreed_on_is_read_at_the_right_hour_in_tokyo() -> None:
    read = read_calendar(feed_file([timed(in_boston(2026, 3, 8, 16))], name="Hub"))
    seen = datetime.fromtimestamp(read["events"][0]["starts"]["seconds"], ZoneInfo("Asia/Tokyo"))
    assert f"{seen:%Y-%m-%d %H:%M}" == "2026-03-09 05:00"


@pytest.mark.parametrize(
    "zone",
    [
        *("America/New_York", "America/Sao_Paulo", "Europe/Berlin", "Europe/Dublin", "Asia/Tokyo", "Asia/Kolkata"),
        *("Australia/Sydney", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "Africa/Cairo"),
        "UTC",
    ],
)
def test_a_time_zone_is_right_at_every_hour_of_its_two_years(zone: str) -> None:
    """Lord Howe moves by half an hour, Casablanca by the moon, Dublin's winter is the exception, Tokyo never moves."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [first + timedelta(hours=29 * step) for step in range(600)]
    events = [timed(at, zone=zone, uid=f"{step}@hub") for step, at in enumerate(moments)]
    read = read_calendar(feed_file(events, name="Hub"))
    wrong = [
        (at.isoformat(), event["starts"]["text"])
        for at, event in zip(moments, read["events"], strict=True)
        if event["starts"]["seconds"] != at.timestamp() and not _is_said_twice(at, zone)
    ]
    assert wrong == []
    assert read["zones"] == ([] if zone == "UTC" else [zone])


def _is_said_twice(at: datetime, zone: str) -> bool:
    """The hour that clocks show twice: a calendar file cannot say which one it means."""
    local = at.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@pytest.mark.parametrize(
    ("year", "onsets"),
    [(2026, ("20250309T020000", "20251102T020000")), (2031, ("20300310T020000", "20301103T020000"))],
)
def test_the_zone_of_boston_is_written_with_the_rules_of_its_year(year: int, onsets: tuple[str, str]) -> None:
    lines = feed_file([timed(in_boston(year, 7, 1, 9))], name="Hub").splitlines()
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]
    assert zone == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        f"DTSTART:{onsets[0]}",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZNAME:EST",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        f"DTSTART:{onsets[1]}",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_whole_day_is_a_day_everywhere_and_leaves_its_reader_free() -> None:
    day = Event(
        uid="u@hub",
        title="評価",
        starts=date(2026, 3, 8),
        changed_at=AT,
        text="一行目\nsecond; line",
        link="https://h/x",
    )
    read = read_calendar(feed_file([day], name="CoE Hub"))
    [event] = read["events"]
    assert (event["starts"], event["ends"]) == (
        {"isDay": True, "text": "2026-03-08", "zone": "floating", "seconds": None},
        {"isDay": True, "text": "2026-03-09", "zone": "floating", "seconds": None},
    )
    assert (event["summary"], event["description"], event["url"], event["transp"], event["alarms"]) == (
        "評価",
        "一行目\nsecond; line",
        "https://h/x",
        "TRANSPARENT",
        0,
    )
    assert (read["x-wr-calname"], read["refresh-interval"], read["x-published-ttl"], read["zones"]) == (
        "CoE Hub",
        "PT1H",
        "PT1H",
        [],
    )


def test_lines_are_at_most_75_octets_and_end_as_the_standard_says() -> None:
    text = feed_file([timed(in_boston(2026, 3, 8, 16), title="評価" * 60, text="長い説明 " * 50)], name="Hub")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    [event] = read_calendar(text)["events"]
    assert (event["summary"], event["description"]) == ("評価" * 60, "長い説明 " * 50)


MEETING = Meeting(event=timed(in_boston(2026, 11, 2, 16), sequence=3), organizer=NORA, guests=[AIKO, NORA])


def test_an_invitation_names_everybody_and_asks_for_an_answer(settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "CoE Hub <hub@hub.example>"
    read = read_calendar(itip_file(MEETING, to=AIKO, method="REQUEST"))
    [event] = read["events"]
    assert (read["method"], event["uid"], event["sequence"], event["status"]) == ("REQUEST", "u@hub", "3", "CONFIRMED")
    assert event["organizer"]["address"] == "mailto:nora@northwind.example"
    assert (event["organizer"]["name"], event["organizer"]["sentBy"]) == ("Nora Contact", "mailto:hub@hub.example")
    asked = [(one["address"], one["name"], one["status"], one["answers"]) for one in event["attendees"]]
    assert asked == [
        ("mailto:aiko@hub.example", '中村 "愛子"; a, b: c', "NEEDS-ACTION", "TRUE"),
        ("mailto:nora@northwind.example", "Nora Contact", "ACCEPTED", "FALSE"),
    ]


def test_the_organizer_gets_a_copy_to_keep_and_no_invitation_from_themself() -> None:
    read = read_calendar(itip_file(MEETING, to=NORA, method="REQUEST"))
    [event] = read["events"]
    assert (read["method"], event["uid"], event["attendees"]) == ("PUBLISH", "u@hub", [])


def test_a_cancellation_speaks_of_the_same_event_and_names_nobody_else() -> None:
    read = read_calendar(itip_file(MEETING, to=AIKO, method="CANCEL"))
    [event] = read["events"]
    assert (read["method"], event["uid"], event["sequence"], event["status"]) == ("CANCEL", "u@hub", "3", "CANCELLED")
    assert [one["address"] for one in event["attendees"]] == ["mailto:aiko@hub.example"]


def test_an_international_domain_is_written_in_ascii() -> None:
    assert ascii_address("anna@müller-pharma.example") == "anna@xn--mller-pharma-dlb.example"
    assert ascii_address("anna@kestrel.example") == "anna@kestrel.example"
