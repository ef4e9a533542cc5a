"""An index of the reviews that had a day they were due on."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0015_tags_found"),
        ("reviews", "0003_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False)),
                fields=["held_on"],
                include=("alliance", "due_on"),
                name="review_in_rhythm",
            ),
        ),
    ]
