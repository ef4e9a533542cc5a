"""What forms of the people room share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField, TimeZoneField
from coe_hub.lib.forms import PickerInput
from coe_hub.people.directory.correspondence import email_of
from coe_hub.people.directory.lookup import (
    either,
    find_organisation,
    people_alike,
    person_label,
    unknown_organisation,
)
from coe_hub.people.models import Organisation, Person, User


def zone(**kwargs: Any) -> TimeZoneField:
    values = {"help_text": gettext_lazy("Such as Asia/Tokyo. Reminders come at eight in the morning there.")}
    widget = PickerInput("time_zone_suggest")
    return TimeZoneField(label=gettext_lazy("Time zone"), widget=widget, **values | kwargs)


class KnownOrganisation(forms.Form):
    """Of which organisation somebody or something is, by its name."""

    user: User
    organisation = TextField(
        max_length=300, widget=PickerInput("organisation_suggest"), label=gettext_lazy("Organisation")
    )

    def clean_organisation(self) -> Organisation:
        """A known organisation."""
        text = self.cleaned_data["organisation"]
        found = find_organisation(user=self.user, text=text)
        if found is None:
            sentence = _("No organisation called “%(text)s” is known. Add it under People first.")
            raise unknown_organisation(sentence, user=self.user, text=text)
        return found


class SomebodyNew(forms.Form):
    """A form that may make a person: whoever looks like somebody known is asked about first."""

    user: User
    confirm_new = forms.BooleanField(
        required=False, widget=forms.HiddenInput, label=gettext_lazy("This is somebody new")
    )

    def ask_whether_new(self, field: str, *, name: str, email: str = "", but: Person | None = None) -> None:
        """Put an error at `field` that names those visible people whom the new one may be, unless they were looked at.
        `but` is the person that is edited."""
        alike = [one for one in people_alike(user=self.user, name=name, email=email) if one != but]
        if not alike or self.data.get("confirm_new"):
            return
        self.fields["confirm_new"].widget = forms.CheckboxInput()
        if reached := [one for one in alike if email and email in (one.email, email_of(one))]:
            words = {"typed": email, "known": either(map(person_label, reached))}
            said = _("%(typed)s is the address of %(known)s. Choose that person, or tick “This is somebody new”.")
            self.add_error("email", ValidationError(said % words, code="look_alike"))
            return
        words = {"typed": name or email, "known": either(map(person_label, alike))}
        said = _("“%(typed)s” looks like %(known)s. Choose that person, or tick “This is somebody new”.") % words
        self.add_error(field, ValidationError(said, code="look_alike"))
