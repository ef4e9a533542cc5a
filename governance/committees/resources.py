"""Committees for other programs: read, so that meetings and decisions can name theirs."""

from typing import Any

from django.utils import timezone

from coe_hub.lib.resources import Resource, register
from governance.committees.listing import committee_columns, committees_of
from governance.committees.models import Committee


def _rows(user: Any) -> Any:
    return committees_of(user, timezone.localdate())


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "committees",
            "committees you may see",
            Committee,
            rows=_rows,
            columns=committee_columns,
            parent="alliance",
            above="alliance__public_id",
        )
    )
