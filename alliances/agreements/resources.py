"""Agreements for other programs."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.actions.agreements import add_agreement, archive_agreement, edit_agreement, restore_agreement
from alliances.agreements.filters import AgreementFilter
from alliances.agreements.forms.agreements import AgreementEditForm, AgreementForm
from alliances.agreements.listing import agreement_columns, file_rows
from alliances.agreements.models import Agreement
from alliances.agreements.states import with_states
from alliances.agreements.views.shared import alliance_to_add_to, choosable_programmes, editable_agreement
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column
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


def register_all() -> None:
    """Once, at start."""
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
