"""Events that were made from a day of their agreement and still have it are that day from now on."""

from django.db import migrations

_FOLLOW = """
UPDATE obligations_triggerevent AS event
SET point = found.point, version = event.version + 1
FROM (
    SELECT event.id, named.point
    FROM obligations_triggerevent AS event
    JOIN agreements_agreement AS agreement ON agreement.id = event.agreement_id
    JOIN (
        VALUES ('Effective date', 'effective'), ('発効日', 'effective'),
            ('Expiry of the agreement', 'expiry'), ('契約の満了', 'expiry'),
            ('Signature of the agreement', 'signed'), ('契約の締結', 'signed')
    ) AS named (name, point) ON named.name = event.name
    WHERE event.received_on IS NULL AND event.voided_on IS NULL
        AND coalesce(event.occurred_on, event.expected_on) = CASE named.point
            WHEN 'effective' THEN coalesce(agreement.effective_on, agreement.signed_on)
            WHEN 'expiry' THEN agreement.expires_on
            ELSE agreement.signed_on
        END
) AS found
WHERE found.id = event.id;
"""


class Migration(migrations.Migration):
    dependencies = [("obligations", "0003_lapses_and_points")]

    operations = [migrations.RunSQL(_FOLLOW, migrations.RunSQL.noop)]
