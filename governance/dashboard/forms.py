"""What the lists behind the figures are asked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coe_hub.lib.fields import TextField
from coe_hub.lib.text import refuse_control_characters
from governance.dashboard.reports.reach import FUNCTION, SITE


class ReachForm(forms.Form):
    """One site or one function. Both at once could leave a group too small to show."""

    site = TextField(required=False, max_length=40, validators=[refuse_control_characters])
    function = TextField(required=False, max_length=40, validators=[refuse_control_characters])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get(SITE)) == bool(data.get(FUNCTION)):
            raise ValidationError(_("Choose one site or one function."), code="one")
        return data

    def group(self) -> tuple[str, str]:
        """(kind, key) of the group asked for."""
        kind = SITE if self.cleaned_data[SITE] else FUNCTION
        return kind, self.cleaned_data[kind]
