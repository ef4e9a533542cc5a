"""How good a hit is, a query says itself, with what was typed read once before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lib", "0006_lexemes_in_one_pass")]
    operations = [
        migrations.RunSQL("DROP FUNCTION IF EXISTS hub_rank(tsvector, text, text, text)", migrations.RunSQL.noop)
    ]
