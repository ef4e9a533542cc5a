"""A version is called an edition; its tables stay where they are."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0004_words"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable("version", "publishing_version"),
                migrations.AlterModelTable("versionevent", "publishing_versionevent"),
                migrations.RenameModel("Version", "Edition"),
                migrations.RenameModel("VersionEvent", "EditionEvent"),
                migrations.RenameModel("VersionText", "EditionText"),
                migrations.RenameField("block", "version", "edition"),
                migrations.RenameField("blockevent", "version", "edition"),
                migrations.RemoveConstraint(
                    model_name="block",
                    name="block_key_once_per_version",
                ),
                migrations.AlterField(
                    model_name="block",
                    name="edition",
                    field=models.ForeignKey(
                        db_column="version_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="publishing.edition",
                    ),
                ),
                migrations.AlterField(
                    model_name="blockevent",
                    name="edition",
                    field=models.ForeignKey(
                        db_column="version_id",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="publishing.edition",
                    ),
                ),
                migrations.AlterField(
                    model_name="edition",
                    name="content",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="publishing.content"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="block",
                    constraint=models.UniqueConstraint(fields=("edition", "key"), name="block_key_once_per_version"),
                ),
            ]
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="block",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="edition",
            name="way_to_readers",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="edition",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="edition",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="edition",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="editionevent",
            name="append_only",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_wording_only" IS DISTINCT FROM (NEW."is_wording_only") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func='INSERT INTO "publishing_blockevent" ("id", "is_wording_only", "key", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "version_id") VALUES (NEW."id", NEW."is_wording_only", NEW."key", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."text", NEW."version_id"); RETURN NULL;',
                    hash="729de667a91459f727b77f666bcac2b749778528",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d7e5",
                    table="publishing_block",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="way_to_readers",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:in_review,draft:pilot,draft:published,in_review:draft,in_review:pilot,in_review:published,pilot:draft,pilot:published,published:archived}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8201a6aad02a17c3edcd789147f7bdb4f1363594",
                    operation="UPDATE",
                    pgid="pgtrigger_way_to_readers_fc151",
                    table="publishing_version",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "publishing_versionevent" ("approved_by_id", "archived_at", "author_id", "change_note", "content_id", "created_at", "id", "last_writer_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_question", "pilot_since", "public_id", "published_at", "state", "updated_at", "version") VALUES (NEW."approved_by_id", NEW."archived_at", NEW."author_id", NEW."change_note", NEW."content_id", NEW."created_at", NEW."id", NEW."last_writer_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."pilot_question", NEW."pilot_since", NEW."public_id", NEW."published_at", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="1e3d2243a51730232c607a6e5a887248c8e53da5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a2034",
                    table="publishing_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "publishing_versionevent" ("approved_by_id", "archived_at", "author_id", "change_note", "content_id", "created_at", "id", "last_writer_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_question", "pilot_since", "public_id", "published_at", "state", "updated_at", "version") VALUES (NEW."approved_by_id", NEW."archived_at", NEW."author_id", NEW."change_note", NEW."content_id", NEW."created_at", NEW."id", NEW."last_writer_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."pilot_question", NEW."pilot_since", NEW."public_id", NEW."published_at", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="4435611edf46828f3997b8bbc252c003db90e089",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_acb91",
                    table="publishing_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "publishing_versionevent" ("approved_by_id", "archived_at", "author_id", "change_note", "content_id", "created_at", "id", "last_writer_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_question", "pilot_since", "public_id", "published_at", "state", "updated_at", "version") VALUES (OLD."approved_by_id", OLD."archived_at", OLD."author_id", OLD."change_note", OLD."content_id", OLD."created_at", OLD."id", OLD."last_writer_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."pilot_question", OLD."pilot_since", OLD."public_id", OLD."published_at", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="0189624afdd1546392626b4783464909c0e94665",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0f387",
                    table="publishing_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="88bc7a48b32316ce2149b49459c9307d4d785607",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3e9e3",
                    table="publishing_versionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
