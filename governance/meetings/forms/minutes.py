"""The form of a correction."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, plain_helper
from coe_hub.lib.text import refuse_control_characters
from governance.meetings.models import AgendaItem, Meeting


class CorrectionForm(ActionForm):
    """What is wrong in final minutes, and what is right."""

    corrected_on = PastDateField(label=gettext_lazy("Day"))
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), required=False, label=gettext_lazy("Which item"))
    text = TextField(
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Correction"),
        help_text=gettext_lazy("What the minutes say there, what is right, and who agreed to it."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={"corrected_on": timezone.localdate()})
        items: Any = self.fields["agenda_item"]
        items.queryset = meeting.agenda.active().in_order()
        items.empty_label = _("The minutes at large")
        self.helper = plain_helper()
        self.helper.layout = Layout(Row(Column("corrected_on"), Column("agenda_item")), "text")
