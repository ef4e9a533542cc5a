"""What was said on the points of launch checks, for other programs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from alliances.core import launch_points
from alliances.launch.models import LaunchAnswer
from coe_hub.lib.resources import Resource, register
from coe_hub.lib.tables import Column, column_of


def _title(answer: Any) -> str:
    point = launch_points.find(answer.point)
    return str(point.title) if point else answer.point


def _columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda answer: answer.alliance.name),
        Column("point", _("Point"), _title),
        *(column_of(LaunchAnswer, name) for name in ("said", "note")),
        Column("said_by", _("Who said so"), lambda answer: answer.said_by.display_name),
        column_of(LaunchAnswer, "said_on"),
    ]


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "launch-answers",
            "what was said on the points of launch checks; of each point the newest counts",
            LaunchAnswer,
            rows=lambda user: LaunchAnswer.objects.visible_to(user).filter(alliance__archived_at__isnull=True),
            with_archived=lambda user: LaunchAnswer.objects.visible_to(user),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance", "said_by"),
            also=("point", "said", "note", "said_on"),
            key="",
            moved="created_at",
            parent="alliance",
            above="alliance__public_id",
        )
    )
