"""A hub that was filled before rooms were cut anew upgrades with every row and all its history.

Tables are named as the database names them: models may move and be renamed, tables stay where they are. README.md says
where the rows come from.
"""

import gzip
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test import Client
from django.urls import reverse

from coe_hub.operations.backups.archive import Writer
from coe_hub.operations.backups.restoring import restore
from coe_hub.operations.backups.sealing import writing
from coe_hub.publishing.models import Edition
from tests.architecture.test_audit_trail import APPLICATION
from tests.upgrades.databases import Rows, columns_of_tables, load, own_database, rows_of
from training.models import Course, Question
from training.quiz import quiz_of

pytestmark = pytest.mark.sweep

FOLDER = Path(__file__).parent
# Django's own notes of which code there is; they follow the code.
BOOKKEEPING = {"auth_permission", "django_content_type", "django_migrations"}
# Tables of packages that the hub does not write to.
EMPTY = {
    "account_emailconfirmation": "addresses are confirmed by signed links",
    "auth_group": "roles are on the account",
    "auth_group_permissions": "as auth_group",
    "django_session": "left out of the dump",
    "pghistory_context": "the context is on the event rows",
}
# What an upgrade adds on purpose, as the condition that picks what was there before. The quiz of a course became part
# of the edition that readers see.
_NO_QUESTION = "kind <> 'question'"
_OF_NO_QUESTION = "key NOT IN (SELECT key FROM publishing_block WHERE kind = 'question')"
ADDED = {
    "publishing_block": _NO_QUESTION,
    "publishing_blockevent": _NO_QUESTION,
    "publishing_blocktranslation": _OF_NO_QUESTION,
    "publishing_blocktranslationevent": _OF_NO_QUESTION,
}

# What an upgrade writes anew on purpose. The contact address of people with an account became the account's, which
# leaves an event: the fixture was made before that day's second hour.
WRITTEN_ANEW = {"people_person": {"email", "version"}}
ADDED["people_personevent"] = "pgh_created_at < '2026-11-30 02:00+00'"

_MOVE = "UPDATE {table} SET id = -id WHERE id = (SELECT max(id) FROM {table} WHERE {those}) RETURNING id"
_GO_AND_COME = """
    WITH gone AS (DELETE FROM {table} WHERE id = %s RETURNING *)
    INSERT INTO {table} ({columns}) SELECT {columns} FROM gone
"""
_NOTED = "SELECT pgh_label FROM {events} WHERE id = %s ORDER BY pgh_label"
_RIGHTS = """
    SELECT relname, string_agg(verb, ', ' ORDER BY verb)
    FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS verb
    WHERE has_table_privilege(%s, pg_class.oid, verb) AND relname = ANY(%s)
    GROUP BY relname
"""
_PIECE = 100_000  # bytes of SQL in one piece of a backup; any number
_APPROVED = "An edition that was approved is never changed: write a new one."


@dataclass(frozen=True)
class Before:
    """The database before the upgrade, by table."""

    columns: dict[str, list[str]]
    rows: dict[str, Rows]

    @property
    def event_tables(self) -> set[str]:
        """Those of the audit trail."""
        return {table for table, columns in self.columns.items() if "pgh_id" in columns}


@pytest.fixture(scope="module")
def before(django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Before]:
    """What the older database held; when a test begins, a backup of it was restored by today's code and upgraded."""
    dump = FOLDER / "before_rooms.sql.xz"
    with django_db_blocker.unblock():
        with own_database():
            load(dump)
            columns = {
                table: [column for column in there if column not in WRITTEN_ANEW.get(table, ())]
                for table, there in columns_of_tables().items()
            }
            found = Before(columns, rows_of(columns))
        backup = tmp_path_factory.mktemp("backup") / "old.backup"
        with writing(backup, None) as stream:
            writer = Writer(stream)
            writer.manifest.rows = {table: rows.count for table, rows in found.rows.items()}
            sql = lzma.decompress(dump.read_bytes())
            for start in range(0, len(sql), _PIECE):
                writer.add_piece(gzip.compress(sql[start : start + _PIECE]))
            writer.close()
        with own_database():
            restore(backup)
            connection.ensure_connection()
            with pytest.MonkeyPatch.context() as patch:
                patch.setitem(settings.DATABASES["default"], "USER", APPLICATION)  # whom `migrate` gives its rights
                call_command("migrate", verbosity=0)
            yield found


