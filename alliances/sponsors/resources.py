"""Sponsors for other programs: who of ours sponsors what and when they were in touch; what is asked of them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Member
from alliances.core.views.shared import editable_alliance
from alliances.sponsors.actions import answer_support, ask_support, note_contact
from alliances.sponsors.filters import SponsorFilter, SupportFilter
from alliances.sponsors.forms import AnswerForm, SupportForm
from alliances.sponsors.models import SponsorContact, SupportRequest, sponsorships
from alliances.sponsors.views import may_answer
from coe_hub.audit.history import last_change
from coe_hub.lib.access import MEMBER, SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Named, Resource, Way, register
from coe_hub.lib.tables import Column, column_of


def _sponsor_columns() -> Sequence[Column]:
    return [
        Column("sponsor", _("Sponsor"), lambda row: row.person.display_name),
        Column("person_id", _("Person (id)"), lambda row: row.person.public_id),
        column_of(Member, "role"),
        Column("last_contact_on", _("Last in touch"), lambda row: row.last_contact_on),
        Column("open_actions", _("Open actions"), lambda row: row.open_actions),
        Column("alliance", _("Alliance"), lambda row: row.alliance.name),
    ]


def _where(name: str) -> Q | None:
    parts = name.split(".")
    return Q(alliance__public_id=parts[0], person__public_id=parts[1]) if len(parts) == 2 else None


def _sponsors(user: Any) -> Any:
    return sponsorships().filter(alliance__in=Alliance.objects.visible_to(user).living())


def _last_contact() -> Subquery:
    contacts = SponsorContact.objects.filter(alliance=OuterRef("alliance"), person=OuterRef("person"))
    return Subquery(contacts.order_by("-created_at").values("created_at")[:1])


def _contact(request: SignedInRequest, key: str, data: Any) -> Draft:
    where = _where(key)
    row = _sponsors(request.user).select_related("person").filter(where).first() if where else None
    if row is None:
        raise Http404
    alliance = editable_alliance(request, key.partition(".")[0])
    return Draft(ActionForm(data), lambda: note_contact(alliance=alliance, person=row.person, by=request.user), row)


def _support_columns() -> Sequence[Column]:
    return [
        column_of(SupportRequest, "text"),
        column_of(SupportRequest, "needed_on"),
        column_of(SupportRequest, "asked_on"),
        Column("asked_by", _("Asked by"), lambda row: row.asked_by.person.display_name),
        column_of(SupportRequest, "outcome"),
        column_of(SupportRequest, "answer"),
        column_of(SupportRequest, "answered_on"),
        Column("alliance", _("Alliance"), lambda row: row.alliance.name),
    ]


def _ask(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = SupportForm(data)
    return Draft(form, lambda: ask_support(alliance=alliance, by=request.user, **form.action_values()))


def _answer(request: SignedInRequest, key: str, data: Any) -> Draft:
    asked = get_object_or_404(SupportRequest.objects.visible_to(request.user).with_row(), public_id=key)
    if not may_answer(request, asked):
        raise PermissionDenied
    form = AnswerForm(data)
    return Draft(form, lambda: answer_support(request=asked, by=request.user, **form.action_values()), asked)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "sponsors",
            "our sponsors on the alliances you may see, and when each was in touch",
            Member,
            rows=_sponsors,
            with_archived=lambda user: sponsorships().filter(alliance__in=Alliance.objects.visible_to(user)),
            columns=_sponsor_columns,
            read=lambda rows: rows.select_related("alliance", "person", "role"),
            also=("role",),
            filters=SponsorFilter,
            key="",
            named=Named(lambda row: f"{row.alliance.public_id}.{row.person.public_id}", _where),
            moved=Greatest(Coalesce(last_change(Member), F("alliance__created_at")), _last_contact()),
            parent="alliance",
            above="alliance__public_id",
            steps={"contact": Way("Note that a sponsor was in touch today", None, _contact)},
        )
    )
    register(
        Resource(
            "support-requests",
            "what alliances ask of their sponsors and the committee",
            SupportRequest,
            rows=lambda user: SupportRequest.objects.visible_to(user).of_living_alliances(),
            with_archived=lambda user: SupportRequest.objects.visible_to(user),
            columns=_support_columns,
            read=lambda rows: rows.with_row(),
            also=("text", "needed_on", "asked_on", "outcome", "answer", "answered_on"),
            filters=SupportFilter,
            parent="alliance",
            above="alliance__public_id",
            make=Way("Ask for support", SupportForm, _ask),
            steps={"answer": Way("Answer a request", AnswerForm, _answer, guard=(MEMBER,))},
        )
    )
