"""What every later migration stands on: extensions and functions of ours. Reversible only by dropping the database."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from coe_hub.lib.sql import FOLD


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FOLD, migrations.RunSQL.noop),
    ]
