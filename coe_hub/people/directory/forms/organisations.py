"""Organisations and their sites."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import NEW, PickerInput, RecordForm, VersionedForm, offer_choices
from coe_hub.lib.places import country_choices, country_name, is_zone_of, zone_of
from coe_hub.people.directory.forms.fields import KnownOrganisation, zone
from coe_hub.people.directory.lookup import find_organisation, unknown_organisation
from coe_hub.people.models import Organisation, OrganisationKind, Site, User


class OrganisationForm(RecordForm, VersionedForm):
    """An organisation."""

    country = forms.ChoiceField(required=False, label=gettext_lazy("Country"))
    parent = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("organisation_suggest"),
        label=gettext_lazy("Belongs to"),
    )

    class Meta(RecordForm.Meta):
        model = Organisation
        fields = Organisation.EDITABLE
        help_texts = {"local_name": gettext_lazy("Shown in Japanese pages.")}

    def __init__(self, data: Any = None, *, user: User, organisation: Organisation | None = None) -> None:
        self.user, self.organisation = user, organisation
        values: dict[str, Any] = {"is_public": True, "kind": OrganisationKind.BIOTECH}
        if organisation:
            values = {"parent": organisation.parent.display_name if organisation.parent else ""}
        version = organisation.version if organisation else NEW
        super().__init__(data, initial=values, instance=organisation, version=version)
        offer_choices(self, "country", [("", _("Not said")), *country_choices()])
        if organisation and organisation.parent_id and not organisation.parent:
            del self.fields["parent"]  # one the reader may not see: it is neither shown nor changed
        self.helper.layout = Layout(
            "version",
            "base",
            "name",
            Row(Column("local_name"), Column("reading")),
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
            raise unknown_organisation(_("No organisation called “%(text)s” is known."), user=self.user, text=text)
        above: Organisation | None = found
        while above is not None:
            if self.organisation and above.pk == self.organisation.pk:
                raise ValidationError(_("An organisation cannot belong to itself, nor to one of its own affiliates."))
            above = above.parent
        return found


class SiteForm(KnownOrganisation, RecordForm, VersionedForm):
    """A place where our people work."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    subdivision = forms.RegexField(
        r"^[A-Z0-9-]*$",
        required=False,
        max_length=6,
        label=gettext_lazy("State or province"),
        help_text=gettext_lazy("Code used for its public holidays, such as MA or BY; may stay empty."),
    )
    time_zone = zone(
        required=False,
        help_text=gettext_lazy("Left empty, it follows from country and city. Or type a large city nearby."),
    )

    class Meta(RecordForm.Meta):
        model = Site
        fields = Site.EDITABLE

    def __init__(self, data: Any = None, *, user: User, site: Site | None = None) -> None:
        self.user, self.site = user, site
        organisation = site.organisation if site else user.person.organisation
        values = {"organisation": organisation.display_name}
        super().__init__(data, initial=values, instance=site, version=site.version if site else NEW)
        offer_choices(self, "country", [("", _("Please choose")), *country_choices()])
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("name"), Column("local_name")),
            Row(Column("city"), Column("country")),
            Row(Column("subdivision"), Column("time_zone")),
            "organisation",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("country") and "time_zone" in data and self._follows_the_place(data):
            data["time_zone"] = zone_of(data["country"], data.get("city", ""))
            if not data["time_zone"]:
                sentence = _("Clocks differ within %(country)s. Type a large city nearby, such as New York.")
                self.add_error("time_zone", sentence % {"country": country_name(data["country"])})
        return data

    def _follows_the_place(self, data: dict[str, Any]) -> bool:
        """No zone was said, or the site went to another country and its zone stayed behind."""
        zone = data["time_zone"]
        moved = self.site is not None and self.site.country != data["country"] and self.site.time_zone == zone
        return not zone or (moved and not is_zone_of(zone, data["country"]))
