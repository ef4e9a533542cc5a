"""What texts are found by, and a view of every text of every version."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coe_hub.lib.sql

VERSION_TEXTS = """
CREATE VIEW publishing_version_text AS
    SELECT version_id, 'en' AS language, key, kind, position, text, words,
        CASE WHEN key = 'title' THEN hub_fold(text) ELSE '' END AS folded
    FROM publishing_block
    UNION ALL
    SELECT block.version_id, row.language, row.key, block.kind, block.position, row.text, row.words,
        CASE WHEN row.key = 'title' THEN hub_fold(row.text) ELSE '' END AS folded
    FROM publishing_blocktranslation AS row
    JOIN publishing_version AS version ON version.content_id = row.content_id
    JOIN publishing_block AS block ON block.version_id = version.id AND block.key = row.key
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lib", "0002_words"),
        ("publishing", "0003_pilots_retirement_and_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionText",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "version_id", "language", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("key", models.SlugField(max_length=60)),
                ("kind", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("folded", models.TextField()),
            ],
            options={
                "db_table": "publishing_version_text",
                "managed": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="blocktranslation",
            name="update_update",
        ),
        migrations.AddField(
            model_name="block",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        key="title",
                        then=models.Func(
                            models.F("text"),
                            models.Value(""),
                            function="hub_words",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                    ),
                    default=models.Func(
                        models.Value(""),
                        models.F("text"),
                        function="hub_words",
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="blocktranslation",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        key="title",
                        then=models.Func(
                            models.F("text"),
                            models.Value(""),
                            function="hub_words",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                    ),
                    default=models.Func(
                        models.Value(""),
                        models.F("text"),
                        function="hub_words",
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="block",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="block_words"),
        ),
        migrations.AddIndex(
            model_name="block",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Case(
                        models.When(key="title", then=coe_hub.lib.sql.Fold("text")),
                        default=models.Value(""),
                        output_field=models.TextField(),
                    ),
                    "gin_trgm_ops",
                ),
                name="block_title_trgm",
            ),
        ),
        migrations.AddIndex(
            model_name="blocktranslation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="block_translation_words"),
        ),
        migrations.AddIndex(
            model_name="blocktranslation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Case(
                        models.When(key="title", then=coe_hub.lib.sql.Fold("text")),
                        default=models.Value(""),
                        output_field=models.TextField(),
                    ),
                    "gin_trgm_ops",
                ),
                name="block_translation_title_trgm",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blocktranslation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."content_id" IS DISTINCT FROM (NEW."content_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."source_hash" IS DISTINCT FROM (NEW."source_hash") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."translated_at" IS DISTINCT FROM (NEW."translated_at") OR OLD."translated_by_id" IS DISTINCT FROM (NEW."translated_by_id"))',
                    func='INSERT INTO "publishing_blocktranslationevent" ("approved_by_id", "content_id", "id", "key", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_hash", "text", "translated_at", "translated_by_id") VALUES (NEW."approved_by_id", NEW."content_id", NEW."id", NEW."key", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source_hash", NEW."text", NEW."translated_at", NEW."translated_by_id"); RETURN NULL;',
                    hash="d8f2b438e8139bf0800150c11c78b4d8954850a2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72473",
                    table="publishing_blocktranslation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(VERSION_TEXTS, "DROP VIEW publishing_version_text"),
    ]
