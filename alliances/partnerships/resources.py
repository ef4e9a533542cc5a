"""Alliances for other programs: as the list shows them, logged and edited by the forms of their pages."""

from collections.abc import Iterable
from typing import Any

from alliances.core.actions.partnerships import archive_alliance, edit_alliance, log_alliance, restore_alliance
from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.views.shared import editable_alliance
from alliances.partnerships.columns import file_columns, file_rows
from alliances.partnerships.filters import AllianceFilter
from alliances.partnerships.forms import AllianceEditForm, AllianceLogForm
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register


def _log(request: SignedInRequest, _above: str, data: Any) -> Draft:
    form = AllianceLogForm(data, user=request.user)
    return Draft(form, lambda: log_alliance(by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    alliance = editable_alliance(request, key)
    form = AllianceEditForm(data, user=request.user, alliance=alliance)
    return Draft(form, lambda: edit_alliance(alliance=alliance, by=request.user, **form.action_values()), alliance)


def _archive(request: SignedInRequest, key: str, data: Any) -> Draft:
    alliance = editable_alliance(request, key)
    return Draft(
        ActionForm(data), lambda: None if alliance.is_archived else archive_alliance(alliance=alliance), alliance
    )


def _restore(request: SignedInRequest, key: str, data: Any) -> Draft:
    alliance = editable_alliance(request, key)
    return Draft(
        ActionForm(data), lambda: restore_alliance(alliance=alliance) if alliance.is_archived else None, alliance
    )


def _read(rows: AllianceQuerySet) -> Iterable[Alliance]:
    return file_rows(rows, file_columns())


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "alliances",
            "the partnerships you may see",
            Alliance,
            rows=lambda user: Alliance.objects.visible_to(user),
            columns=file_columns,
            read=_read,
            also=("stage", "next_review_on"),
            filters=AllianceFilter,
            filter_words=lambda request: {"user": request.user},
            make=Way("Log a partnership", AllianceLogForm, _log),
            change=Way("Edit a partnership", AllianceEditForm, _edit),
            steps={
                "archive": Way("Put a partnership away", None, _archive),
                "restore": Way("Take a partnership back into the lists", None, _restore),
            },
        )
    )
