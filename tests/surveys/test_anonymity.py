"""Nobody who reads every table, the audit trail, the log or a backup can tie an answer to a person."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client

from coe_hub.people.models import Person
from coe_hub.surveys.actions.answering import Answers, keep_draft
from coe_hub.surveys.actions.waves import close_wave
from coe_hub.surveys.inviting import invite
from coe_hub.surveys.models import Ballot, Draft, Participant, Response, Wave
from tests import databases
from tests.cast import Cast, make_cast, make_open_alliance
from tests.surveys.conftest import House
from tests.surveys.data import OURS, THEIRS, answer, make_questionnaire, make_wave, people_of

SAID = "We learn of it from the newspaper"


def every_row() -> dict[str, list[str]]:
    """All that stands in the database, as text, with the system columns of each row."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608  names of our own tables
            found[table] = [text for (text,) in cursor.fetchall()]
    return found


def tables_with(text: str) -> list[str]:
    """Where in the database this text can be read."""
    return sorted(table for table, rows in every_row().items() if any(text in row for row in rows))


def hand_in_all(wave: Wave, people: list[Person]) -> None:
    for place, person in enumerate(people):
        answer(wave, person, {"trust": f"{SAID} {place}"}, word_kept=str(1 + place % 5), bad_news="3", one_plan="4")


def test_while_it_is_open_no_table_can_be_read_for_what_somebody_wrote(wave: Wave, house: House) -> None:
    participant = Participant.objects.get(wave=wave, person=house.ours[0])
    keep_draft(participant=participant, given=Answers({"word-kept": "1"}, {"trust": SAID}))
    hand_in_all(wave, house.ours[1:])
    assert tables_with(SAID) == []
    assert (Draft.objects.count(), Ballot.objects.count(), Response.objects.count()) == (1, 3, 0)
    sealed = [*Draft.objects.values_list("sealed", flat=True), *Ballot.objects.values_list("sealed", flat=True)]
    # Neither the length nor a time in it tells one from another.
    assert {len(one) for one in sealed} == {len(sealed[0])}
    assert {one[:12] for one in sealed} == {"gAAAAAAAAAAA"}


def test_handing_in_takes_the_draft_away_in_the_same_step(wave: Wave, house: House) -> None:
    participant = Participant.objects.get(wave=wave, person=house.ours[0])
    keep_draft(participant=participant, given=Answers({"word-kept": "1"}, {}))
    answer(wave, house.ours[0], word_kept="2")
    assert (Draft.objects.count(), Ballot.objects.count()) == (0, 1)


def test_once_closed_a_response_says_nothing_of_who_when_or_in_which_order(wave: Wave, house: House) -> None:
    everybody = [*house.ours, *house.theirs]
    hand_in_all(wave, everybody)
    close_wave(wave=wave)
    assert tables_with(SAID) == ["surveys_response"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text, cmin::text FROM surveys_response")
        assert len(cursor.fetchall()) == 1  # one statement wrote them all
        cursor.execute("SELECT * FROM surveys_response LIMIT 0")
        columns = sorted(column.name for column in cursor.description)
        cursor.execute("SELECT comments ->> 'trust', side_id, participant_id FROM surveys_response ORDER BY ctid")
        rows = cursor.fetchall()
    assert columns == ["answers", "comments", "id", "participant_id", "perspective", "side_id", "wave_id"]
    assert {participant for _text, _side, participant in rows} == {None}
    assert Ballot.objects.count() == 0


def test_the_order_of_rows_is_of_chance(cast: Cast, house: House) -> None:
    orders = set()
    for _time in range(6):
        wave = make_wave(house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs)
        hand_in_all(wave, [*house.ours, *house.theirs])
        close_wave(wave=wave)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT comments ->> 'trust' FROM surveys_response WHERE wave_id = %s ORDER BY ctid", [wave.pk]
            )
            orders.add(tuple(text for (text,) in cursor.fetchall()))
    assert len(orders) > 1  # of 40,320 orders each: six alike would be a wonder


def test_nothing_of_it_stands_on_the_audit_trail(cast: Cast, house: House, sign_in: Callable[..., Client]) -> None:
    people = [cast.lead.person, cast.team.person, house.ours[0]]
    wave = make_wave(house.alliance, house.questionnaire, cast.lead, ours=people, theirs=house.theirs)
    before = {table: rows for table, rows in every_row().items() if table.endswith("event")}
    page = sign_in(cast.team).post(
        wave.get_absolute_url(),
        {"question-word-kept": "1", "question-bad-news": "2", "question-one-plan": "3", "question-how": "a"}
        | {"question-first_0": "a", "comment-trust": SAID, "step": "hand_in"},
    )
    assert page.status_code == 302
    assert Ballot.objects.count() == 1
    after = {table: rows for table, rows in every_row().items() if table.endswith("event")}
    assert after == before


