"""How far the company is reached is counted by an index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("usage", "0003_unmetsearch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="usageevent",
            name="usage_event_by_kind",
        ),
        migrations.AddIndex(
            model_name="usageevent",
            index=models.Index(fields=["kind", "-at"], include=("user",), name="usage_event_by_kind"),
        ),
    ]
