"""Action items move out of the reminders; their tables stay where they are."""

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
        ("reminders", "0005_names_and_rooms"),
        ("people", "0003_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ActionItem",
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
                            "text",
                            models.CharField(
                                max_length=300,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
                                verbose_name="what",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="note",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("ours", "Our side"), ("theirs", "Partner side")],
                                max_length=6,
                                verbose_name="side",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "source_label",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
                                verbose_name="comes from",
                            ),
                        ),
                        (
                            "source_url",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
                            ),
                        ),
                        ("reminds_by_mail", models.BooleanField(default=False, verbose_name="remind them by mail")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Still open"), ("done", "Done"), ("cancelled", "Cancelled")],
                                default="open",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        (
                            "close_note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="closing note",
                            ),
                        ),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="handed back")),
                        (
                            "returned_note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="why it was handed back",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="action_items",
                                to="people.person",
                                verbose_name="who",
                            ),
                        ),
                        (
                            "scope",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="action_items",
                                to="people.scope",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "reminders_actionitem",
                    },
                ),
                migrations.CreateModel(
                    name="ActionItemEvent",
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
                            "text",
                            models.CharField(
                                max_length=300,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
                                verbose_name="what",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="note",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("ours", "Our side"), ("theirs", "Partner side")],
                                max_length=6,
                                verbose_name="side",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "source_label",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
                                verbose_name="comes from",
                            ),
                        ),
                        (
                            "source_url",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                validators=[
                                    coe_hub.lib.text.refuse_control_characters,
                                    coe_hub.lib.text.refuse_line_breaks,
                                ],
                            ),
                        ),
                        ("reminds_by_mail", models.BooleanField(default=False, verbose_name="remind them by mail")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Still open"), ("done", "Done"), ("cancelled", "Cancelled")],
                                default="open",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        (
                            "close_note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="closing note",
                            ),
                        ),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="handed back")),
                        (
                            "returned_note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[coe_hub.lib.text.refuse_control_characters],
                                verbose_name="why it was handed back",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "created_by",
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
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="people.person",
                                verbose_name="who",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="action_items.actionitem",
                            ),
                        ),
                        (
                            "scope",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="people.scope",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "reminders_actionitemevent",
                        "abstract": False,
                    },
                ),
                migrations.AddIndex(
                    model_name="actionitem",
                    index=models.Index(fields=["scope", "state", "due_on"], name="action_item_by_scope"),
                ),
                migrations.AddIndex(
                    model_name="actionitem",
                    index=models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["owner", "due_on"],
                        name="action_item_open_by_owner",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="action_item_text_given"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("side__in", ["ours", "theirs"])), name="action_item_side_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "cancelled"])), name="action_item_state_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("close_note", ""),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="action_item_closed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("close_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="action_item_cancelled_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actionitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("returned_note", ""), ("returned_at__isnull", False), _connector="OR"),
                        name="action_item_return_has_time",
                    ),
                ),
            ]
        ),
        drop_triggers("reminders_actionitem"),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_actionitemevent" ("archived_at", "close_note", "closed_at", "closed_by_id", "created_at", "created_by_id", "due_on", "id", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reminds_by_mail", "returned_at", "returned_note", "scope_id", "side", "source_label", "source_url", "state", "text", "updated_at", "version") VALUES (NEW."archived_at", NEW."close_note", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."id", NEW."note", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."reminds_by_mail", NEW."returned_at", NEW."returned_note", NEW."scope_id", NEW."side", NEW."source_label", NEW."source_url", NEW."state", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="234f0789b4facc5d22b71e86ef881b2ab44c911a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a436",
                    table="reminders_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reminders_actionitemevent" ("archived_at", "close_note", "closed_at", "closed_by_id", "created_at", "created_by_id", "due_on", "id", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reminds_by_mail", "returned_at", "returned_note", "scope_id", "side", "source_label", "source_url", "state", "text", "updated_at", "version") VALUES (NEW."archived_at", NEW."close_note", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."id", NEW."note", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."reminds_by_mail", NEW."returned_at", NEW."returned_note", NEW."scope_id", NEW."side", NEW."source_label", NEW."source_url", NEW."state", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="81cc001727049923ff0a4dcbb121ce2f761ae6c0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08423",
                    table="reminders_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_actionitemevent" ("archived_at", "close_note", "closed_at", "closed_by_id", "created_at", "created_by_id", "due_on", "id", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reminds_by_mail", "returned_at", "returned_note", "scope_id", "side", "source_label", "source_url", "state", "text", "updated_at", "version") VALUES (OLD."archived_at", OLD."close_note", OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."created_by_id", OLD."due_on", OLD."id", OLD."note", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."reminds_by_mail", OLD."returned_at", OLD."returned_note", OLD."scope_id", OLD."side", OLD."source_label", OLD."source_url", OLD."state", OLD."text", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="e4c7ea81f20cb008e866ad6609e9233aaf9da8c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_80487",
                    table="reminders_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d49e81d15baae2b1005db92aba21f08948859c0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2d871",
                    table="reminders_actionitemevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
