"""The next review is moved off days without work; a generated column is made anew where its expression changes."""

from django.db import migrations, models

from coe_hub.lib.sql import AddMonths


class Migration(migrations.Migration):
    dependencies = [("publishing", "0006_pilots_and_quizzes")]

    operations = [
        migrations.RemoveField(model_name="content", name="next_review_on"),
        migrations.AddField(
            model_name="content",
            name="review_shift",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="content",
            name="next_review_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=AddMonths("last_reviewed_on", "review_months", "review_shift"),
                output_field=models.DateField(),
                verbose_name="next review",
            ),
        ),
    ]
