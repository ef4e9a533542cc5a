"""The forms of a charter."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Agreement
from coe_hub.lib.forms import ActionForm, DateField, RecordForm, offer, plain_helper
from governance.committees.models import Basis, Charter


class CharterForm(RecordForm):
    """What the charter says from a day on. It opens with what it says now."""

    NOT_FOR_THE_ACTION = ("basis",)

    valid_from = DateField(label=gettext_lazy("Valid from"))

    class Meta(RecordForm.Meta):
        model = Charter
        fields = ("valid_from", "reason", "needs_amendment", *Charter.SAID)

    def __init__(
        self, data: Any = None, *, basis: str, present: Charter | None, agreements: "QuerySet[Agreement]"
    ) -> None:
        initial = {name: getattr(present, name) for name in Charter.SAID} if present else {}
        initial |= {"agreement": initial["agreement"].pk if initial.get("agreement") else None}
        super().__init__(data, initial={**initial, "valid_from": timezone.localdate()})
        offer(self, "agreement", agreements)
        self.fields["agreement"].empty_label = _("None")  # type: ignore[attr-defined]
        if basis == Basis.CONTRACTED:
            del self.fields["needs_amendment"]
            self.fields["reason"].help_text = _("Such as: as signed, or the amendment that changed it.")
        self.helper = plain_helper()
        self.helper.layout = Layout(
            Row(Column("valid_from"), Column("reason")),
            *(["needs_amendment"] if "needs_amendment" in self.fields else []),
            Row(Column("agreement"), Column("clause")),
            _heading(_("What it is for")),
            "purpose",
            Row(Column("authority"), Column("limits")),
            _heading(_("How it meets")),
            Row(Column("cadence"), Column("cadence_unit"), Column("chair")),
            Row(Column("notice_days"), Column("pre_read_days")),
            _heading(_("How it decides")),
            Row(Column("seats_ours"), Column("seats_theirs")),
            Row(Column("quorum_ours"), Column("quorum_theirs"), Column("voting")),
            "no_quorum",
            _heading(_("Minutes")),
            Row(Column("minutes_days"), Column("approval"), Column("approval_days")),
            _heading(_("Where it cannot agree"), _("How many calendar days a matter may stay on each rung.")),
            Row(Column("days_managers"), Column("days_team"), Column("days_functional")),
            Row(Column("days_steering"), Column("days_executives"), Column("final_say")),
            "carve_outs",
            _heading(_("How it ends")),
            Row(Column("sunset_on"), Column("sunset")),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("cadence")) != bool(data.get("cadence_unit")):
            self.add_error("cadence_unit", _("Say both how often it meets and whether that counts weeks or months."))
        return data


def _heading(text: str, note: str = "") -> Div:
    words = format_html('<h2 class="sub-heading">{}</h2>', text)
    return Div(HTML(words), *([HTML(format_html('<p class="muted">{}</p>', note))] if note else []))


class AmendmentForm(ActionForm):
    """Which amendment brought the contract after what is done."""

    amendment = forms.ModelChoiceField(Agreement.objects.none(), label=gettext_lazy("Amended by"))

    def __init__(self, data: Any = None, *, agreements: "QuerySet[Agreement]") -> None:
        super().__init__(data)
        offer(self, "amendment", agreements)
        self.helper = plain_helper()
