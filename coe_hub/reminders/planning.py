"""Who is told of what today: worked out by the database in one go, with flat memory however much is due.

Three steps, each harmless when repeated: reminders from the due list, a mail for each that goes alone, and a digest for
each person for whom something waits.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from coe_hub import due
from coe_hub.reminders.models import KindPreference, Rhythm
from coe_hub.reminders.models.preferences import Weekday
from coe_hub.reminders.rules import rules
from coe_hub.reminders.working_days import LocalDay, work_calendars

Clock = Callable[[ZoneInfo], datetime]

_RULE = ("kind", "lead_days", "weeks_late", "backup_after", "single_within", "since", "for_partners")
_PLACE = ("time_zone", "country", "subdivision", "today", "told_until", "send_after")
_SLOT = ("time_zone", "country", "subdivision", "slot", "first_day", "first_at", "next_day", "next_at")

# A person, their working day and their preferences. Who has no account is told only of what a partner can do without
# one.
_READER = """
reader AS (
    SELECT person.id AS person_id, account.id AS user_id, place.*, coalesce(preference.rhythm, 'daily') AS rhythm,
        CASE WHEN preference.rhythm = 'weekly' THEN preference.weekday::text ELSE 'daily' END AS slot,
        EXISTS (
            SELECT 1 FROM reminders_refusedaddress AS refused
            WHERE refused.email = lower(coalesce(account.email, person.email))
        ) AS is_refused
    FROM people_person AS person
    LEFT JOIN people_user AS account ON account.person_id = person.id
    LEFT JOIN people_site AS site ON site.id = person.site_id
    LEFT JOIN reminders_wish AS preference ON preference.person_id = person.id
    JOIN place ON place.time_zone = coalesce(account.time_zone, site.time_zone, 'UTC')
        AND place.country = coalesce(site.country, '') AND place.subdivision = coalesce(site.subdivision, '')
    WHERE person.archived_at IS NULL
        AND CASE WHEN account.id IS NULL THEN person.email <> '' ELSE account.is_active END
)
"""

# `telling` is whom each thing may be told, `step` how far it has come for them, `told` what they are told today.
#
# `nominal` is the day a reminder is for, not the day it goes out: it stays the same from pass to pass until the next
# step, and the last line lets each through once. So a hub that was off for some days says the present thing once, and
# a pass that is repeated says nothing. A snooze holds all of it back until its day; "not mine" ends it for the owner
# and hands it on: the backup is told at once, then as an owner.
_REMINDERS = """
, telling AS (
    SELECT due.*, owner_id AS person_id, false AS is_backup, NULL::date AS handed_on FROM due
    UNION ALL
    SELECT due.*, backup_id, true, (answer.at AT TIME ZONE 'UTC')::date
    FROM due
    LEFT JOIN reminders_answer AS answer ON answer.answer = 'not_mine' AND answer.person_id = due.owner_id
        AND answer.kind = due.kind AND answer.object_id = due.object_id AND answer.due_date = due.due_date
    WHERE due.backup_id <> due.owner_id
), step AS (
    SELECT telling.kind, telling.object_id, telling.due_date, telling.is_backup, telling.handed_on, reader.*,
        is_late_backup, rule.single_within, coalesce(kind_wish.is_muted, false) AS is_muted, answer.answer,
        answer.until, telling.due_date - reader.today AS days_left, greatest(kind_wish.since, rule.since) AS since,
        CASE
            -- The backup of an owner who lets it lie: some days late, then weekly, while the owner is told too.
            WHEN is_late_backup AND reader.today - telling.due_date BETWEEN rule.backup_after AND 7 * rule.weeks_late
            THEN telling.due_date + rule.backup_after
                + 7 * ((reader.today - telling.due_date - rule.backup_after) / 7)
            -- The backup before and after that.
            WHEN is_late_backup THEN NULL
            -- Not late yet: the smallest lead time not yet passed, seen from the last day before the next working day;
            -- none where even the longest is still to come.
            WHEN telling.due_date >= reader.today
            THEN telling.due_date - (
                SELECT min(days) FROM unnest(coalesce(kind_wish.lead_days, rule.lead_days)) AS days
                WHERE days >= greatest(telling.due_date - reader.told_until, 0)
            )
            -- Late: the day after, then weekly. Then silence.
            WHEN reader.today - telling.due_date <= 7 * rule.weeks_late
            THEN telling.due_date + 1 + 7 * ((reader.today - telling.due_date - 1) / 7)
        END AS nominal
    FROM telling
    CROSS JOIN LATERAL (SELECT telling.is_backup AND telling.handed_on IS NULL AS is_late_backup) AS whose
    JOIN reader USING (person_id)
    JOIN rule ON rule.kind = telling.kind AND (reader.user_id IS NOT NULL OR rule.for_partners)
    LEFT JOIN reminders_kindwish AS kind_wish
        ON kind_wish.person_id = reader.person_id AND kind_wish.kind = telling.kind
    LEFT JOIN reminders_answer AS answer ON answer.person_id = reader.person_id AND answer.kind = telling.kind
        AND answer.object_id = telling.object_id AND answer.due_date = telling.due_date
), told AS (
    -- The newest of three reasons to say it: its step, the day it was handed on, the end of a snooze in the last week.
    -- greatest() leaves out what is NULL.
    SELECT step.*, greatest(nominal, handed_on, CASE WHEN today - until < 7 THEN until END) AS told_for
    FROM step
    WHERE (answer IS NULL OR (answer = 'snoozed' AND until <= told_until))
        -- Other lead times make other days. One that was over when they were chosen is no reason to tell again.
        AND NOT (
            handed_on IS NULL AND until IS NULL AND days_left >= 0 AND nominal <= since AND EXISTS (
                SELECT 1 FROM reminders_reminder AS earlier
                WHERE earlier.person_id = step.person_id AND earlier.kind = step.kind
                    AND earlier.object_id = step.object_id AND earlier.due_date = step.due_date
                    AND (step.nominal < step.since OR earlier.on_day >= step.since)
            )
        )
)
INSERT INTO reminders_reminder
    (kind, object_id, due_date, told_for, person_id, is_backup, channel, on_day, send_after, planned_at)
