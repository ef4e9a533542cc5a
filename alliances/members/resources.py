"""People on alliances for other programs: one row for each role that somebody has on one, of both sides. Who leads an
alliance stands with the alliance."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from alliances.core.actions.members import add_member, add_new_member, remove_member
from alliances.core.models import Alliance, Member
from alliances.core.views.shared import editable_alliance
from alliances.members.forms import MemberForm
from coe_hub.audit.history import last_change
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Named, Resource, Way, register
from coe_hub.lib.tables import Column, column_of


def _columns() -> Sequence[Column]:
    return [
        Column("person", _("Person"), lambda member: member.person.display_name),
        Column("person_id", _("Person (id)"), lambda member: member.person.public_id),
        Column("organisation", _("Organisation"), lambda member: str(member.person.organisation)),
        column_of(Member, "role"),
        column_of(Member, "side"),
        Column("alliance", _("Alliance"), lambda member: member.alliance.name),
    ]


def _name(member: Any) -> str:
    return f"{member.alliance.public_id}.{member.person.public_id}.{member.role.code}"


def _where(name: str) -> Q | None:
    parts = name.split(".")
    if len(parts) != 3:
        return None
    return Q(alliance__public_id=parts[0], person__public_id=parts[1], role__code=parts[2])


def _rows(user: Any) -> Any:
    return Member.objects.filter(alliance__in=Alliance.objects.visible_to(user).active())


def _add(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = MemberForm(data, user=request.user, alliance=alliance)

    def save() -> Member:
        add = add_member if form.cleaned_data["person"] else add_new_member
        return add(alliance=alliance, **form.action_values())[0]

    return Draft(form, save)


def _remove(request: SignedInRequest, key: str, data: Any) -> Draft:
    where = _where(key)
    rows = _rows(request.user).select_related("alliance__scope", "person", "role")
    member = rows.filter(where).first() if where else None
    if member is None:
        raise Http404
    editable_alliance(request, member.alliance.public_id)
    return Draft(ActionForm(data), lambda: remove_member(member=member), member)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "members",
            "who has which role on the alliances you may see, of both sides",
            Member,
            rows=_rows,
            with_archived=lambda user: Member.objects.filter(alliance__in=Alliance.objects.visible_to(user)),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance", "person__organisation", "role"),
            also=("role", "side"),
            key="",
            named=Named(_name, _where),
            moved=Coalesce(last_change(Member), F("alliance__created_at")),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Give somebody, known or new, roles on an alliance", MemberForm, _add),
            steps={"remove": Way("Take a role away", None, _remove)},
        )
    )
