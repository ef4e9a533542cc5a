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
