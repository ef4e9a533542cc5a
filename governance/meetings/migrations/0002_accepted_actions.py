"""That somebody at a partner accepts the words of an action."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingaction",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingaction",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingaction",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="meetingaction",
            name="accepted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="accepted"),
        ),
        migrations.AddField(
            model_name="meetingactionevent",
            name="accepted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="accepted"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingactionevent" ("accepted_at", "action_id", "agenda_item_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."accepted_at", NEW."action_id", NEW."agenda_item_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="7c92ed25504899d5d84942bcfac15fc253def21f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c03c",
                    table="meetings_meetingaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_meetingactionevent" ("accepted_at", "action_id", "agenda_item_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."accepted_at", NEW."action_id", NEW."agenda_item_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="bda0d300517e243589f8dd6c3dc313cf412ff950",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27a99",
                    table="meetings_meetingaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_meetingactionevent" ("accepted_at", "action_id", "agenda_item_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."accepted_at", OLD."action_id", OLD."agenda_item_id", OLD."id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="ce9bd3c99d30b377fac93a2587e6310b2fe03d33",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0bcbe",
                    table="meetings_meetingaction",
                    when="AFTER",
                ),
            ),
        ),
    ]
