"""Alliances are found by their tags, too."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliances", "0014_stage_changes_in_order")]

    operations = [
        # A generated column cannot be altered; what it holds follows from the others.
        migrations.RemoveIndex(model_name="alliance", name="alliance_words"),
        migrations.RemoveField(model_name="alliance", name="words"),
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
                    django.db.models.functions.text.Concat(
                        models.F("purpose"),
                        models.Value(" "),
                        models.F("rationale"),
                        models.Value(" "),
                        models.F("value_hypothesis"),
                        models.Value(" "),
                        models.F("territory"),
                        models.Value(" "),
                        models.F("tags"),
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
            model_name="alliance",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="alliance_words"),
        ),
    ]
