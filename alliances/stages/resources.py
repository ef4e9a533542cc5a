"""Into which stage each alliance came, and when, for other programs; and how one moves to another."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.models import Alliance, StageChange
from alliances.core.views.shared import editable_alliance
from alliances.stages.actions import change_stage
from alliances.stages.forms import StageForm
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of


def _columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda one: one.alliance.name),
        *(column_of(StageChange, name) for name in ("stage", "on_date", "reason")),
        Column("by", _("By"), lambda one: one.by.person.display_name if one.by else ""),
    ]


def _move(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = StageForm(data, alliance=alliance)
    return Draft(form, lambda: change_stage(alliance=alliance, by=request.user, **form.action_values()))


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "stage-changes",
            "into which stage each alliance came, and when; the newest by day is where it stands",
            StageChange,
            rows=lambda user: StageChange.objects.filter(alliance__in=Alliance.objects.visible_to(user).active()),
            with_archived=lambda user: StageChange.objects.filter(alliance__in=Alliance.objects.visible_to(user)),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance", "stage", "by__person"),
            also=("stage", "on_date", "reason"),
            key="",
            moved="created_at",
            parent="alliance",
            above="alliance__public_id",
            make=Way("Move an alliance to another stage", StageForm, _move),
        )
    )
