"""What people and organisations are found by."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lib", "0002_words"),
        ("people", "0002_partner_links"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
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
                        output_field=models.TextField(),
                    ),
                    function="hub_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="organisation_words"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="person_words"),
        ),
    ]