SELECT kind, object_id, due_date, told_for, person_id, is_backup,
    CASE
        -- Seen on the hub's pages alone: no mail arrives there, or none is wished for.
        WHEN is_refused OR is_muted OR rhythm = 'none' THEN 'page'
        -- Who has no account answers each by its own link.
        WHEN user_id IS NULL OR rhythm = 'single' THEN 'single'
        -- So near that it goes alone; what is due before the next working day always is.
        WHEN NOT is_late_backup AND single_within IS NOT NULL
            AND days_left BETWEEN 0 AND greatest(single_within, told_until - today) THEN 'single'
        ELSE 'digest'
    END,
    today, send_after, %s
FROM told
WHERE told_for IS NOT NULL
ORDER BY due_date, object_id, person_id
ON CONFLICT (person_id, kind, object_id, due_date, told_for) DO NOTHING
"""

_MESSAGE_ID = """concat_ws('.', kind, object_id, to_char(due_date, 'YYYYMMDD'), to_char(told_for, 'YYYYMMDD'),
    reminder.person_id) || '@' || %s"""

_COLUMNS_OF_A_MAIL = "(person_id, channel, on_day, send_after, message_id, planned_at)"

_SINGLE_MAILS = f"""
INSERT INTO reminders_delivery {_COLUMNS_OF_A_MAIL}
SELECT person_id, 'single', on_day, send_after, {_MESSAGE_ID}, %s
FROM reminders_reminder AS reminder
WHERE channel = 'single' AND delivery_id IS NULL
ORDER BY reminder.id
ON CONFLICT (message_id) DO NOTHING
"""  # noqa: S608  CONFIG: put together from constants of this module
_LINK_SINGLE_MAILS = f"""
UPDATE reminders_reminder AS reminder SET delivery_id = delivery.id
FROM reminders_delivery AS delivery
WHERE reminder.channel = 'single' AND reminder.delivery_id IS NULL AND delivery.message_id = {_MESSAGE_ID}
"""  # noqa: S608  CONFIG: as above

# What waits goes into the digest when that is written (writing.py), not here: so nothing can slip between the two.
_DIGESTS = f"""
, waiting AS (
    SELECT DISTINCT person_id FROM reminders_reminder WHERE channel = 'digest' AND delivery_id IS NULL
), next AS (
    SELECT reader.person_id,
        -- Today's digest is there already: what waits goes into the one of the next day.
        EXISTS (
            SELECT 1 FROM reminders_delivery AS today WHERE today.channel = 'digest'
                AND today.person_id = reader.person_id AND today.on_day = slot.first_day
        ) AS is_later,
        slot.*
    FROM waiting
    JOIN reader USING (person_id)
    JOIN slot USING (time_zone, country, subdivision, slot)
    -- One that nobody has written yet takes all that waits.
    WHERE NOT reader.is_refused AND NOT EXISTS (
        SELECT 1 FROM reminders_delivery AS open WHERE open.channel = 'digest' AND open.person_id = reader.person_id
            AND open.state = 'planned' AND open.prepared_at IS NULL
    )
)
INSERT INTO reminders_delivery {_COLUMNS_OF_A_MAIL}
SELECT person_id, 'digest', day, send_after,
    concat_ws('.', 'digest', person_id, to_char(day, 'YYYYMMDD')) || '@' || %s, %s
