"""The form that writes a risk down, the one that changes it, and the one that closes it."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.issues.actions.risks import next_look
from alliances.issues.forms.shared import Offered, SidedForm, labels
from alliances.issues.models import Closing, Risk
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, PickerInput, VersionedForm, place_rest, plain_helper
from coe_hub.lib.text import refuse_control_characters


class RiskFields(SidedForm):
    """What the two forms share."""

    owner = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Watched by"),
        help_text=gettext_lazy("Somebody on our side, who is told in time. Without a name here, the lead is."),
    )

    class Meta(SidedForm.Meta):
        model = Risk
        fields = Risk.EDITABLE

    def prepare(self, offered: Offered, *hidden: str) -> None:
        """Offer what this reader may choose, and put the fields in their places."""
        self.offer_programmes(offered)
        self.helper = plain_helper()
        programme = ["programme"] if "programme" in self.fields else []
        self.helper.layout = Layout(
            "title",
            Row(Column("cause"), Column("effect")),
            Row(Column("likelihood"), Column("impact")),
            Row(Column("response"), Column("review_on")),
            "plan",
            "owner",
            *programme,
            *hidden,
        )
        place_rest(self, self.helper.layout, before="plan")


class RiskForm(RiskFields):
    """What could happen."""

    def __init__(self, data: Any = None, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["review_on"].initial = next_look(offered.user.person, timezone.localdate())
        self.prepare(offered)


class RiskEditForm(RiskFields, VersionedForm):
    """A change of it."""

    def __init__(self, *args: Any, risk: Risk, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, initial=labels(risk, "owner"), instance=risk, version=risk.version, **kwargs)
        self.prepare(offered, "version", "base")
        self.fields["base"].initial = self._signed_base()


class RiskCloseForm(ActionForm):
    """It passed, or it came true."""

    closing = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Closing.PASSED, Closing.CAME_TRUE)],
        initial=Closing.PASSED,
        label=gettext_lazy("What became of it"),
    )
    on = PastDateField(label=gettext_lazy("Since"))
    note = TextField(
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("By what one sees it"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.helper = plain_helper()
