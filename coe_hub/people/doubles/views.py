"""Doubles: the list of likely ones, merging them, and undoing it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.once import once
from coe_hub.people.doubles.forms import DoubleForm, MergeForm
from coe_hub.people.doubles.likeness import double_organisations, double_people, likely_doubles
from coe_hub.people.doubles.merging import merge, undo
from coe_hub.people.doubles.models import MERGED, UNDOABLE
from coe_hub.people.doubles.references import columns_to, rule_of
from coe_hub.people.doubles.sight import new_sight
from coe_hub.people.models import DIRECTORY_KEEPERS, Merge, MergeKind, Organisation, Person, User

# How many may become one at once.
MOST = 30


@requires(*DIRECTORY_KEEPERS)
@require_safe
def double_list(request: SignedInRequest) -> HttpResponse:
    """Who and what may be there twice, among what the reader sees; and what was merged lately."""
    context = {
        "groups": [
            (_("People"), "person_merge", double_people(request.user)),
            (_("Organisations"), "organisation_merge", double_organisations(request.user)),
        ],
        "merges": _lately(request.user),
    }
    return render(request, "people/double_list.html", context)


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def person_merge(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Let this person be the one, instead of some others."""
    return _merge_page(request, MergeKind.PERSON, public_id)


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def organisation_merge(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Let this organisation be the one, instead of some others."""
    return _merge_page(request, MergeKind.ORGANISATION, public_id)


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["POST"])
def merge_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a merge apart."""
    done = get_object_or_404(Merge, pk=pk)
    kept = get_object_or_404(_visible(request.user, done.kind), pk=done.kept_id)
    try:
        undo(done=done, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Undone. Each is itself again."))
    return redirect(kept)


def _visible(user: User, kind: str) -> Any:
    if kind == MergeKind.PERSON:
        return Person.objects.visible_to(user).select_related("user", "organisation", "site")
    return Organisation.objects.visible_to(user)


def _merge_page(request: SignedInRequest, kind: str, public_id: str) -> HttpResponse:
    """First which ones, then what the one says; both stand in the address, so nothing is asked twice."""
    rows = _visible(request.user, kind).active()
    kept = get_object_or_404(rows, public_id=public_id)
    search = DoubleForm(request.GET or None, kept=kept, user=request.user)
    keys = [key for key in dict.fromkeys(request.GET.getlist("with")) if key != kept.public_id][:MOST]
    doubles = list(rows.filter(public_id__in=keys).order_by("pk"))
    if search.is_bound and search.is_valid() and (named := search.cleaned_data["who"]):
        doubles = list(dict.fromkeys([*doubles, named]))
    context = {"kept": kept, "kind": kind, "doubles": doubles, "search": search}
    if not doubles or search.errors or "more" in request.GET:
        likely = likely_doubles(kept, user=request.user)
        context |= {"likely": list(dict.fromkeys([*doubles, *likely]))}
        return render(request, f"people/{kind}_merge.html", context)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, doubles=doubles, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            merge(kept=kept, doubles=doubles, values=form.action_values(), by=request.user)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Merged. For a month it can be undone from the list of doubles."))
            return redirect(kept)
    return render(
        request, f"people/{kind}_merge.html", context | {"form": form} | _preview(kept, doubles, request.user)
    )


def _preview(kept: Any, doubles: Sequence[Any], user: User) -> dict[str, Any]:
    """What moves, counted among what the reader sees, and what an account would come to see."""
    moves = []
    for column in columns_to(type(kept)):
        rule = rule_of(column)
        if rule.seen and (count := rule.seen(user).filter(**{f"{column.name}__in": doubles}).count()):
            moves.append((str(rule.label), count))
    try:
        sight, refusal = (new_sight([kept, *doubles], by=user), "") if isinstance(kept, Person) else (None, "")
    except DomainError as error:
        sight, refusal = None, error.message
    return {"moves": sorted(moves), "sight": sight, "refusal": refusal}


def _lately(user: User) -> list[dict[str, Any]]:
    """Merges of the last month of which the reader sees the result, the newest first."""
    told = []
    merges = Merge.objects.filter(at__gte=timezone.now() - UNDOABLE).select_related("by__person").order_by("-at", "-pk")
    done = list(merges[:100])
    for kind, model in MERGED.items():
        own = [one for one in done if one.kind == kind]
        kept = _visible(user, kind).in_bulk([one.kept_id for one in own])
        gone = model._default_manager.in_bulk([pk for one in own for pk in one.gone])
        told += [
            {"merge": one, "kept": kept[one.kept_id], "gone": [gone[pk] for pk in one.gone if pk in gone]}
            for one in own
            if one.kept_id in kept
        ]
    return sorted(told, key=lambda row: row["merge"].at, reverse=True)
