"""How long things stay, and why somebody is forgotten."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import ReasonField
from coe_hub.lib.forms import ActionForm, plain_helper
from coe_hub.privacy.models import Ground
from coe_hub.privacy.retention import KINDS, days_of

LONGEST = 36_500


class RetentionForm(ActionForm):
    """For how many days each kind stays."""

    reason = ReasonField(label=gettext_lazy("Why it changes"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        kept = days_of()
        for kind in KINDS:
            self.fields[kind.code] = forms.IntegerField(
                required=False,
                min_value=kind.least,
                max_value=LONGEST,
                label=str(kind.label),
                initial=kept[kind.code],
                help_text=_("Days, at least %(least)d. Empty: for good.") % {"least": kind.least},
            )
        self.helper = plain_helper()
        self.helper.layout = Layout(*[kind.code for kind in KINDS], "reason")

    def action_values(self) -> dict[str, Any]:
        """Days by kind, and the reason."""
        data = self.cleaned_data
        return {"days": {kind.code: data[kind.code] for kind in KINDS}, "reason": data["reason"]}


class ForgetForm(ActionForm):
    """On which ground somebody is forgotten, and why."""

    NOT_FOR_THE_ACTION = ("sure",)

    ground = forms.ChoiceField(choices=Ground, widget=forms.RadioSelect, label=gettext_lazy("Legal ground"))
    reason = ReasonField(
        help_text=gettext_lazy("One line, such as the number of the request. Do not name the person: the line stays.")
    )
    sure = forms.BooleanField(label=gettext_lazy("I know that this cannot be undone"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = plain_helper()
