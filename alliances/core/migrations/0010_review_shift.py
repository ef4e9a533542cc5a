"""The next review is moved off days without work; a generated column is made anew where its expression changes."""

from django.db import migrations, models

from coe_hub.lib.sql import AddMonths


class Migration(migrations.Migration):
    dependencies = [("alliances", "0009_facts")]

    operations = [
        migrations.RemoveIndex(model_name="alliance", name="alliance_by_next_review"),
        migrations.RemoveField(model_name="alliance", name="next_review_on"),
        migrations.AddField(
            model_name="alliance",
            name="review_shift",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="alliance",
            name="next_review_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=AddMonths("last_reviewed_on", "review_months", "review_shift"),
                output_field=models.DateField(),
                verbose_name="next review",
            ),
        ),
        migrations.AddIndex(
            model_name="alliance", index=models.Index(fields=["next_review_on"], name="alliance_by_next_review")
        ),
    ]
