"""The order in which an alliance went through its stages is found by an index."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0013_standing"),
        ("vocabulary", "0005_standing_of_alliances"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="stagechange",
            name="stage_change_by_date",
        ),
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(fields=["alliance", "on_date", "id"], include=("stage",), name="stage_change_in_order"),
        ),
    ]
