"""The directory: people, organisations, sites."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, requires
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.listing import by_ids, show
from coe_hub.lib.lists import name_column
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.sql import SortKey
from coe_hub.people.directory.actions import (
    create_organisation,
    create_person,
    create_site,
    edit_organisation,
    edit_person,
    edit_site,
)
from coe_hub.people.directory.autocomplete import suggestions, typed_so_far
from coe_hub.people.directory.forms.organisations import OrganisationForm, SiteForm
from coe_hub.people.directory.forms.persons import PersonForm
from coe_hub.people.directory.listing import ORGANISATIONS, PEOPLE, with_row
from coe_hub.people.directory.lookup import suggest_organisations, suggest_people, suggest_time_zones
from coe_hub.people.models import (
    DIRECTORY_KEEPERS,
    DIRECTORY_WATCHERS,
    MergeKind,
    Organisation,
    Person,
    Site,
    kept_instead,
)

PAGE_SIZE = 50


def _people(*, ids: list[int]) -> "QuerySet[Person]":
    return with_row(Person.objects.filter(pk__any=ids))


_PEOPLE = Prepared(_people)


@requires(MEMBER)
@require_safe
def person_list(request: SignedInRequest) -> HttpResponseBase:
    """The people the reader may see; `?format=` gives them as a file."""
    shown = show(request, PEOPLE)
    if shown.response:
        return shown.response
    if not shown.is_table:
        ids = list(shown.page.object_list)
        shown.page.object_list = by_ids(_PEOPLE.objects(ids=ids), ids)
    may_add = request.user.has_role(*DIRECTORY_KEEPERS)
    return render(request, "people/person_list.html", shown.context | {"may_add": may_add})


def seen_or_kept(visible: "QuerySet[Any]", public_id: str, kind: str) -> Any:
    """The visible record of this address or, where it was merged into another one, that one."""
    record = visible.model._default_manager.filter(public_id=public_id).first()
    kept = kept_instead(kind, record) if record else None
    return get_object_or_404(visible, pk=kept.pk if kept else record.pk if record else None)


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def person_create(request: SignedInRequest) -> HttpResponse:
    """Add somebody to the directory."""
    form = PersonForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        person = create_person(**form.action_values())
        messages.success(request, _("Added."))
        return redirect(person)
    return render(request, "people/person_create.html", {"form": form})


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["GET", "POST"])
def person_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit somebody's entry."""
    people = Person.objects.visible_to(request.user)
    return edit_page(
        request,
        read=lambda: get_object_or_404(people, public_id=public_id),
        make_form=lambda person, data: PersonForm(data, user=request.user, person=person),
        save=lambda person, form: edit_person(person=person, **form.action_values()),
        show=lambda person, form: render(request, "people/person_edit.html", {"form": form, "person": person}),
    )


@requires(MEMBER)
@require_safe
def organisation_list(request: SignedInRequest) -> HttpResponseBase:
    """The organisations the reader may see; `?format=` gives them as a file."""
    shown = show(request, ORGANISATIONS)
    if shown.response:
        return shown.response
    if not shown.is_table:
        rows = Organisation.objects.filter(pk__in=list(shown.page.object_list)).with_parent(request.user)
        shown.page.object_list = by_ids(rows, shown.page.object_list)
    may_add = request.user.has_role(*DIRECTORY_KEEPERS)
    return render(request, "people/organisation_list.html", shown.context | {"may_add": may_add})


@requires(MEMBER)
@require_safe
def organisation_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One organisation: what it is, its people, and what the reader may see of it."""
    organisations = Organisation.objects.visible_to(request.user).with_parent(request.user)
    organisation = seen_or_kept(organisations, public_id, MergeKind.ORGANISATION)
    if organisation.public_id != public_id:
        return redirect(organisation)
    people = Person.objects.visible_to(request.user).active().filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "affiliates": Organisation.objects.visible_to(request.user)
        .active()
        .filter(parent=organisation)
        .order_by(name_column()),
        "sites": organisation.sites.active().order_by(SortKey("name")),
        "people": people.select_related("site", "function", "user").order_by(name_column(), "pk")[:PAGE_SIZE],
        "may_edit": request.user.has_role(*DIRECTORY_KEEPERS),
        "may_see_history": request.user.has_role(*DIRECTORY_WATCHERS),
    }
    return render(request, "people/organisation_detail.html", context)


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def organisation_create(request: SignedInRequest) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        organisation = create_organisation(**form.action_values())
        messages.success(request, _("Added."))
        return redirect(organisation)
    return render(request, "people/organisation_create.html", {"form": form})


@requires(*DIRECTORY_KEEPERS)
@require_http_methods(["GET", "POST"])
def organisation_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit an organisation."""
    visible = Organisation.objects.visible_to(request.user).with_parent(request.user)
    return edit_page(
        request,
        read=lambda: get_object_or_404(visible, public_id=public_id),
        make_form=lambda organisation, data: OrganisationForm(data, user=request.user, organisation=organisation),
        save=lambda organisation, form: edit_organisation(organisation=organisation, **form.action_values()),
        show=lambda organisation, form: render(
            request, "people/organisation_edit.html", {"form": form, "organisation": organisation}
        ),
    )


@requires(GlobalRole.ADMIN)
@require_safe
def site_list(request: SignedInRequest) -> HttpResponse:
    """The company's sites."""
    sites = (
        Site.objects.active().select_related("organisation").order_by(name_column("organisation__"), SortKey("name"))
    )
    return render(request, "people/site_list.html", {"sites": sites})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@once
def site_create(request: SignedInRequest) -> HttpResponse:
    """Add a site."""
    form = SiteForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            create_site(**form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect("site_list")
    return render(request, "people/site_create.html", {"form": form})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def site_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Edit a site."""
    sites = Site.objects.select_related("organisation")
    return edit_page(
        request,
        read=lambda: get_object_or_404(sites, public_id=public_id),
        make_form=lambda site, data: SiteForm(data, user=request.user, site=site),
        save=lambda site, form: edit_site(site=site, **form.action_values()),
        show=lambda site, form: render(request, "people/site_edit.html", {"form": form, "site": site}),
        url=reverse("site_list"),
    )


@requires(MEMBER)
@require_safe
def person_suggest(request: SignedInRequest) -> JsonResponse:
    """People for a picker."""
    return suggestions(suggest_people(user=request.user, text=typed_so_far(request)))


@requires(MEMBER)
@require_safe
def organisation_suggest(request: SignedInRequest) -> JsonResponse:
    """Organisations for a picker."""
    return suggestions(suggest_organisations(user=request.user, text=typed_so_far(request)))


@requires(MEMBER)
@require_safe
def time_zone_suggest(request: SignedInRequest) -> JsonResponse:
    """Time zones for a picker."""
    return suggestions(suggest_time_zones(typed_so_far(request)))
