"""The kinds of committee."""

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vocabulary", "0003_agreement_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitteeKindEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.SlugField(
                        db_index=False,
                        help_text="Never changes; imports and exports use it.",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]*$", "Use small letters, digits and underscores."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("names", models.JSONField(default=dict, verbose_name="names")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered in forms")),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("team", "Project team"),
                            ("functional", "Committee of a function"),
                            ("steering", "Steering committee"),
                            ("executive", "Executives"),
                        ],
                        max_length=12,
                        verbose_name="layer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommitteeKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        help_text="Never changes; imports and exports use it.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]*$", "Use small letters, digits and underscores."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("names", models.JSONField(default=dict, verbose_name="names")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered in forms")),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("team", "Project team"),
                            ("functional", "Committee of a function"),
                            ("steering", "Steering committee"),
                            ("executive", "Executives"),
                        ],
                        max_length=12,
                        verbose_name="layer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("layer__in", ["team", "functional", "steering", "executive"])),
                        name="committee_kind_layer_known",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeekind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "vocabulary_committeekindevent" ("code", "id", "is_active", "layer", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."layer", NEW."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="073d22e7afafef822cb952e0559d681a5b35864d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0a513",
                    table="vocabulary_committeekind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeekind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "vocabulary_committeekindevent" ("code", "id", "is_active", "layer", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."layer", NEW."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="1abb489a4dfba6b91d7095f6b6801f2b2dfc72b5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ebe89",
                    table="vocabulary_committeekind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeekind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "vocabulary_committeekindevent" ("code", "id", "is_active", "layer", "names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."code", OLD."id", OLD."is_active", OLD."layer", OLD."names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="7cae0b0301124162584a0b1999d8d5bd6e7d7db6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b3f5e",
                    table="vocabulary_committeekind",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="committeekindevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="vocabulary.committeekind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeekindevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ee521d1c904d70f63ed1b12b65ecb8e5edc1c644",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_78281",
                    table="vocabulary_committeekindevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
