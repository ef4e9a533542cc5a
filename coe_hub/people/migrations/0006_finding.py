"""People and organisations sort and identify whatever their case, accents, kana and spaces; what people know is found."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import coe_hub.lib.sql
import coe_hub.lib.text


class Migration(migrations.Migration):
    dependencies = [
        ("lib", "0005_names_and_forms"),
        ("people", "0005_one_address"),
        ("vocabulary", "0002_finding"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="delete_delete",
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_name_folded",
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_folded_trgm",
        ),
        migrations.RemoveField(
            model_name="organisation",
            name="folded",
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_words",
        ),
        migrations.RemoveField(
            model_name="organisation",
            name="words",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_sort_key",
        ),
        migrations.RemoveField(
            model_name="person",
            name="sort_key",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_words",
        ),
        migrations.RemoveField(
            model_name="person",
            name="words",
        ),
        migrations.AddField(
            model_name="organisation",
            name="reading",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Used to sort and to find.",
                max_length=300,
                validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                verbose_name="reading (kana)",
            ),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="reading",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Used to sort and to find.",
                max_length=300,
                validators=[coe_hub.lib.text.refuse_control_characters, coe_hub.lib.text.refuse_line_breaks],
                verbose_name="reading (kana)",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True, expression=coe_hub.lib.sql.SortKey("name"), output_field=models.TextField()
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.Fold(
                    django.db.models.functions.text.Concat(
                        models.F("name"),
                        models.Value(" "),
                        models.F("local_name"),
                        models.Value(" "),
                        models.F("reading"),
                        models.Value(" "),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("name"),
                        models.Value(" "),
                        models.F("local_name"),
                        models.Value(" "),
                        models.F("reading"),
                        models.Value(" "),
                        output_field=models.TextField(),
                    ),
                    models.Value(""),
                    function="hub_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.SortKey(
                    django.db.models.functions.comparison.Coalesce(
                        django.db.models.functions.comparison.NullIf(
                            models.Func(
                                "latin_name",
                                models.Value("^(.*\\S)\\s+(\\S+)$"),
                                models.Value("\\2 \\1"),
                                function="regexp_replace",
                                output_field=models.TextField(),
                            ),
                            models.Value(""),
                        ),
                        django.db.models.functions.comparison.NullIf("reading", models.Value("")),
                        django.db.models.functions.text.Concat(
                            "family_name", models.Value(" "), "given_name", output_field=models.TextField()
                        ),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("family_name"),
                        models.Value(" "),
                        models.F("given_name"),
                        models.Value(" "),
                        models.F("family_name"),
                        models.Value(" "),
                        models.F("latin_name"),
                        models.Value(" "),
                        models.F("reading"),
                        models.Value(" "),
                        output_field=models.TextField(),
                    ),
                    django.db.models.functions.text.Concat(
                        models.F("job_title"),
                        models.Value(" "),
                        models.F("local_job_title"),
                        models.Value(" "),
                        models.F("about"),
                        models.Value(" "),
                        models.Func(
                            "email",
                            models.Value("@"),
                            models.Value(1),
                            function="split_part",
                            output_field=models.TextField(),
                        ),
                        models.Value(" "),
                        output_field=models.TextField(),
                    ),
                    function="hub_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="local_sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.SortKey(
                    django.db.models.functions.comparison.Coalesce(
                        django.db.models.functions.comparison.NullIf("reading", models.Value("")),
                        django.db.models.functions.comparison.NullIf(
                            models.Func(
                                "local_name",
                                models.Value("^[^ぁ-ヿ].*$"),
                                models.Value(""),
                                function="regexp_replace",
                                output_field=models.TextField(),
                            ),
                            models.Value(""),
                        ),
                        "name",
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_keys",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.NameKeys("name", "local_name", "reading"),
                output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="local_sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.SortKey(
                    django.db.models.functions.comparison.Coalesce(
                        django.db.models.functions.comparison.NullIf("reading", models.Value("")),
                        django.db.models.functions.text.Concat(
                            "family_name", models.Value(" "), "given_name", output_field=models.TextField()
                        ),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="name_keys",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.NameKeys(
                    django.db.models.functions.text.Concat(
                        "family_name", models.Value(" "), "given_name", output_field=models.TextField()
                    ),
                    django.db.models.functions.text.Concat(
                        "given_name", models.Value(" "), "family_name", output_field=models.TextField()
                    ),
                    "latin_name",
                    models.Func(
                        "latin_name",
                        models.Value("^(.*\\S)\\s+(\\S+)$"),
                        models.Value("\\2 \\1"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                    "reading",
                    models.Func(
                        "reading",
                        models.Value("^(\\S+)\\s+(\\S.*)$"),
                        models.Value("\\2 \\1"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                ),
                output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["name_keys"], name="organisation_name_keys"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["sort_key"], name="organisation_sort_key"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["local_sort_key"], name="organisation_local_sort_key"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["name_keys"], name="person_name_keys"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["local_sort_key"], name="person_local_sort_key"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="organisation_folded_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="organisation_words"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_key"], name="person_sort_key"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="person_words"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_organisationevent" ("archived_at", "country", "created_at", "id", "is_public", "kind", "local_name", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reading", "updated_at", "version", "website") VALUES (NEW."archived_at", NEW."country", NEW."created_at", NEW."id", NEW."is_public", NEW."kind", NEW."local_name", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."reading", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="cc08c947d94efdbbced15ab4e3fb6fcc8d7d1975",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d087f",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."local_name" IS DISTINCT FROM (NEW."local_name") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reading" IS DISTINCT FROM (NEW."reading") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "people_organisationevent" ("archived_at", "country", "created_at", "id", "is_public", "kind", "local_name", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reading", "updated_at", "version", "website") VALUES (NEW."archived_at", NEW."country", NEW."created_at", NEW."id", NEW."is_public", NEW."kind", NEW."local_name", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."reading", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="725268255c4c51f8b5a8fde3d6e6b35ba56bde7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3fee",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_organisationevent" ("archived_at", "country", "created_at", "id", "is_public", "kind", "local_name", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reading", "updated_at", "version", "website") VALUES (OLD."archived_at", OLD."country", OLD."created_at", OLD."id", OLD."is_public", OLD."kind", OLD."local_name", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."reading", OLD."updated_at", OLD."version", OLD."website"); RETURN NULL;',
                    hash="8d6ed2b0235d8fe54c3a32c356af27c80d63bb84",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_637d9",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
    ]