def test_nothing_of_it_is_logged(
    cast: Cast, house: House, sign_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    people = [cast.lead.person, cast.team.person, house.ours[0]]
    wave = make_wave(house.alliance, house.questionnaire, cast.lead, ours=people, theirs=house.theirs)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        sign_in(cast.team).post(wave.get_absolute_url(), {"comment-trust": SAID, "step": "keep"})
    assert Draft.objects.count() == 1
    assert [record.getMessage() for record in caplog.records if SAID in record.getMessage()] == []


@pytest.mark.processes
@pytest.mark.usefixtures("words")
def test_a_backup_names_nobody_either(tmp_path: Path) -> None:
    """Backups after each that was handed in, and one after the wave was closed, laid side by side."""
    cast = make_cast()
    alliance = make_open_alliance(cast)
    ours, theirs = people_of(alliance, "ours", OURS), people_of(alliance, "theirs", THEIRS)
    wave = make_wave(alliance, make_questionnaire(cast.curator), cast.lead, ours=ours, theirs=theirs)
    backups = []
    for place, person in enumerate([*ours, *theirs]):
        answer(wave, person, {"trust": f"{SAID} {place}"}, word_kept="1")
        backups.append(databases.dump(tmp_path / "backup.sql"))
    assert [one.count(SAID) for one in backups] == [0] * 8
    close_wave(wave=wave)
    table = rows_of("surveys_response", databases.dump(tmp_path / "backup.sql"))
    assert sorted(table[0]) == sorted(
        ["id", "perspective", "answers", "comments", "participant_id", "side_id", "wave_id"]
    )
    place = table[0].index("participant_id")
    assert [row[place] for row in table[1:]] == ["\\N"] * 8


def rows_of(table: str, backup: str) -> list[list[str]]:
    """The names of the columns of a table in a backup, and its rows."""
    head, _begin, rest = backup.split(f"COPY public.{table} (", 1)[1].partition(") FROM stdin;\n")
    return [head.split(", "), *(line.split("\t") for line in rest.split("\\.\n", 1)[0].splitlines())]


def refused(statement: str, *values: Any) -> str:
    """What the database says to this statement; empty where it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except InternalError as error:
        return str(error).splitlines()[0]
    return ""


def test_what_was_promised_cannot_be_changed_even_by_sql(wave: Wave, cast: Cast, house: House) -> None:
    later = "UPDATE surveys_wave SET {} WHERE id = %s"
    for change in ("is_anonymous = false", "minimum = 4"):
        assert "Cannot update rows" in refused(later.format(change), wave.pk)
    close_wave(wave=wave)
    assert refused(later.format("closed_at = NULL"), wave.pk) == "A wave that was closed stays closed."


def test_the_database_refuses_a_name_on_an_anonymous_response(wave: Wave) -> None:
    participant = wave.participants.first()
    assert participant is not None
    statement = (
        "INSERT INTO surveys_response (id, wave_id, side_id, perspective, participant_id, answers, comments)"
        " VALUES (gen_random_uuid(), %s, %s, '', %s, '{}', '{}')"
    )
    said = refused(statement, wave.pk, participant.side_id, participant.pk)
    assert said == "Answers of an anonymous wave name nobody."
    assert refused(statement, wave.pk, participant.side_id, None) == ""
    assert "Cannot update rows" in refused("UPDATE surveys_response SET answers = %s", json.dumps({"word-kept": "5"}))


def test_with_names_a_response_knows_who_gave_it(cast: Cast, house: House) -> None:
    wave = make_wave(
        house.alliance, house.questionnaire, cast.lead, ours=house.ours, theirs=house.theirs, is_anonymous=False
    )
    answer(wave, house.ours[0], word_kept="2")
    close_wave(wave=wave)
    assert [row.participant.person for row in Response.objects.filter(wave=wave)] == [house.ours[0]]


def test_who_is_asked_is_on_the_trail_and_who_has_answered_is_not(wave: Wave, cast: Cast, house: House) -> None:
    invite(wave=wave, by=cast.lead)
    events = Participant.pgh_event_model.objects
    before = events.count()
    answer(wave, house.ours[0], word_kept="2")
    assert (before, events.count()) == (16, 16)  # each came and was asked
