"""Two database roles: the owner migrates, the application reads and writes, and neither rewrites history."""

from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection


def append_only_tables() -> list[str]:
    """Tables the application may read and add to, but never change: the audit trail's event rows."""
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return sorted(model._meta.db_table for model in events if not model._meta.proxy and model._meta.managed)


def grant_application_role(cursor: Any, role: str) -> None:
    """Give `role` what the application needs in the schema `public`, and no more. Run as the owner; repeatable."""
    name = connection.ops.quote_name(role)
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    for table in append_only_tables():
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {name}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}")


# What few events have, as `audit.trail` asks for it
_FEW = {"why": "pgh_context ? 'reason'", "api": "pgh_context ? 'token'", "gone": "pgh_label = 'delete'"}


def index_event_tables(cursor: Any) -> None:
    """Indexes by which the whole trail is read: by when; by who and when; and, of the few that have it, with a reason,
    by a token, and removed. Run as the owner; repeatable, so that a table that comes later has them too."""
    quote = connection.ops.quote_name
    for table in append_only_tables():
        by_time, by_actor = quote(f"{table}_at"[:63]), quote(f"{table}_by"[:63])
        for name, few in _FEW.items():
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {quote(f'{table[:58]}_{name}')} ON {quote(table)}"
                f" (pgh_created_at DESC, pgh_id DESC) WHERE {few}"
            )
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {by_time} ON {quote(table)} (pgh_created_at DESC, pgh_id DESC)")
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {by_actor} ON {quote(table)}"
            " ((pgh_context -> 'user'), pgh_created_at DESC, pgh_id DESC)"
        )
