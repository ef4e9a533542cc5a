"""The journal moves out of the alliances' core; its tables stay where they are."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coe_hub.lib.records
import coe_hub.lib.text
from coe_hub.lib.moves import drop_triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alliances", "0005_rooms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="JournalEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=coe_hub.lib.records.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("note", "Note"), ("call", "Call"), ("meeting", "Meeting")],
                                default="note",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=4000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="what happened",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="on")),
                        (
                            "alliance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="journal",
                                to="alliances.alliance",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_journalentry",
                    },
                ),
                migrations.CreateModel(
                    name="JournalEntryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(default=coe_hub.lib.records.new_public_id, editable=False, max_length=12),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("note", "Note"), ("call", "Call"), ("meeting", "Meeting")],
                                default="note",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=4000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="what happened",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="on")),
                        (
                            "alliance",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="alliances.alliance",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="journal.journalentry",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "alliances_journalentryevent",
                        "abstract": False,
                    },
                ),
                migrations.AddIndex(
                    model_name="journalentry",
                    index=models.Index(fields=["alliance", "-happened_on", "-id"], name="journal_by_date"),
                ),
                migrations.AddIndex(
                    model_name="journalentry",
                    index=models.Index(fields=["-created_at"], name="journal_by_created"),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="journal_text_given"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["note", "call", "meeting"])), name="journal_kind_known"
                    ),
                ),
            ]
        ),
        drop_triggers("alliances_journalentry"),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_journalentryevent" ("alliance_id", "archived_at", "by_id", "created_at", "happened_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."by_id", NEW."created_at", NEW."happened_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="d4c30c10964f8450eabcd16af896bfa38f2a42e6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f1b5b",
                    table="alliances_journalentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "alliances_journalentryevent" ("alliance_id", "archived_at", "by_id", "created_at", "happened_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") VALUES (NEW."alliance_id", NEW."archived_at", NEW."by_id", NEW."created_at", NEW."happened_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="60be24c8ffa024c300c90f2d16de8ec533c6fe91",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb54d",
                    table="alliances_journalentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "alliances_journalentryevent" ("alliance_id", "archived_at", "by_id", "created_at", "happened_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") VALUES (OLD."alliance_id", OLD."archived_at", OLD."by_id", OLD."created_at", OLD."happened_on", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."text", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="2795294444bcb05f1c7dffecd170dae07e68df13",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4c92c",
                    table="alliances_journalentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1c65c1b439a3d4a3863690af9ad622d36d0939a2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d15f",
                    table="alliances_journalentryevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
