"""A part of a word is no longer as good a hit as the word itself."""

from django.db import migrations

from coe_hub.lib.sql import WORDS


class Migration(migrations.Migration):
    dependencies = [("lib", "0002_words")]
    operations = [migrations.RunSQL(WORDS, migrations.RunSQL.noop)]
