"""Agreements for other programs, and the programmes they are about."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.actions.agreements import add_agreement, archive_agreement, edit_agreement, restore_agreement
from alliances.agreements.actions.programmes import add_programme, archive_programme, edit_programme, restore_programme
from alliances.agreements.filters import AgreementFilter
from alliances.agreements.forms.agreements import AgreementEditForm, AgreementForm
from alliances.agreements.forms.programmes import ProgrammeEditForm, ProgrammeForm
from alliances.agreements.listing import agreement_columns, file_rows
from alliances.agreements.models import Agreement, Programme
from alliances.agreements.states import with_states
from alliances.agreements.views.shared import (
    alliance_to_add_to,
    choosable_programmes,
    editable_agreement,
    editable_programme,
)
from alliances.core.views.shared import editable_alliance
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.accounts.readers import may_edit

_ROW = ("alliance", "kind", "programme", "owner", "amends", "replaces")


def _columns() -> Sequence[Column]:
    return [Column("alliance", _("Alliance"), lambda one: one.alliance.name), *agreement_columns()]


def _rows(user: Any) -> Any:
    visible = Agreement.objects.visible_to(user).active().of_active_alliances()
    return with_states(visible, timezone.localdate())


def _add(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance, programmes, needs_programme = alliance_to_add_to(request, above)
    form = AgreementForm(
        data,
        user=request.user,
        alliance=alliance,
        programmes=programmes,
        needs_programme=needs_programme,
        programme=None,
        amends=None,
        replaces=None,
    )
    return Draft(form, lambda: add_agreement(alliance=alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    agreement = editable_agreement(request, key)
    form = AgreementEditForm(
        data,
        agreement=agreement,
        user=request.user,
        programmes=choosable_programmes(request, agreement.alliance),
        needs_programme=not may_edit(request, agreement.alliance),
    )
    return Draft(form, lambda: edit_agreement(agreement=agreement, by=request.user, **form.action_values()), agreement)


def _archive(request: SignedInRequest, key: str, data: Any) -> Draft:
    agreement = editable_agreement(request, key)
    return Draft(ActionForm(data), lambda: archive_agreement(agreement=agreement), agreement)


def _restore(request: SignedInRequest, key: str, data: Any) -> Draft:
    agreement = editable_agreement(request, key)
    return Draft(ActionForm(data), lambda: restore_agreement(agreement=agreement), agreement)


def _programme_columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda one: one.alliance.name),
        *(column_of(Programme, name) for name in Programme.EDITABLE),
        Column("wall", _("Behind a wall"), lambda one: _("Yes") if one.is_firewalled else _("No")),
    ]


def _add_programme(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance, form = editable_alliance(request, above), ProgrammeForm(data)
    return Draft(form, lambda: add_programme(alliance=alliance, by=request.user, **form.action_values()))


def _edit_programme(request: SignedInRequest, key: str, data: Any) -> Draft:
    programme = editable_programme(request, key)
    form = ProgrammeEditForm(data, programme=programme)
    return Draft(form, lambda: edit_programme(programme=programme, **form.action_values()), programme)


def _archive_programme(request: SignedInRequest, key: str, data: Any) -> Draft:
    programme = editable_programme(request, key)
    return Draft(ActionForm(data), lambda: archive_programme(programme=programme), programme)


def _restore_programme(request: SignedInRequest, key: str, data: Any) -> Draft:
    programme = editable_programme(request, key)
    return Draft(ActionForm(data), lambda: restore_programme(programme=programme), programme)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "programmes",
            "assets that alliances work on; those behind a wall for whoever is let in",
            Programme,
            rows=lambda user: Programme.objects.visible_to(user).active().of_active_alliances(),
            with_archived=lambda user: Programme.objects.visible_to(user).active(),
            columns=_programme_columns,
            read=lambda rows: rows.select_related("alliance"),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Add a programme, open or behind a wall", ProgrammeForm, _add_programme),
            change=Way("Edit a programme; its wall stands", ProgrammeEditForm, _edit_programme),
            steps={
                "archive": Way("Put a programme away", None, _archive_programme),
                "restore": Way("Take a programme back", None, _restore_programme),
            },
        )
    )
    register(
        Resource(
            "agreements",
            "agreements you may see",
            Agreement,
            rows=_rows,
            with_archived=lambda user: with_states(Agreement.objects.visible_to(user).active(), timezone.localdate()),
            columns=_columns,
            read=lambda rows: file_rows(rows.select_related(*_ROW)),
            filters=AgreementFilter,
            parent="alliance",
            above="alliance__public_id",
            make=Way("Add an agreement", AgreementForm, _add),
            change=Way("Edit an agreement", AgreementEditForm, _edit),
            steps={
                "archive": Way("Put an agreement away", None, _archive),
                "restore": Way("Take an agreement back", None, _restore),
            },
        )
    )
