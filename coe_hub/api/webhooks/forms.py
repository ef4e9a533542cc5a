"""The form that makes a webhook."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from coe_hub.api.models import Webhook
from coe_hub.api.webhooks.sending import allowed_ip
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import RecordForm, plain_helper
from coe_hub.lib.resources import resources


class WebhookForm(RecordForm):
    """Who is told, and of what."""

    resources = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Tells of"),
        help_text=gettext_lazy("Of what you see yourself, and only that it changed; not what it says."),
    )

    class Meta(RecordForm.Meta):
        model = Webhook
        fields = ("name", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resources"].choices = [(one.code, one.code) for one in resources()]  # type: ignore[attr-defined]
        self.fields["address"].help_text = gettext_lazy("Begins with https:// and is reachable from the hub.")
        self.helper = plain_helper()
        self.order_fields(["name", "address", "resources"])

    def clean_address(self) -> str:
        """One that may be told."""
        address: str = self.cleaned_data["address"]
        try:
            allowed_ip(urlsplit(address))
        except DomainError as error:
            raise ValidationError(error.message) from error
        return address