FROM next
CROSS JOIN LATERAL (
    SELECT CASE WHEN is_later THEN next_day ELSE first_day END AS day,
        CASE WHEN is_later THEN next_at ELSE first_at END AS send_after
) AS chosen
ON CONFLICT DO NOTHING
"""  # noqa: S608  CONFIG: as above


def plan(*, clock: Clock) -> int:
    """Plan what today asks for in every place where it is a working day; return how many reminders are new.

    `clock(zone)` is the time in a zone: the clock's, or noon of a chosen day.
    """
    local_days = [LocalDay(place, clock(place.zone)) for place in work_calendars()]
    working = [one for one in local_days if one.place.is_working_day(one.today)]
    listed = _due_list(working)
    if listed is None:
        return 0
    sql, parameters = listed
    host, now = urlsplit(settings.HUB_URL).hostname, timezone.now()
    place, place_values = _values("place", _PLACE, (_place_row(one) for one in working))
    slot, slot_values = _values("slot", _SLOT, (row for one in working for row in _slot_rows(one)))
    rule, rule_values = _values("rule", _RULE, _rule_rows())
    with transaction.atomic(), connection.cursor() as cursor:
        due_table = f"due ({', '.join(due.COLUMNS)}) AS ({sql})"
        tables = f"WITH {due_table}, {rule}, {place}, {_READER}"
        cursor.execute(tables + _REMINDERS, [*parameters, *rule_values, *place_values, now])
        planned = cursor.rowcount
        cursor.execute(_SINGLE_MAILS, [host, now])
        cursor.execute(_LINK_SINGLE_MAILS, [host])
        cursor.execute(f"WITH {place}, {slot}, {_READER} {_DIGESTS}", [*place_values, *slot_values, host, now])
    return planned


def _due_list(local_days: Sequence[LocalDay]) -> tuple[str, Sequence[Any]] | None:
    """The due list as SQL, up to the longest lead time from the last of these days; None where nobody is told."""
    if not local_days:
        return None
    return due.as_sql(until=max(one.told_until for one in local_days) + timedelta(days=_longest_lead()))


def _longest_lead() -> int:
    chosen = KindPreference.objects.filter(lead_days__isnull=False).values_list("lead_days", flat=True).distinct()
    days = [row[1] for row in _rule_rows()] + list(chosen)
    return max(max(one) for one in days)


def _rule_rows() -> list[tuple[Any, ...]]:
    rows = []
    for kind, rule in rules().items():
        numbers = (list(rule.lead_days), rule.weeks_late, rule.backup_after_days, rule.single_within_days, rule.since)
        source = due.find_source(kind)
        rows.append((kind, *numbers, source is not None and source.partner_url is not None))
    return rows


def _place_row(one: LocalDay) -> tuple[Any, ...]:
    place = one.place
    return (place.time_zone, place.country, place.subdivision, one.today, one.told_until, place.morning(one.today))


def _slot_rows(one: LocalDay) -> Iterable[tuple[Any, ...]]:
    place = one.place
    days: dict[str, tuple[date, date]] = {Rhythm.DAILY: one.digest_days()}
    days |= {str(weekday): one.weekly_days(weekday) for weekday in Weekday.values}
    for slot, (first, later) in days.items():
        times = (first, place.morning(first), later, place.morning(later))
        yield (place.time_zone, place.country, place.subdivision, str(slot), *times)


_TYPES = {
    **dict.fromkeys(("today", "told_until", "first_day", "next_day", "since"), "date"),
    **dict.fromkeys(("send_after", "first_at", "next_at"), "timestamptz"),
    **dict.fromkeys(("weeks_late", "backup_after", "single_within"), "integer"),
    "lead_days": "integer[]",
    "for_partners": "boolean",
}


def _values(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[str, list[Any]]:
    """A small table of constants in SQL, and its parameters. `rows` must not be empty."""
    line = "(" + ", ".join(f"%s::{_TYPES.get(column, 'text')}" for column in columns) + ")"
    values = list(rows)
    text = f"{name} ({', '.join(columns)}) AS (VALUES {', '.join([line] * len(values))})"
    return text, [value for row in values for value in row]
