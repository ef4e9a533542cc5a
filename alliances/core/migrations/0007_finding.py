"""Alliances are sorted by their names whatever case and accents."""

from django.db import migrations, models

import coe_hub.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("lib", "0005_names_and_forms"),
        ("alliances", "0006_symmetry"),
        ("people", "0006_finding"),
        ("vocabulary", "0002_finding"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="alliance",
            name="alliance_by_name",
        ),
        migrations.AddField(
            model_name="alliance",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True, expression=coe_hub.lib.sql.SortKey("name"), output_field=models.TextField()
            ),
        ),
        migrations.AddIndex(
            model_name="alliance",
            index=models.Index(fields=["sort_key", "id"], name="alliance_by_sort_key"),
        ),
    ]
