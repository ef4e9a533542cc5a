"""People and organisations for other programs."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.directory.actions import create_organisation, create_person, edit_organisation, edit_person
from coe_hub.people.directory.filters import OrganisationFilter, PersonFilter
from coe_hub.people.directory.forms.organisations import OrganisationForm
from coe_hub.people.directory.forms.persons import PersonForm
from coe_hub.people.models import DIRECTORY_KEEPERS, Organisation, Person


def _person_columns() -> Sequence[Column]:
    names = ("family_name", "given_name", "latin_name", "organisation", "site", "function", "job_title", "email")
    return [column_of(Person, name) for name in names]


def _organisation_columns() -> Sequence[Column]:
    return [column_of(Organisation, name) for name in ("name", "local_name", "kind", "country", "parent", "website")]


def _people(user: Any) -> Any:
    return Person.objects.visible_to(user).active()


def _add_person(request: SignedInRequest, _above: str, data: Any) -> Draft:
    form = PersonForm(data, user=request.user)
    return Draft(form, lambda: create_person(**form.action_values()))


def _edit_person(request: SignedInRequest, key: str, data: Any) -> Draft:
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=key)
    form = PersonForm(data, user=request.user, person=person)
    return Draft(form, lambda: edit_person(person=person, **form.action_values()), person)


def _organisations(user: Any) -> Any:
    return Organisation.objects.visible_to(user).active().with_parent(user)


def _add_organisation(request: SignedInRequest, _above: str, data: Any) -> Draft:
    form = OrganisationForm(data, user=request.user)
    return Draft(form, lambda: create_organisation(**form.action_values()))


def _edit_organisation(request: SignedInRequest, key: str, data: Any) -> Draft:
    visible = Organisation.objects.visible_to(request.user).with_parent(request.user)
    organisation = get_object_or_404(visible, public_id=key)
    form = OrganisationForm(data, user=request.user, organisation=organisation)
    return Draft(form, lambda: edit_organisation(organisation=organisation, **form.action_values()), organisation)


def register_all() -> None:
    """Once, at start."""
    kept = partial(Way, guard=DIRECTORY_KEEPERS)
    register(
        Resource(
            "people",
            "people of the directory",
            Person,
            rows=_people,
            columns=_person_columns,
            read=lambda rows: rows.select_related("organisation", "site", "function", "user"),
            filters=PersonFilter,
            make=kept("Add somebody to the directory", PersonForm, _add_person),
            change=kept("Edit somebody's entry", PersonForm, _edit_person),
        )
    )
    register(
        Resource(
            "organisations",
            "organisations of the directory",
            Organisation,
            rows=_organisations,
            columns=_organisation_columns,
            filters=OrganisationFilter,
            make=kept("Add an organisation", OrganisationForm, _add_organisation),
            change=kept("Edit an organisation", OrganisationForm, _edit_organisation),
        )
    )