@pytest.fixture
def as_application(before: Before) -> Iterator[None]:
    """Act under the role the product runs under; nothing stays."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(APPLICATION)}")
        yield
        transaction.set_rollback(True)


def tracked() -> dict[str, str]:
    """{table: table of its events}"""
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return {
        event.pgh_tracked_model._meta.db_table: event._meta.db_table
        for event in events
        if hasattr(event, "pgh_tracked_model")
    }


def test_there_was_something_in_every_table(before: Before) -> None:
    assert {table for table, rows in before.rows.items() if not rows.count} == set(EMPTY)


def test_every_row_is_as_it_was(before: Before) -> None:
    stays = {table: columns for table, columns in before.columns.items() if table not in BOOKKEEPING}
    assert rows_of(stays, those=ADDED) == {table: before.rows[table] for table in stays}


def test_models_read_every_row(before: Before) -> None:
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    assert set(before.rows) - set(models) == {"django_migrations"}
    tables = set(before.rows) - BOOKKEEPING
    read = {table: len(models[table]._base_manager.all()) for table in tables}
    there = rows_of({table: before.columns[table] for table in tables})
    assert read == {table: there[table].count for table in tables}


_QUESTIONS = """
    SELECT count(*), count(DISTINCT block.key), bool_and(version.state = 'published')
    FROM publishing_block AS block JOIN publishing_version AS version ON version.id = block.version_id
    WHERE block.kind = 'question'
"""
_ANSWERS = """
    SELECT bool_and(answer.question = question.key AND answer.choice = option.key) FROM training_answer AS answer
    JOIN training_option AS option ON option.id = answer.option_id
    JOIN training_question AS question ON question.id = option.question_id
"""
_ATTEMPTS = "SELECT bool_and(edition_id IS NOT NULL) FROM training_quizattempt"


def test_a_quiz_is_part_of_the_edition_that_readers_see(before: Before) -> None:
    with connection.cursor() as cursor:
        found = []
        for statement in (_QUESTIONS, _ANSWERS, _ATTEMPTS):
            cursor.execute(statement)
            found += cursor.fetchone()
    asked = before.rows["training_question"].count
    assert found == [asked, asked, True, True, True]
    for edition in Edition.objects.filter(blocks__kind="question").distinct():
        course = Course.objects.get(content=edition.content_id)
        former = Question.objects.filter(course=course).order_by("position")
        for language in ("en", "ja"):
            texts = [one.text for one in quiz_of(edition, language).questions]
            assert texts == [one.texts.get(language, one.texts["en"]) for one in former]
        right = [[one.is_correct for one in asked.options] for asked in quiz_of(edition, "en").questions]
        assert right == [list(one.options.order_by("position").values_list("is_correct", flat=True)) for one in former]


@pytest.mark.usefixtures("before")
def test_history_is_told_in_the_same_words() -> None:
    with transaction.atomic():
        client = Client()
        client.force_login(get_user_model().objects.get(email="manager@hub.example"))
        page = client.get(reverse("alliance_history", args=["bk6wcvfhf8"])).context["page"]
        transaction.set_rollback(True)
    told = [
        f"{one.at:%Y-%m-%d %H:%M:%S} {one.who or 'The hub'} {one.what}{one.reason and f' ({one.reason})'}"
        for one in page.paginator.object_list
    ]
    assert told == (FOLDER / "before_rooms_history.txt").read_text(encoding="utf-8").splitlines()


def _happenings(table: str, events: str) -> list[str]:
    """What the trail notes when a row gets another id, goes, and comes again."""
    columns = ", ".join(columns_of_tables()[table])
    names = {"table": table, "events": events, "columns": columns, "those": ADDED.get(table, "true")}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(**names))
        row = cursor.fetchone()
        cursor.execute(_GO_AND_COME.format(**names), row)
        cursor.execute(_NOTED.format(**names), row)
        return [label for (label,) in cursor.fetchall()]


@pytest.mark.usefixtures("as_application")
def test_the_trail_goes_on_once_for_each_change(before: Before) -> None:
    noted = {events: _happenings(table, events) for table, events in tracked().items() if table in before.rows}
    assert noted == {events: ["delete", "insert", "update"] for events in before.event_tables}


@pytest.mark.usefixtures("as_application")
@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE publishing_block SET text = 'x'", _APPROVED),
        ("DELETE FROM publishing_attachedfile", _APPROVED),
        (
            "UPDATE publishing_version SET state = 'draft' WHERE state = 'published'",
            'pgtrigger: Invalid transition of field "state" from "published" to "draft" on table publishing_version',
        ),
        (
            "UPDATE training_learningrecord SET course_slug = 'x'",
            "pgtrigger: Cannot update or delete rows from training_learningrecord table",
        ),
    ],
)
def test_what_was_closed_stays_closed(statement: str, refusal: str) -> None:
    with pytest.raises(InternalError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert str(raised.value).splitlines()[0] == refusal


def test_the_application_may_do_what_it_could(before: Before) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, [APPLICATION, list(before.rows)])
        rights = dict(cursor.fetchall())
    work = dict.fromkeys(before.rows, "DELETE, INSERT, SELECT, UPDATE")
    assert rights == work | dict.fromkeys(before.event_tables, "INSERT, SELECT") | {"django_migrations": "SELECT"}


@pytest.mark.usefixtures("before")
def test_models_ask_for_no_further_migration() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert said.getvalue() == "No changes detected\n"
