"""What was typed may have several forms; names sort and identify whatever their case, accents, kana and spaces."""

from django.db import migrations

from coe_hub.lib.sql import NAMES, WORDS


class Migration(migrations.Migration):
    dependencies = [("lib", "0004_as_seen")]
    operations = [migrations.RunSQL(WORDS, migrations.RunSQL.noop), migrations.RunSQL(NAMES, migrations.RunSQL.noop)]
