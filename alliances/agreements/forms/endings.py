"""The forms by which an agreement ends, and the one that takes it back."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Agreement, Ending, EndingKind
from alliances.agreements.terms import end_by_notice
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, RecordForm, plain_helper
from coe_hub.lib.text import refuse_control_characters


class EndingForm(RecordForm):
    """When it was declared, by whom and why, which day is the last one, and what survives."""

    given_on = PastDateField(label=gettext_lazy("Given on"))

    class Meta(RecordForm.Meta):
        model = Ending
        fields = ("given_on", "side", "reason", "ends_on", "survival")

    def __init__(self, data: Any = None, *, agreement: Agreement, kind: EndingKind) -> None:
        today = timezone.localdate()
        initial = {"given_on": today, "ends_on": _last_day(agreement, today) if kind == EndingKind.NOTICE else None}
        super().__init__(data, initial=initial)
        self.helper = plain_helper()
        self.helper.layout = Layout(Row(Column("given_on"), Column("side")), "ends_on", "reason", "survival")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given, ends = data.get("given_on"), data.get("ends_on")
        if given and ends and ends < given:
            self.add_error("ends_on", _("The last day lies before the day on which it was declared."))
        return data


def _last_day(agreement: Agreement, given: date) -> date | None:
    return end_by_notice(
        agreement.expires_on, agreement.renewed_months, agreement.notice_months, agreement.notice_days, given
    )


class TakeBackForm(ActionForm):
    """Why it was wrong."""

    reason = TextField(
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Why it is taken back"),
        help_text=gettext_lazy("One sentence that will make sense in two years."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
