"""For migrations that give a model another name or room: its tables, and what they hold, stay where they are."""

from django.db import migrations

_DROP = """
DO $$
DECLARE
    old record;
BEGIN
    FOR old IN
        SELECT tgname, tgrelid::regclass AS audited FROM pg_trigger
        WHERE tgrelid = ANY (ARRAY[{tables}]::regclass[]) AND NOT tgisinternal AND tgname LIKE 'pgtrigger\\_%'
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', old.tgname, old.audited);
        EXECUTE format('DROP FUNCTION IF EXISTS %I()', old.tgname);
    END LOOP;
END
$$
"""


def drop_triggers(*tables: str) -> migrations.RunSQL:
    """Take all triggers of django-pgtrigger off these tables, and off their event tables.

    Their names hold the name and room of the model, so a model that moves gets its triggers anew: add them in the same
    migration, or what is written between two migrations leaves no event.
    """
    names = ", ".join(f"'{table}', '{table}event'" for table in tables)
    return migrations.RunSQL(_DROP.format(tables=names), migrations.RunSQL.noop)
