"""The form that moves an alliance to another stage."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, offer, plain_helper
from coe_hub.lib.text import refuse_control_characters
from coe_hub.vocabulary.models import Stage


class StageForm(ActionForm):
    """Into which stage, since when, and why."""

    stage = forms.ModelChoiceField(
        Stage.objects.none(), widget=forms.RadioSelect, empty_label=None, label=gettext_lazy("New stage")
    )
    on_date = PastDateField(label=gettext_lazy("Since"))
    reason = TextField(
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("One sentence that will make sense in two years."),
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "stage", Stage.objects.in_use().exclude(pk=alliance.stage_id))
        self.fields["on_date"].initial = timezone.localdate
        self.helper = plain_helper()
