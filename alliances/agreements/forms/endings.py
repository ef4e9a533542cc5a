"""The forms by which an agreement ends, and the one that takes it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.duties import Duty
from alliances.agreements.models import Agreement, Ending, EndingKind
from alliances.agreements.terms import end_by_notice
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, RecordForm, offer_choices, plain_helper
from coe_hub.lib.text import refuse_control_characters


class EndingForm(RecordForm):
    """When it was declared, by whom and why, which day is the last one, and what survives: each duty that is written
    down is ticked or not, others are named in words."""

    given_on = PastDateField(label=gettext_lazy("Given on"))
    survives = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What is owed beyond the last day"),
        help_text=gettext_lazy(
            "What is ticked goes on. The rest ends: of it only what is due by the last day in force is owed. Ticked "
            "beforehand are money, reports, safety and other duties; what counts is your agreement."
        ),
    )

    class Meta(RecordForm.Meta):
        model = Ending
        fields = ("given_on", "side", "reason", "ends_on", "survival")

    def __init__(
        self, data: Any = None, *, agreement: Agreement, kind: EndingKind, duties: Sequence[Duty] = ()
    ) -> None:
        """`duties` are those that whoever ends the agreement is asked about."""
        today = timezone.localdate()
        self.duties = duties
        initial = {"given_on": today, "ends_on": _last_day(agreement, today) if kind == EndingKind.NOTICE else None}
        super().__init__(data, initial=initial)
        asked = self._ask()
        self.helper = plain_helper()
        self.helper.layout = Layout(Row(Column("given_on"), Column("side")), "ends_on", "reason", *asked, "survival")

    def _ask(self) -> list[Div]:
        """Offer the duties, ticked as their kind usually is; without any, ask nothing."""
        if not self.duties:
            del self.fields["survives"]
            return []
        offer_choices(self, "survives", [(one.key, f"{one.title} ({one.text})") for one in self.duties])
        self.fields["survives"].initial = [one.key for one in self.duties if one.usually_survives]
        self.fields["survival"].label = _("What else survives")
        return [Div("survives", css_class="one-column")]

    def action_values(self) -> dict[str, Any]:
        """With the keys of what ends with the agreement, and of what survives it."""
        values = super().action_values()
        ticked = set(values.pop("survives", []))
        keys = [one.key for one in self.duties]
        return values | {
            "lapsing": [key for key in keys if key not in ticked],
            "surviving": [key for key in keys if key in ticked],
        }

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
