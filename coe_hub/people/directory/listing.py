"""The lists of people and organisations as lists that people work in."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.dates import local_date
from coe_hub.lib.listing import Listing, register
from coe_hub.lib.lists import name_column
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.directory.filters import OrganisationFilter, PersonFilter
from coe_hub.people.models import Organisation, Person


def _by_name() -> Any:
    return F(name_column()).asc()


def _added_on(record: Any) -> date:
    return local_date(record.created_at)


def person_columns() -> Sequence[Column]:
    """Columns of people; their codes are the names of their columns."""
    of = partial(column_of, Person)
    return [
        Column("name", _("Name"), str, 28, is_shown=True, order=_by_name, url=Person.get_absolute_url),
        of("family_name", width=20, is_usual=False, order="family_name"),
        of("given_name", width=20, is_usual=False, order="given_name"),
        of("latin_name", width=28, is_usual=False),
        of("reading", width=24, is_usual=False),
        of("job_title", width=28, is_shown=True),
        of("function", width=22, is_shown=True, order="function__position"),
        of("organisation", width=28, is_shown=True, order=lambda: F(name_column("organisation__")).asc()),
        of("site", width=22, is_shown=True, order="site__name"),
        of("email", width=30, order="email"),
        of("phone", width=18, is_usual=False),
        Column("account", _("Account"), _account, width=14, is_usual=False),
        Column("added_on", _("Added on"), _added_on, width=13, is_usual=False, order="created_at"),
        Column("address", _("Address in the hub"), Person.get_absolute_url, 54, is_link=True, is_usual=False),
    ]


def _account(person: Person) -> str:
    if not hasattr(person, "user"):
        return ""
    return _("Account closed") if person.is_gone else _("Can sign in")


def organisation_columns() -> Sequence[Column]:
    """Columns of organisations; their codes are the names of their columns."""
    of, own = partial(column_of, Organisation), _by_name
    return [
        of("name", width=34, is_shown=True, order=own, url=Organisation.get_absolute_url),
        of("local_name", width=30, is_shown=True),
        of("kind", width=18, is_shown=True, order="kind"),
        Column("country", _("Country"), lambda one: one.country_text, 18, is_shown=True, order="country"),
        of("parent", width=30, is_shown=True),
        of("website", width=34),
        Column("added_on", _("Added on"), _added_on, width=13, is_usual=False, order="created_at"),
        Column("address", _("Address in the hub"), Organisation.get_absolute_url, 54, is_link=True, is_usual=False),
    ]


def _people(request: SignedInRequest, asked: QueryDict) -> PersonFilter:
    return PersonFilter(asked, queryset=Person.objects.visible_to(request.user).active(), request=request)


def _organisations(request: SignedInRequest, asked: QueryDict) -> OrganisationFilter:
    organisations = Organisation.objects.visible_to(request.user).active().with_parent(request.user)
    return OrganisationFilter(asked, queryset=organisations, request=request)


def with_row(people: Any) -> Any:
    """People with what a row of theirs shows."""
    return people.select_related("organisation", "site", "function", "user")


PEOPLE = register(
    Listing(
        code="people",
        url_name="person_list",
        label=gettext_lazy("People"),
        columns=person_columns,
        filters=_people,
        rows=lambda found, _columns: with_row(found).iterator(1000),
        order=lambda found: found.order_by(_by_name(), "pk"),
        is_long=True,
        many=("organisation", "site", "function", "is_public"),
    )
)
ORGANISATIONS = register(
    Listing(
        code="organisations",
        url_name="organisation_list",
        label=gettext_lazy("Organisations"),
        columns=organisation_columns,
        filters=_organisations,
        rows=lambda found, _columns: found.iterator(1000),
        order=lambda found: found.order_by(_by_name(), "pk"),
        is_long=True,
        many=("kind", "country", "parent", "is_public"),
    )
)
