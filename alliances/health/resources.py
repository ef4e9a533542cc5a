"""Health checks for other programs: when each was, and how each side saw it, as far as its page tells."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from alliances.health.listing import side_columns
from alliances.health.models import HealthCheck
from coe_hub.lib.resources import Resource, register
from coe_hub.lib.tables import Column
from coe_hub.surveys.models import Wave
from coe_hub.surveys.results import results_of_all


def _read(rows: Any) -> Iterable[HealthCheck]:
    """With `results` of those whose answers were opened, as the list over all alliances has them."""
    checks = list(rows.with_day().select_related("alliance", "wave"))
    opened = Wave.objects.select_related("edition__content").filter(
        pk__in=[one.wave_id for one in checks if one.wave and one.wave.closed_at]
    )
    results = results_of_all(opened)
    for one in checks:
        one.results = results.get(one.wave_id)
    return checks


def _columns() -> list[Column]:
    return [
        Column("alliance", _("Alliance"), lambda check: check.alliance.name, width=40),
        Column("on", _("Last day"), lambda check: check.on, width=16),
        Column("is_talk", _("By a talk"), lambda check: check.wave is None, width=10),
        *side_columns(),
    ]


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "health-checks",
            "health checks of alliances",
            HealthCheck,
            rows=lambda user: HealthCheck.objects.visible_to(user).active().of_health(),
            columns=_columns,
            read=_read,
            moved=Greatest(F("updated_at"), Coalesce(F("wave__closed_at"), F("updated_at"))),
            parent="alliance",
            above="alliance__public_id",
        )
    )
