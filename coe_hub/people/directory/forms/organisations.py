"""Organisations and their sites."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import PickerInput, VersionedForm, offer_choices
from coe_hub.lib.places import country_choices
from coe_hub.people.directory.forms.fields import BLANK, KnownOrganisation, one_line, zone
from coe_hub.people.directory.lookup import find_organisation
from coe_hub.people.models import Organisation, OrganisationKind, Site, User


class OrganisationForm(VersionedForm):
    """An organisation."""

    name = one_line(gettext_lazy("Name"), most=300, required=True)
    local_name = one_line(
        gettext_lazy("Name in the local script"), most=300, help_text=gettext_lazy("Shown in Japanese pages.")
    )
    kind = forms.ChoiceField(choices=OrganisationKind, label=gettext_lazy("Kind"))
    country = forms.ChoiceField(required=False, label=gettext_lazy("Country"))
    parent = forms.CharField(
        required=False,
        max_length=300,
        widget=PickerInput("organisation_suggest"),
        label=gettext_lazy("Belongs to"),
    )
    website = forms.URLField(required=False, assume_scheme="https", label=gettext_lazy("Website"))
    is_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("Visible to every member"),
        help_text=gettext_lazy("Otherwise only people who see one of its alliances find it."),
    )

    def __init__(self, *args: Any, user: User, organisation: Organisation | None = None, **kwargs: Any) -> None:
        self.user, self.organisation = user, organisation
        values: dict[str, Any] = {"is_public": True, "kind": OrganisationKind.BIOTECH}
        if organisation:
            names = ("name", "local_name", "kind", "country", "website", "is_public")
            values = {name: getattr(organisation, name) for name in names}
            values["parent"] = organisation.parent.display_name if organisation.parent else ""
        super().__init__(*args, initial=values, version=organisation.version if organisation else 0, **kwargs)
        offer_choices(self, "country", [*BLANK, *country_choices()])
        if organisation and organisation.parent_id and not organisation.parent:
            del self.fields["parent"]  # one the reader may not see: it is neither shown nor changed
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("name"), Column("local_name")),
            Row(Column("kind"), Column("country")),
            Row(*[Column(name) for name in ("parent", "website") if name in self.fields]),
            "is_public",
        )

    def clean_name(self) -> str:
        """Once among what the reader sees."""
        name = self.cleaned_data["name"]
        known = find_organisation(user=self.user, text=name)
        if known and known != self.organisation:
            raise ValidationError(_("“%(name)s” is here already."), params={"name": known.display_name}, code="taken")
        return name

    def clean_parent(self) -> Organisation | None:
        """A known organisation, not this one and none that belongs to it."""
        text = self.cleaned_data["parent"]
        if not text:
            return None
        found = find_organisation(user=self.user, text=text)
        if found is None:
            raise ValidationError(_("No organisation called “%(text)s” is known."), params={"text": text})
        above: Organisation | None = found
        while above is not None:
            if self.organisation and above.pk == self.organisation.pk:
                raise ValidationError(_("An organisation cannot belong to itself, nor to one of its own affiliates."))
            above = above.parent
        return found

    def values(self) -> dict[str, Any]:
        """The organisation's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "base"}}


class SiteForm(KnownOrganisation, VersionedForm):
    """A place where our people work."""

    name = one_line(gettext_lazy("Name"), most=120, required=True)
    local_name = one_line(gettext_lazy("Name in the local script"), most=120)
    city = one_line(gettext_lazy("City"), most=120, required=True)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    subdivision = forms.RegexField(
        r"^[A-Z0-9-]*$",
        required=False,
        max_length=6,
        label=gettext_lazy("State or province"),
        help_text=gettext_lazy("Code used for its public holidays, such as MA or BY; may stay empty."),
    )
    time_zone = zone()

    def __init__(self, *args: Any, user: User, site: Site | None = None, **kwargs: Any) -> None:
        self.user = user
        values: dict[str, Any] = {"organisation": user.person.organisation.display_name, "time_zone": user.time_zone}
        if site:
            names = ("name", "local_name", "city", "country", "subdivision", "time_zone")
            values = {name: getattr(site, name) for name in names} | {"organisation": site.organisation.display_name}
        super().__init__(*args, initial=values, version=site.version if site else 0, **kwargs)
        offer_choices(self, "country", [*BLANK, *country_choices()])
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("name"), Column("local_name")),
            Row(Column("city"), Column("country")),
            Row(Column("subdivision"), Column("time_zone")),
            "organisation",
        )

    def values(self) -> dict[str, Any]:
        """The site's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "base"}}
