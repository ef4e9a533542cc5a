"""What forms of the people room share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import PickerInput
from coe_hub.lib.places import validate_time_zone
from coe_hub.people.directory.lookup import find_organisation
from coe_hub.people.models import Organisation, User

BLANK = [("", "—")]


def zone(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        validators=[validate_time_zone],
        widget=PickerInput("time_zone_suggest"),
        help_text=gettext_lazy("Such as Asia/Tokyo. Reminders come at eight in the morning there."),
        **kwargs,
    )


class KnownOrganisation(forms.Form):
    """Of which organisation somebody or something is, by its name."""

    user: User
    organisation = forms.CharField(
        max_length=300, widget=PickerInput("organisation_suggest"), label=gettext_lazy("Organisation")
    )

    def clean_organisation(self) -> Organisation:
        """A known organisation."""
        text = self.cleaned_data["organisation"]
        found = find_organisation(user=self.user, text=text)
        if found is None:
            raise ValidationError(
                _("No organisation called “%(text)s” is known. Add it under People first."), params={"text": text}
            )
        return found
