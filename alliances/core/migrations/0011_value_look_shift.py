"""The yearly look at why is moved off days without work; a generated column is made anew where its expression changes."""

from django.db import migrations, models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce

from coe_hub.lib.sql import AddMonths


class Migration(migrations.Migration):
    dependencies = [("alliances", "0010_review_shift")]

    operations = [
        migrations.RemoveField(model_name="alliance", name="value_look_due_on"),
        migrations.AddField(
            model_name="alliance",
            name="value_look_shift",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="alliance",
            name="value_look_due_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(
                        ~Q(rationale="") | ~Q(value_hypothesis=""),
                        then=AddMonths(Coalesce("value_looked_at_on", "starts_on"), Value(12), "value_look_shift"),
                    )
                ),
                output_field=models.DateField(),
                verbose_name="next look at its value",
            ),
        ),
    ]
