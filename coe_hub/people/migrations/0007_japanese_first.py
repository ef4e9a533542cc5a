"""A Japanese list has its Japanese names first. A generated column is not changed but made anew."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

import coe_hub.lib.sql


def _given(name):
    return django.db.models.functions.comparison.NullIf(name, models.Value(""))


ORGANISATION = django.db.models.functions.comparison.Coalesce(
    _given("reading"),
    _given(
        models.Func(
            "local_name",
            models.Value("^[^\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff].*$"),
            models.Value(""),
            function="regexp_replace",
            output_field=models.TextField(),
        )
    ),
    "name",
)
PERSON = django.db.models.functions.comparison.Coalesce(
    _given("reading"),
    django.db.models.functions.text.Concat(
        "family_name", models.Value(" "), "given_name", output_field=models.TextField()
    ),
    output_field=models.TextField(),
)


def _anew(model, index, key):
    return [
        migrations.RemoveIndex(model_name=model, name=index),
        migrations.RemoveField(model_name=model, name="local_sort_key"),
        migrations.AddField(
            model_name=model,
            name="local_sort_key",
            field=models.GeneratedField(
                db_persist=True, expression=coe_hub.lib.sql.LocalSortKey(key), output_field=models.TextField()
            ),
        ),
        migrations.AddIndex(model_name=model, index=models.Index(fields=["local_sort_key"], name=index)),
    ]


class Migration(migrations.Migration):
    dependencies = [("lib", "0005_names_and_forms"), ("people", "0006_finding")]
    operations = [
        *_anew("organisation", "organisation_local_sort_key", ORGANISATION),
        *_anew("person", "person_local_sort_key", PERSON),
    ]
