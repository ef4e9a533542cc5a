"""Every change of every record is on the audit trail, and nobody rewrites it."""

import os
from collections.abc import Iterator

import pghistory.models
import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from coe_hub.lib.history import acting
from coe_hub.lib.roles import append_only_tables, grant_application_role
from coe_hub.vocabulary.models import Stage
from tests.architecture.test_floors import MODELS

UNTRACKED = {
    "alliances.Standing": "follows from rows that are tracked; triggers keep it",
    "imports.Import": "is itself a record of who brought in what; each record's own history tells what it changed",
    "imports.ImportRow": "as imports.Import; what stands in it may name what others may not know",
    "imports.KeptColumn": "a person's own answers, kept for their next import",
    "imports.KeptWord": "as imports.KeptColumn",
    "lists.ListHabit": "how close rows stand on somebody's screen; nobody's business but theirs",
    "lists.ManyChange": "what somebody asks for; what it changes stands in the history of each record",
    "lists.SavedView": "what somebody asks of a list, in their words; it may name people, and changes nothing",
    "operations.Backup": "that a backup was taken, by the operator or the night; what it holds is in its file",
    "operations.StoppedWork": "that a worker was killed, for admins; it goes after a month",
    "packs.Pack": "who made it when, and what it says: kept by a trigger; the rest is how far its files are",
    "privacy.RetentionRun": "what went one night, as figures; the rows themselves are gone",
    "api.Export": "an archive on its way, gone after a day; it changes nothing",
    "api.KeptAnswer": "what was answered to a request, for a day; what the request did is tracked",
    "api.WebhookCall": "a message on its way, and its own log; it tells of changes that are tracked",
    "reminders.Delivery": "a mail on its way; it only moves on to sent, stopped or failed, and is its own log",
    "reminders.Run": "that the engine ran; a figure for admins",
    "reminders.RefusedAddress": "holds an address, and event rows name nobody; it goes when the address is right",
    "reminders.Reminder": "that somebody was told; rows are added by the planner, and where a day moved",
    "surveys.Ballot": "answers lie sealed and tie to nobody until their wave closes",
    "surveys.Draft": "as surveys.Ballot; it belongs to whoever writes it and goes when it is handed in",
    "surveys.PulseSkipped": "as usage.UsageEvent: it is nobody's business but theirs",
    "surveys.Response": "what anonymous people answered; it never changes, and nothing tells who or when",
    "usage.LastSeen": "shown to nobody but the person; not evidence of anything",
    "usage.UsageEvent": "counted in groups and never held against a person; rows are only added",
    "usage.UnmetSearch": "as usage.UsageEvent; who put a text away stands on its rows",
    "publishing.EditionText": "a view of rows that are tracked",
    "training.Enrolment": "a person's own learning; the learning record keeps what counts",
    "training.LessonProgress": "as training.Enrolment",
    "training.QuizAttempt": "as training.Enrolment; it never changes once handed in",
    "training.Answer": "as training.QuizAttempt",
    "training.LearningRecord": "is itself a record to which rows are only added",
}
# Not of the audit trail, but as unchangeable.
LEARNING_RECORD = "training_learningrecord"
# Names of people, ways to reach them and secrets; event rows hold none of them.
PERSONAL = {"family_name", "given_name", "latin_name", "reading", "email", "phone", "about", "password", "token_hash"}
EVENTS = [model for model in MODELS if issubclass(model, pghistory.models.Event)]
APPLICATION = os.environ.get("DATABASE_APP_ROLE") or "hub_app"


def test_every_model_is_tracked_or_listed_with_a_reason() -> None:
    records = {model._meta.label for model in MODELS if model not in EVENTS}
    tracked = {model.pgh_tracked_model._meta.label for model in EVENTS}
    assert records - tracked == set(UNTRACKED)


def triggers(prefix: str) -> set[str]:
    """Tables with a living trigger whose name starts so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE starts_with(tgname, %s) AND tgenabled <> 'D'",
            [f"pgtrigger_{prefix}_"],
        )
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("happening", ["insert", "update", "delete"])
def test_the_database_notes_every_change_by_itself(happening: str) -> None:
    tracked = {event.pgh_tracked_model._meta.db_table for event in EVENTS}
    assert triggers(f"{happening}_{happening}") == tracked


def test_event_rows_name_nobody() -> None:
    named = [
        f"{event._meta.label}.{field.name}"
        for event in EVENTS
        for field in event._meta.fields
        if field.name in PERSONAL
    ]
    # How a company's name or a tool's title is read names no person.
    assert named == ["toolkits.ToolEvent.reading", "people.OrganisationEvent.reading"]


def test_every_event_carries_who_did_it_and_why_on_its_own_row() -> None:
    kinds = {event._meta.label: event._meta.get_field("pgh_context").get_internal_type() for event in EVENTS}
    assert kinds == dict.fromkeys(kinds, "JSONField")


@pytest.fixture
def as_application(db: None) -> Iterator[None]:
    """The role the product runs under, with what `migrate` grants it."""
    with connection.cursor() as cursor:
        grant_application_role(cursor, APPLICATION)
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(APPLICATION)}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def _refusal(statement: str) -> str:
    """What the database says to this statement; empty where it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (InternalError, ProgrammingError) as error:
        return str(error).splitlines()[0]
    return ""


def test_every_event_table_is_append_only() -> None:
    assert append_only_tables() == sorted(event._meta.db_table for event in EVENTS)


@pytest.mark.usefixtures("as_application")
@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_what_was_written(statement: str) -> None:
    refusals = {table: _refusal(statement.format(table)) for table in append_only_tables()}
    assert refusals == {table: f"permission denied for table {table}" for table in refusals}


@pytest.mark.usefixtures("as_application")
def test_the_application_adds_to_the_trail_and_works_on_every_other_table() -> None:
    with connection.cursor() as cursor:
        everything = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
    work = sorted(everything - set(append_only_tables()))
    refusals = {table: _refusal(_STATEMENT.format(table, _column(table))) for table in work}
    assert refusals == dict.fromkeys(work, "")
    with acting(by=None, reason="a test"):
        Stage.objects.filter(code="running").update(position=61)
    newest = Stage.pgh_event_model.objects.order_by("-pgh_id")[0]
    assert (newest.pgh_label, newest.position, newest.pgh_context) == ("update", 61, {"user": None, "reason": "a test"})


_STATEMENT = "UPDATE {} SET {} = NULL WHERE false"


def _column(table: str) -> str:
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)[0].name  # the last may be computed


@pytest.mark.django_db
def test_every_event_table_refuses_changes_whoever_asks() -> None:
    assert triggers("append_only") - {LEARNING_RECORD} == set(append_only_tables())


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_not_even_the_owner_changes_what_was_written(statement: str) -> None:
    table = Stage.pgh_event_model._meta.db_table
    assert _refusal(statement.format(table)) == f"pgtrigger: Cannot update or delete rows from {table} table"
