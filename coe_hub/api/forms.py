"""The form that makes a token."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.api.models import ApiToken, TokenScope
from coe_hub.lib.forms import DateField, RecordForm, plain_helper

USUAL, LONGEST = timedelta(days=90), timedelta(days=366)


class TokenForm(RecordForm):
    """What it is for, what it may do, and until when."""

    scope = forms.ChoiceField(
        choices=TokenScope,
        widget=forms.RadioSelect,
        initial=TokenScope.READ,
        label=gettext_lazy("Good for"),
        help_text=gettext_lazy("It never sees or does more than you do."),
    )
    expires_on = DateField(
        label=gettext_lazy("Good until"), help_text=gettext_lazy("A year at most. You can revoke it any day.")
    )

    class Meta(RecordForm.Meta):
        model = ApiToken
        fields = ("name",)
        help_texts = {"name": gettext_lazy("Which program has it, such as “Portfolio sheet”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["expires_on"] = timezone.localdate() + USUAL
        self.helper = plain_helper()
        self.order_fields(["name", "scope", "expires_on"])

    def clean_expires_on(self) -> date:
        """From today on, a year at most."""
        day = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("Choose a day within a year from today."), code="too_long")
        return day
