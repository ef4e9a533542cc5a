"""The people of one alliance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliances.core.actions.members import add_member, add_new_member, edit_member, remove_member
from alliances.core.models import Side
from alliances.core.overview import record_steps, record_tabs
from alliances.core.participants import participants, person_ids
from alliances.core.views.shared import editable_alliance, visible_alliance
from alliances.members.forms import MemberEditForm, MemberForm
from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.lists import name_column
from coe_hub.lib.once import once
from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import may_edit
from coe_hub.people.directory.autocomplete import suggestions, typed_so_far
from coe_hub.people.directory.lookup import suggest_people
from coe_hub.people.models import Person, ScopeGrant
from coe_hub.vocabulary.models import AllianceRole


@requires(MEMBER)
@require_safe
def member_list(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Who works on it on both sides, and who else has a way in."""
    alliance = visible_alliance(request, public_id)
    people = participants(alliance)
    named = {one.person.pk for one in people}
    grants = _GRANTS.objects(scope=alliance.scope_id)
    context = {
        "alliance": alliance,
        "may_edit": may_edit(request, alliance),
        "tabs": record_tabs(alliance, "member_list"),
        "steps": record_steps(alliance),
        "ours": [one for one in people if one.side == Side.OURS],
        "theirs": [one for one in people if one.side == Side.THEIRS],
        "also_in": [grant for grant in grants if grant.person_id not in named],
    }
    return render(request, "alliances/member_list.html", context)


def _grants(*, scope: int) -> "QuerySet[ScopeGrant]":
    grants = ScopeGrant.objects.filter(scope=scope)
    people = grants.select_related("person__site", "person__organisation", "person__user")
    return people.order_by(name_column("person__"))


_GRANTS = Prepared(_grants)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
@once
def member_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Give somebody, known or new, roles on the alliance."""
    alliance = editable_alliance(request, public_id)
    form = MemberForm(request.POST or None, user=request.user, alliance=alliance)
    if form.is_bound and form.is_valid():
        add = add_member if form.cleaned_data["person"] else add_new_member
        try:
            add(alliance=alliance, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect("member_list", alliance.public_id)
    return render(request, "alliances/member_create.html", {"form": form, "alliance": alliance})


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def member_edit(request: SignedInRequest, public_id: str, person_id: str) -> HttpResponse:
    """What somebody does on it: give and take roles at once."""
    alliance = editable_alliance(request, public_id)
    person = get_object_or_404(Person, public_id=person_id, pk__in=person_ids(alliance))
    held = AllianceRole.objects.filter(pk__in=alliance.members.filter(person=person).values("role"))
    form = MemberEditForm(request.POST or None, roles=held)
    if form.is_bound and form.is_valid():
        edit_member(alliance=alliance, person=person, **form.action_values())
        messages.success(request, _("Saved."))
        return redirect("member_list", alliance.public_id)
    context = {"form": form, "alliance": alliance, "person": person}
    return render(request, "alliances/member_edit.html", context)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def member_delete(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """Ask, then take a role away."""
    alliance = editable_alliance(request, public_id)
    member = get_object_or_404(alliance.members.select_related("person", "role", "alliance__scope"), pk=pk)
    if request.method == "POST":
        remove_member(member=member)
        messages.success(request, _("Removed."))
        return redirect("member_list", alliance.public_id)
    return render(request, "alliances/member_delete.html", {"alliance": alliance, "member": member})


@requires(MEMBER)
@require_safe
def member_suggest(request: SignedInRequest, public_id: str) -> JsonResponse:
    """People for a picker: those on the alliance first, then others."""
    alliance = visible_alliance(request, public_id)
    return suggestions(suggest_people(user=request.user, text=typed_so_far(request), first=person_ids(alliance)))
