"""What text people may enter, and how days and places are written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone, translation

from coe_hub.lib.dates import ago, date_text, local_date, span_text
from coe_hub.lib.fields import AddressField, TextField
from coe_hub.lib.places import country_choices, country_name, time_zones, validate_time_zone
from coe_hub.lib.text import as_seen, first_sentence, refuse_control_characters, refuse_line_breaks, tidy

REFUSED = {
    "NUL": "\x00", "bell": "\x07", "escape": "\x1b", "delete": "\x7f", "a C1 control": "\x85",
    "left-to-right override": "\u202d", "right-to-left override": "\u202e", "isolate": "\u2066",
    "a byte order mark": "\ufeff",
}  # fmt: skip
TAKEN = {
    "Japanese": "中外サンプル株式会社", "half-width kana": "ﾅｶﾑﾗ", "Arabic": "شركة", "Hebrew": "חברה",
    "an emoji family": "👩‍🔬", "a combining accent": "e\u0301", "lines and tabs": "a\n\tb\r\nc", "nothing": "",
    "a right-to-left mark": "שלום\u200f", "a soft hyphen": "co\u00adop", "Persian": "می\u200cخواهم",
}  # fmt: skip


@pytest.mark.parametrize("character", REFUSED.values(), ids=REFUSED)
def test_characters_that_cannot_be_seen_are_refused_by_name(character: str) -> None:
    with pytest.raises(ValidationError) as refused:
        refuse_control_characters(f"before {character} after")
    assert refused.value.params == {"code": f"U+{ord(character):04X}"}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_every_script_is_taken(text: str) -> None:
    refuse_control_characters(text)


UNSEEN = ["\u200b", "\u200e", "\u200f\u2060", "\u00ad", "\u3164", "\u200d", "\ufe0f", "\u2800", " \u200b "]


@pytest.mark.parametrize("text", UNSEEN)
def test_text_of_which_nothing_is_seen_is_empty(text: str) -> None:
    assert (TextField(required=False).clean(text), tidy(text, is_one_line=False)) == ("", "")
    with pytest.raises(ValidationError, match="This field is required"):
        TextField().clean(text)
    with pytest.raises(ValidationError, match="Nothing of this text can be seen"):
        refuse_control_characters(text)


KEPT = {
    "Persian": "می\u200cخواهم", "an emoji family": "👩\u200d🔬", "a variation": "❤\ufe0f",
    "a flag": "🏴\U000e0067\U000e007f",
    "Japanese": "中村　愛子",
}  # fmt: skip


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_shapes_its_neighbours_stays(text: str) -> None:
    assert TextField().clean(text) == text


def test_what_says_nothing_is_dropped_on_one_line_and_the_rest_looks_the_same() -> None:
    assert TextField().clean("\u200bNorth\u200e\u00adwind\u2060 ") == "Northwind"
    assert {as_seen(text) for text in ("Northwind", "North\u200bwind", "ＮＯＲＴＨＷＩＮＤ", "North\u200dwind")} == {
        "northwind"
    }


def test_the_database_folds_what_is_not_seen_away(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hub_fold(%s), hub_fold(%s)", ["Nörth\u200b\u200e\u200dwind\u3164", "می\u200cخواهم"])
        assert cursor.fetchone() == ("northwind", "میخواهم")


def test_a_line_end_counts_as_the_browser_counts_it() -> None:
    typed = "\n".join(["x"] * 2000)
    field = TextField(max_length=3999, widget=forms.Textarea)
    assert (len(typed), field.clean(typed.replace("\n", "\r\n"))) == (3999, typed)
    with pytest.raises(ValidationError, match="it has 4000"):
        field.clean(typed.replace("\n", "\r\n") + "y")


ADDRESSES = {
    "case": ("Nora@North.Example", "nora@north.example"),
    "full-width": ("ｎｏｒａ＠north.example", "nora@north.example"),
    "a domain in its script": ("nora@MÜLLER.example", "nora@müller.example"),
    "the same domain in letters": ("nora@xn--mller-kva.example", "nora@müller.example"),
}


@pytest.mark.parametrize(("typed", "kept"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_written_in_one_way(typed: str, kept: str) -> None:
    assert AddressField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["nora", "@", "nora@", "nora@north example"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="Enter a valid email address"):
        AddressField().clean(typed)


@pytest.mark.parametrize("mark", ["\n", "\r", "\t", "\u2028", "\u2029"])
def test_one_line_is_one_line(mark: str) -> None:
    refuse_line_breaks("one line")
    with pytest.raises(ValidationError, match="on one line"):
        refuse_line_breaks(f"a{mark}b")


DAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("style", "english", "japanese"),
    [
        ("full", "12 Nov 2026", "2026年11月12日"),
        ("short", "12 Nov", "11月12日"),
        ("weekday", "Thu 12 Nov", "11月12日（木）"),
        ("long", "Thursday 12 November", "11月12日（木）"),
        ("month", "Nov 2026", "2026年11月"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(style: str, english: str, japanese: str) -> None:
    with time_machine.travel("2026-05-04T09:00Z", tick=False):
        written = {}
        for language in ("en", "ja"):
            with translation.override(language):
                written[language] = date_text(DAY, style)
    assert written == {"en": english, "ja": japanese}


def test_a_day_of_another_year_says_its_year() -> None:
    with time_machine.travel("2027-05-04T09:00Z", tick=False):
        assert (date_text(DAY, "short"), date_text(DAY, "weekday"), date_text(None)) == (
            "12 Nov 2026",
            "12 Nov 2026",
            "",
        )


def test_a_moment_is_told_on_the_readers_clock() -> None:
    moment = datetime(2026, 11, 12, 20, 5, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert (date_text(moment, "time"), local_date(moment)) == ("13 Nov 2026, 05:05", date(2026, 11, 13))
    with timezone.override("America/New_York"):
        assert (date_text(moment, "time"), local_date(moment)) == ("12 Nov 2026, 15:05", DAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 12), "today"),
        (date(2026, 11, 11), "yesterday"),
        (date(2026, 11, 6), "Friday"),
        (date(2026, 11, 5), "last week"),
        (date(2026, 10, 30), "last week"),
        (date(2026, 10, 29), "2 weeks ago"),
        (date(2026, 9, 14), "8 weeks ago"),
        (date(2026, 7, 12), "4 months ago"),
        (date(2024, 11, 12), "2 years ago"),
        (date(2026, 11, 13), "13 Nov 2026"),
        (None, ""),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit_that_fits_twice(day: date | None, words: str) -> None:
    assert ago(day, today=DAY) == words


def test_countries_are_named_in_the_readers_language() -> None:
    named = {}
    for language in ("en", "ja"):
        with translation.override(language):
            named[language] = [country_name(code) for code in ("JP", "DE", "")]
    assert named == {"en": ["Japan", "Germany", ""], "ja": ["日本", "ドイツ", ""]}
    codes = {code for code, _name in country_choices()}
    assert codes.isdisjoint({"EU", "UN", "ZZ", "XA"})
    assert {"JP", "US", "CH", "KR", "TW"} <= codes


def test_a_time_zone_is_a_place() -> None:
    validate_time_zone("Asia/Tokyo")
    for wrong in ("Tokyo", "asia/tokyo", "Etc/GMT+9", "EST", "", "../etc/passwd"):
        with pytest.raises(ValidationError, match="Choose a time zone"):
            validate_time_zone(wrong)
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= time_zones()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("For 1.5 hours only. Not for a call.", "For 1.5 hours only."),
        ("安全対策には使いません。電話にも不要です。", "安全対策には使いません。"),
        ("Never\nalone? Ask. Then go.", "Never alone?"),
        ("No stop at all", "No stop at all"),
        ("", ""),
    ],
)
def test_the_first_sentence_of_a_text(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_an_hour_that_the_clocks_repeat_says_which_one_it_is() -> None:
    starts = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    zone = ZoneInfo("Europe/Berlin")
    assert span_text(starts, minutes=60, zone=zone) == "Sunday 25 October 2026, 02:30 CEST–02:30 CET"
    assert span_text(starts - timedelta(days=1), minutes=60, zone=zone) == "Saturday 24 October 2026, 02:30–03:30"
