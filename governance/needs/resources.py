"""Needs for other programs: what people asked for, by votes, and what was built."""

from coe_hub.lib.resources import Resource, register
from governance.needs.models import Need
from governance.needs.views import need_columns


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "needs",
            "needs of those who partner, and what answers them",
            Need,
            rows=lambda user: Need.objects.active().with_votes(),
            columns=need_columns,
            read=lambda rows: rows.select_related("owner", "campaign"),
        )
    )
