"""The functions by which text is found: English by its stems, Japanese by two signs."""

from django.db import migrations

from coe_hub.lib.sql import WORDS


class Migration(migrations.Migration):
    dependencies = [("lib", "0001_database")]
    operations = [migrations.RunSQL(WORDS, migrations.RunSQL.noop)]
