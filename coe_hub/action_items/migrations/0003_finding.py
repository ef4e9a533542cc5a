"""What action items are found by."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coe_hub.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("lib", "0005_names_and_forms"),
        ("action_items", "0002_proposed_days"),
        ("people", "0006_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="actionitem",
            name="update_update",
        ),
        migrations.AddField(
            model_name="actionitem",
            name="folded",
            field=models.GeneratedField(
                db_persist=True, expression=coe_hub.lib.sql.Fold(models.F("text")), output_field=models.TextField()
            ),
        ),
        migrations.AddField(
            model_name="actionitem",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("text"),
                    django.db.models.functions.text.Concat(
                        models.F("note"),
                        models.Value(" "),
                        models.F("close_note"),
                        models.Value(" "),
                        models.F("returned_note"),
                        models.Value(" "),
                        models.F("source_label"),
                        models.Value(" "),
                        output_field=models.TextField(),
                    ),
                    function="hub_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="actionitem",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="action_item_folded_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="actionitem",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="action_item_words"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."close_note" IS DISTINCT FROM (NEW."close_note") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."proposed_note" IS DISTINCT FROM (NEW."proposed_note") OR OLD."proposed_on" IS DISTINCT FROM (NEW."proposed_on") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reminds_by_mail" IS DISTINCT FROM (NEW."reminds_by_mail") OR OLD."returned_at" IS DISTINCT FROM (NEW."returned_at") OR OLD."returned_note" IS DISTINCT FROM (NEW."returned_note") OR OLD."scope_id" IS DISTINCT FROM (NEW."scope_id") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."source_label" IS DISTINCT FROM (NEW."source_label") OR OLD."source_url" IS DISTINCT FROM (NEW."source_url") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "reminders_actionitemevent" ("archived_at", "close_note", "closed_at", "closed_by_id", "created_at", "created_by_id", "due_on", "id", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_note", "proposed_on", "public_id", "reminds_by_mail", "returned_at", "returned_note", "scope_id", "side", "source_label", "source_url", "state", "text", "updated_at", "version") VALUES (NEW."archived_at", NEW."close_note", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."id", NEW."note", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_note", NEW."proposed_on", NEW."public_id", NEW."reminds_by_mail", NEW."returned_at", NEW."returned_note", NEW."scope_id", NEW."side", NEW."source_label", NEW."source_url", NEW."state", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="80be8deff6ddd62644dd05d7fb2d4d93fd76bf03",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08423",
                    table="reminders_actionitem",
                    when="AFTER",
                ),
            ),
        ),
    ]
