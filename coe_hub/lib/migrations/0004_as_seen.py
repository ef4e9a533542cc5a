"""Text is found and told apart by what is seen of it. Rows that hold something unseen get their derived columns anew.

Derived columns follow only where the column they come from is set; triggers rest meanwhile, since nothing changes.
"""

from django.db import migrations

from coe_hub.lib.sql import FOLD
from coe_hub.lib.text import UNSEEN

ANEW = f"""
DO $$
DECLARE
    of_table record;
BEGIN
    FOR of_table IN
        SELECT columns.table_name AS name,
            string_agg(format('%1$I = %1$I', columns.column_name), ', ') AS same,
            string_agg(format('%I ~ ''[{UNSEEN}]''', columns.column_name), ' OR ') AS is_unseen
        FROM information_schema.columns
        WHERE columns.table_schema = 'public' AND columns.is_generated = 'NEVER'
            AND columns.data_type IN ('text', 'character varying')
            AND EXISTS (
                SELECT FROM information_schema.columns AS derived
                WHERE derived.table_schema = 'public' AND derived.table_name = columns.table_name
                    AND derived.is_generated = 'ALWAYS'
            )
        GROUP BY columns.table_name
    LOOP
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', of_table.name);
        EXECUTE format('UPDATE %I SET %s WHERE %s', of_table.name, of_table.same, of_table.is_unseen);
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', of_table.name);
    END LOOP;
END
$$;
"""  # noqa: S608  nothing in it was typed by anybody


class Migration(migrations.Migration):
    dependencies = [("lib", "0003_whole_words_first")]
    operations = [migrations.RunSQL(FOLD, migrations.RunSQL.noop), migrations.RunSQL(ANEW, migrations.RunSQL.noop)]
