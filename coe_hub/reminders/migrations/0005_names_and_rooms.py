"""Preferences, responses and runs get their names; what has a room of its own leaves. All tables stay."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_words"),
        ("reminders", "0004_calendar_feeds"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable("kindwish", "reminders_kindwish"),
                migrations.AlterModelTable("kindwishevent", "reminders_kindwishevent"),
                migrations.AlterModelTable("wish", "reminders_wish"),
                migrations.AlterModelTable("wishevent", "reminders_wishevent"),
                migrations.AlterModelTable("answer", "reminders_answer"),
                migrations.AlterModelTable("answerevent", "reminders_answerevent"),
                migrations.AlterModelTable("pass", "reminders_pass"),
                migrations.RenameModel(
                    old_name="KindWish",
                    new_name="KindPreference",
                ),
                migrations.RenameModel(
                    old_name="KindWishEvent",
                    new_name="KindPreferenceEvent",
                ),
                migrations.RenameModel(
                    old_name="Wish",
                    new_name="Preference",
                ),
                migrations.RenameModel(
                    old_name="WishEvent",
                    new_name="PreferenceEvent",
                ),
                migrations.RenameModel(
                    old_name="Answer",
                    new_name="Response",
                ),
                migrations.RenameModel(
                    old_name="AnswerEvent",
                    new_name="ResponseEvent",
                ),
                migrations.RenameModel(
                    old_name="Pass",
                    new_name="Run",
                ),
                migrations.RemoveField(
                    model_name="actionitem",
                    name="closed_by",
                ),
                migrations.RemoveField(
                    model_name="actionitem",
                    name="created_by",
                ),
                migrations.RemoveField(
                    model_name="actionitem",
                    name="owner",
                ),
                migrations.RemoveField(
                    model_name="actionitem",
                    name="scope",
                ),
                migrations.RemoveField(
                    model_name="actionitemevent",
                    name="pgh_obj",
                ),
                migrations.RemoveField(
                    model_name="actionitemevent",
                    name="closed_by",
                ),
                migrations.RemoveField(
                    model_name="actionitemevent",
                    name="created_by",
                ),
                migrations.RemoveField(
                    model_name="actionitemevent",
                    name="owner",
                ),
                migrations.RemoveField(
                    model_name="actionitemevent",
                    name="scope",
                ),
                migrations.RemoveField(
                    model_name="calendarfeed",
                    name="user",
                ),
                migrations.RemoveField(
                    model_name="calendarfeedevent",
                    name="pgh_obj",
                ),
                migrations.RemoveField(
                    model_name="calendarfeedevent",
                    name="user",
                ),
                migrations.DeleteModel(
                    name="ActionItem",
                ),
                migrations.DeleteModel(
                    name="ActionItemEvent",
                ),
                migrations.DeleteModel(
                    name="CalendarFeed",
                ),
                migrations.DeleteModel(
                    name="CalendarFeedEvent",
                ),
            ]
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindpreference",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindpreference",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindpreference",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindpreferenceevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="preference",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="preference",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="preference",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="preferenceevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="response",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="response",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="response",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="responseevent",
            name="append_only",
        ),
        migrations.AlterField(
            model_name="delivery",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="claim",
            field=models.CharField(
                blank=True, db_default="", help_text="Who holds it until then; a later claim ends it.", max_length=32
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="email",
            field=models.EmailField(blank=True, db_default="", max_length=254),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="headers",
            field=models.JSONField(db_default={}),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="html_body",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="last_error",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Waiting"),
                    ("sent", "Sent"),
                    ("stopped", "No longer needed"),
                    ("failed", "Failed"),
                ],
                db_default="planned",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="subject",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="text_body",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="unclear",
            field=models.PositiveSmallIntegerField(
                db_default=0, help_text="Attempts after which nobody knows if it went out."
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindpreference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_kindwishevent" ("id", "is_muted", "kind", "lead_days", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_muted", NEW."kind", NEW."lead_days", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="a1ea05b2280df1ff6677a839e9fcbe83c0975aff",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_49584",
                    table="reminders_kindwish",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindpreference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reminders_kindwishevent" ("id", "is_muted", "kind", "lead_days", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_muted", NEW."kind", NEW."lead_days", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="636d304848db6cc9fa2c7efcd459065c72eacc6d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1c86b",
                    table="reminders_kindwish",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindpreference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_kindwishevent" ("id", "is_muted", "kind", "lead_days", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."is_muted", OLD."kind", OLD."lead_days", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="29260ebb39038df1919a13325723687ec457f4f0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bd9dd",
                    table="reminders_kindwish",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindpreferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="06b4b3a1b4b5824a812af2d40f7bb42db27c21da",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cb1f9",
                    table="reminders_kindwishevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_wishevent" ("id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rhythm", "weekday") VALUES (NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rhythm", NEW."weekday"); RETURN NULL;',
                    hash="431d5f03797db1511e0e09acfc9073716a02620f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6d3b2",
                    table="reminders_wish",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reminders_wishevent" ("id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rhythm", "weekday") VALUES (NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rhythm", NEW."weekday"); RETURN NULL;',
                    hash="670d771cd435acf5b2efef18cb3b3022718ff7b9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2cf15",
                    table="reminders_wish",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_wishevent" ("id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rhythm", "weekday") VALUES (OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rhythm", OLD."weekday"); RETURN NULL;',
                    hash="5b864f601061746ec7c430ebd6ea0dd2b21ef3b1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_98696",
                    table="reminders_wish",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d73d95848491cdae23c0518be34b7d9b4f60b395",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3ba18",
                    table="reminders_wishevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_answerevent" ("answer", "at", "due_date", "id", "kind", "object_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") VALUES (NEW."answer", NEW."at", NEW."due_date", NEW."id", NEW."kind", NEW."object_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."until"); RETURN NULL;',
                    hash="545c1e085a2696062e6b5383807175bdbbdda460",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b6472",
                    table="reminders_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reminders_answerevent" ("answer", "at", "due_date", "id", "kind", "object_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") VALUES (NEW."answer", NEW."at", NEW."due_date", NEW."id", NEW."kind", NEW."object_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."until"); RETURN NULL;',
                    hash="d29b17b5051695a17f7c97a15c15155d071aea18",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_046a3",
                    table="reminders_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reminders_answerevent" ("answer", "at", "due_date", "id", "kind", "object_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until") VALUES (OLD."answer", OLD."at", OLD."due_date", OLD."id", OLD."kind", OLD."object_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."until"); RETURN NULL;',
                    hash="dc17d2258573dd31c7ab2030e5b9251afd85195a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0ee25",
                    table="reminders_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="63f1991ed8844969ead3a42571c794b7b878eedb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_63adb",
                    table="reminders_answerevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
