"""The form that writes down what is owed, and the one that changes it."""

from typing import Any

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.owners import person_typed
from alliances.obligations.forms.offered import Offered
from alliances.obligations.models import Obligation
from alliances.obligations.scopes import scope_for
from coe_hub.lib.errors import DomainError
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import PickerInput, RecordForm, VersionedForm, more_opens, place_rest, plain_helper
from coe_hub.people.directory.lookup import person_label
from coe_hub.people.models import Person, Side, Sight

_MORE = {
    "off_day", "keeps_month_end", "country", "subdivision", "days_needed", "condition", "condition_state", "implies",
    "note", "counterpart", "tells_partner",
}  # fmt: skip


# What belongs to one base alone, with the classes by which the style sheet shows it where that is chosen.
_OF_BASE = {
    "fixed_on": "of-base of-fixed",
    "event": "of-base of-event",
    "after": "of-base of-obligation",
    "period": "of-base of-period",
    "first_on": "of-base of-period",
    "last_on": "of-base of-period",
}


class ObligationFields(RecordForm):
    """What the two forms share."""

    owner = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Seen to by"),
        help_text=gettext_lazy("Somebody on our side, who is told in time. Without a name here, the lead is."),
    )
    counterpart = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Counterpart at the partner"),
    )
    currency = TextField(required=False, max_length=3, label=gettext_lazy("Currency"))

    class Meta(RecordForm.Meta):
        model = Obligation
        fields = Obligation.EDITABLE

    def prepare(self, offered: Offered, *hidden: str) -> None:
        """Offer what this reader may choose, and put the fields in their places."""
        self.offered = offered
        offered.fill(self)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            Row(Column("title", css_class="col-md-8"), Column("clause")),
            Row(Column("kind"), Column("responsible")),
            "owner",
            Row(Column("agreement"), Column("programme")),
            Fieldset(
                _("When it is due"),
                Row(Column("count"), Column("unit"), Column("direction")),
                Row(
                    Column("counts_from"),
                    *(Column(name, css_class=classes) for name, classes in _OF_BASE.items()),
                ),
            ),
            Fieldset(_("Money"), Row(Column("flow"), Column("amount"), Column("currency"), Column("certainty"))),
            HTML(more_opens(_("More: days without work, holidays, condition, note"), is_open=self._opens_more())),
            Row(Column("off_day"), Column("country"), Column("subdivision")),
            "keeps_month_end",
            Row(Column("days_needed"), Column("counterpart")),
            "tells_partner",
            Row(Column("condition", css_class="col-md-8"), Column("condition_state")),
            "implies",
            "note",
            HTML("</details>"),
            *hidden,
        )
        place_rest(self, self.helper.layout, before="note")

    def _opens_more(self) -> bool:
        """A field that must be seen, because it is wrong, is not folded away."""
        return self.is_bound and bool(self.errors.keys() & _MORE)

    def clean_currency(self) -> str:
        """However it was typed."""
        return self.cleaned_data["currency"].upper()

    def clean_owner(self) -> Person | None:
        """Somebody on our side, or nobody."""
        return self._person("owner", Side.OURS)

    def clean_counterpart(self) -> Person | None:
        """Somebody at the partner, or nobody."""
        return self._person("counterpart", Side.THEIRS)

    def _person(self, name: str, side: Side) -> Person | None:
        known, offered = getattr(self.instance, name), self.offered
        text = self.cleaned_data[name]
        return person_typed(text, known=known, alliance=offered.alliance, side=side, user=offered.user)

    def clean(self) -> dict[str, Any]:
        """Whoever sees to it must be able to see it."""
        data = super().clean() or {}
        if (owner := data.get("owner")) and "programme" in data and "agreement" in data:
            try:
                scope = scope_for(self.offered.alliance, programme=data["programme"], agreement=data["agreement"])
            except DomainError as error:
                self.add_error(error.field, error.message)
                return data
            if not Sight.of(people=[owner.pk], scopes=[scope.pk]).reaches(owner.pk, scope.pk):
                self.add_error(
                    "owner",
                    _("%(name)s may not see this. Let them in first, or name somebody else.")
                    % {"name": owner.display_name},
                )
        return data


class ObligationForm(ObligationFields):
    """What is owed, by whom, and when."""

    def __init__(self, data: Any = None, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.prepare(offered)


class ObligationEditForm(ObligationFields, VersionedForm):
    """A change of what is owed; its days follow."""

    def __init__(self, *args: Any, obligation: Obligation, offered: Offered, **kwargs: Any) -> None:
        people = {name: getattr(obligation, name) for name in ("owner", "counterpart")}
        initial = {name: person_label(person) if person else "" for name, person in people.items()}
        super().__init__(*args, initial=initial, instance=obligation, version=obligation.version, **kwargs)
        self.prepare(offered, "version", "base")
        self.fields["base"].initial = self._signed_base()
