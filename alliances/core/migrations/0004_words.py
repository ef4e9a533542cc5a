"""What alliances are found by; `folded` keeps names only, for misspellings."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models

import coe_hub.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("lib", "0002_words"),
        ("alliances", "0003_review_appointments"),
        ("people", "0003_words"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="alliance", name="alliance_folded_trgm"),
        migrations.RemoveField(model_name="alliance", name="folded"),
        migrations.AddField(
            model_name="alliance",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Concat(
                        models.F("name"),
                        models.Value(" "),
                        models.F("code_name"),
                        models.Value(" "),
                        models.F("reference"),
                        models.Value(" "),
                        output_field=models.TextField(),
                    ),
                    models.F("purpose"),
                    function="hub_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="alliance",
            name="folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=coe_hub.lib.sql.Fold(
                    django.db.models.functions.text.Concat(
                        models.F("name"),
                        models.Value(" "),
                        models.F("code_name"),
                        models.Value(" "),
                        models.F("reference"),
                        models.Value(" "),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="alliance",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="alliance_words"),
        ),
        migrations.AddIndex(
            model_name="alliance",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", "gin_trgm_ops"), name="alliance_folded_trgm"
            ),
        ),
    ]
