"""Internal alignment for other programs: its checks, and where each department of ours stands. Nobody at a partner has
a token."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from alliances.alignment.actions import begin_check, edit_check, hear, leave_out, say_where_they_stand
from alliances.alignment.forms import CheckForm, HearForm, NewCheckForm, StandForm
from alliances.alignment.models import AlignmentCheck, Stand
from alliances.alignment.views.checks import editable_check, editable_stand
from alliances.core.views.shared import editable_alliance
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of


def _check_columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda check: check.alliance.name),
        *(column_of(AlignmentCheck, name) for name in AlignmentCheck.EDITABLE),
    ]


def _stand_columns() -> Sequence[Column]:
    return [
        Column("alliance", _("Alliance"), lambda stand: stand.check_made.alliance.name),
        Column("occasion", _("For what"), lambda stand: stand.check_made.occasion),
        Column("person", _("Person"), lambda stand: stand.person.display_name),
        Column("person_id", _("Person (id)"), lambda stand: stand.person.public_id),
        *(column_of(Stand, name) for name in Stand.EDITABLE),
        column_of(Stand, "heard_on"),
    ]


def _stands(user: Any) -> Any:
    return Stand.objects.visible_to(user).filter(check_made__archived_at__isnull=True)


def _begin(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = NewCheckForm(data, alliance=alliance)
    return Draft(form, lambda: begin_check(alliance=alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    check = editable_check(request, key)
    form = CheckForm(data, check=check)
    return Draft(form, lambda: edit_check(check=check, **form.action_values()), check)


def _hear(request: SignedInRequest, above: str, data: Any) -> Draft:
    check = editable_check(request, above)
    form = HearForm(data, check=check)
    return Draft(form, lambda: hear(check=check, **form.action_values()))


def _say(request: SignedInRequest, key: str, data: Any) -> Draft:
    stand = editable_stand(request, key)
    form = StandForm(data, stand=stand)
    return Draft(form, lambda: say_where_they_stand(stand=stand, **form.action_values()), stand)


def _leave_out(request: SignedInRequest, key: str, data: Any) -> Draft:
    stand = editable_stand(request, key)
    return Draft(ActionForm(data), lambda: leave_out(stand=stand), stand)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "alignment-checks",
            "rounds of hearing our own side before a committee or another occasion",
            AlignmentCheck,
            rows=lambda user: (
                AlignmentCheck.objects.visible_to(user).active().filter(alliance__archived_at__isnull=True)
            ),
            with_archived=lambda user: AlignmentCheck.objects.visible_to(user).active(),
            columns=_check_columns,
            read=lambda rows: rows.select_related("alliance"),
            parent="alliance",
            above="alliance__public_id",
            make=Way("Begin a round, and name whom of ours to hear; nobody is written to", NewCheckForm, _begin),
            change=Way("Change what we want, what we say, how ready we are", CheckForm, _edit),
        )
    )
    register(
        Resource(
            "alignment-stands",
            "where each department of ours stands, by who speaks for it",
            Stand,
            rows=lambda user: _stands(user).filter(check_made__alliance__archived_at__isnull=True),
            with_archived=_stands,
            columns=_stand_columns,
            read=lambda rows: rows.select_related("check_made__alliance", "person"),
            also=("heard_on", "asked_at"),
            parent="check",
            above="check_made__public_id",
            make=Way("Put somebody of ours on the list of those to hear", HearForm, _hear),
            change=Way("Write down what a talk gave", StandForm, _say),
            steps={"leave-out": Way("Take somebody who was not heard off the list", None, _leave_out)},
        )
    )
