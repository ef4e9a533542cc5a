"""Differences between the two sides for other programs."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from alliances.core.views.shared import editable_alliance
from alliances.differences.actions import archive_difference, edit_difference, write_difference
from alliances.differences.forms import DifferenceForm
from alliances.differences.models import Difference
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.accounts.readers import Gate, may_edit

_DIFFERENCES = Gate(Difference, lambda rows: rows.active().select_related("alliance__scope"))


def _columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda one: one.alliance.name),
        *(column_of(Difference, name) for name in Difference.EDITABLE),
    ]


def _editable(request: SignedInRequest, key: str) -> Difference:
    difference = _DIFFERENCES.visible(request, key)
    if not may_edit(request, difference.alliance):
        raise PermissionDenied
    return difference


def _write(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance, form = editable_alliance(request, above), DifferenceForm(data)
    return Draft(form, lambda: write_difference(alliance=alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    difference = _editable(request, key)
    form = DifferenceForm(data, difference=difference)
    return Draft(form, lambda: edit_difference(difference=difference, **form.action_values()), difference)


def _archive(request: SignedInRequest, key: str, data: Any) -> Draft:
    difference = _editable(request, key)
    return Draft(ActionForm(data), lambda: archive_difference(difference=difference), difference)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "differences",
            "where the two sides work differently, and how that is bridged",
            Difference,
            rows=lambda user: Difference.objects.visible_to(user).active().filter(alliance__archived_at__isnull=True),
            with_archived=lambda user: Difference.objects.visible_to(user).active(),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance"),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write a difference down", DifferenceForm, _write),
            change=Way("Change a difference, such as how it is bridged", DifferenceForm, _edit),
            steps={"archive": Way("Put a difference away", None, _archive)},
        )
    )
