"""The one way by which what is written down is ever changed: a name becomes a pseudonym.

It runs as the owner of the tables, since the application may not touch events, and only for a redaction that is on
record (who, when, why, on which ground) and not done yet. All it can do is put the pseudonym of that redaction in the
place of text, and empty what events hold of that person.
"""

from django.db import migrations

FUNCTION = r"""
CREATE OR REPLACE FUNCTION hub_redact(redaction bigint, pattern text, columns jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    known privacy_redaction;
    one record;
    changes text;
    finds text;
    hits bigint;
    total bigint := 0;
    before text := current_setting('pgtrigger.ignore', true);
BEGIN
    SELECT * INTO known FROM privacy_redaction WHERE id = redaction AND done_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no redaction % that waits to be done.', redaction;
    END IF;
    IF length(pattern) < 4 THEN
        RAISE EXCEPTION 'A name of fewer than four characters is in too many words.';
    END IF;
    PERFORM set_config('pgtrigger.ignore', (SELECT array_agg(DISTINCT tgname::text)::text FROM pg_trigger
        WHERE starts_with(tgname, 'pgtrigger_')), true);
    -- Columns of each table, with their longest length; what is no column of text of a table of ours is left alone.
    FOR one IN
        SELECT asked.key AS name, array_agg(had.column_name::text) AS names,
            array_agg(coalesce(had.character_maximum_length, 1000000)::int) AS longest
        FROM jsonb_each(columns) AS asked
        JOIN information_schema.columns AS had ON had.table_schema = 'public' AND had.table_name = asked.key
            AND had.is_generated = 'NEVER'
            AND (asked.value ? had.column_name::text AND had.data_type IN ('text', 'character varying')
                OR had.column_name = 'pgh_context')
        GROUP BY asked.key
    LOOP
        SELECT string_agg(CASE WHEN name = 'pgh_context'
                THEN format('%1$I = regexp_replace(%1$I::text, $1, $2, ''gi'')::jsonb', name)
                ELSE format('%1$I = left(regexp_replace(%1$I, $1, $2, ''gi''), %2$s)', name, size) END, ', '),
            string_agg(format('%I::text ~* $1', name), ' OR ')
        INTO changes, finds FROM unnest(one.names, one.longest) AS its(name, size);
        EXECUTE format('UPDATE %I SET %s WHERE %s', one.name, changes, finds) USING pattern, known.pseudonym;
        GET DIAGNOSTICS hits = ROW_COUNT;
        total := total + hits;
    END LOOP;
    UPDATE people_personevent SET job_title = '', local_job_title = '', function_id = NULL
        WHERE pgh_obj_id = known.person_id AND (job_title <> '' OR local_job_title <> '' OR function_id IS NOT NULL);
    GET DIAGNOSTICS hits = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', coalesce(nullif(before, ''), '{}'), true);
    RETURN total + hits;
END;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("people", "0006_finding"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION hub_redact(bigint, text, jsonb)"),
    ]
