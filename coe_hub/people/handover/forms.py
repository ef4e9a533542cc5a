"""Who takes over what: one person for all of it, and others for single things."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import ReasonField, TextField
from coe_hub.lib.forms import PickerInput
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.handover.belongings import Held, Holdings
from coe_hub.people.models import Person, User

RULE, LEAVE = "rule", "leave"


@dataclass(frozen=True)
class Line:
    """One thing on the page, with the fields that say whether it goes, and to whom if not to the one for all."""

    held: Held
    goes: forms.BoundField
    taker: forms.BoundField


class HandOverForm(forms.Form):
    """What of a person's goes over to whom. What stays unticked stays with them."""

    taker = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Who takes over"),
        help_text=gettext_lazy("Gets one mail with all that is theirs now."),
    )
    keeps = forms.BooleanField(required=False)
    hidden = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        label=gettext_lazy("What you may not see"),
        choices=[
            (RULE, gettext_lazy("Goes to the sponsor on our side, else to another lead, else to the team")),
            (LEAVE, gettext_lazy("Stays as it is, without anybody who can sign in")),
        ],
    )

    reason = ReasonField(label=gettext_lazy("Why the account is closed"))

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        giver: Person,
        holdings: Holdings,
        keeps: bool = True,
        taker: Person | None = None,
        closes: bool = False,
        counts_hidden: bool = False,
    ) -> None:
        """`closes`: the account is closed, with a reason; without a name nothing goes over, and it is closed all the
        same."""
        initial = {"taker": person_label(taker) if taker else "", "keeps": keeps, "hidden": RULE}
        super().__init__(data, initial=initial)
        self.user, self.giver, self.holdings, self.closes = user, giver, holdings, closes
        self.fields["keeps"].label = _("%(name)s stays on the team") % {"name": giver.display_name}
        if not closes:
            del self.fields["reason"]
        if not (counts_hidden and holdings.hidden):
            del self.fields["hidden"]
        for one in holdings.shown:
            self.fields[f"goes-{one.key}"] = forms.BooleanField(required=False, initial=True, label=one.title)
            self.fields[f"taker-{one.key}"] = TextField(
                required=False,
                max_length=300,
                widget=PickerInput("person_suggest"),
                label=_("Somebody else takes over “%(title)s”") % {"title": one.title},
            )

    def groups(self) -> "list[tuple[str | Promise, list[Line]]]":
        """The lines of the page by their kind."""
        return [(kind.label, [self._line(one) for one in rows]) for kind, rows in self.holdings.groups()]

    def _line(self, one: Held) -> Line:
        return Line(one, self[f"goes-{one.key}"], self[f"taker-{one.key}"])

    def clean_taker(self) -> Person | None:
        """Who takes all that names nobody else."""
        return self._person(self.cleaned_data["taker"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.takers: dict[str, Person] = {}
        for one in self.holdings.shown:
            if not data.get(f"goes-{one.key}"):
                continue
            try:
                taker = self._person(data.get(f"taker-{one.key}", "")) or data.get("taker")
            except ValidationError as error:
                self.add_error(f"taker-{one.key}", error)
                continue
            if taker:
                self.takers[one.key] = taker
            elif not self.closes and "taker" not in self.errors:
                self.add_error("taker", ValidationError(_("Say who takes over what is ticked."), code="nobody"))
        return data

    def _person(self, text: str) -> Person | None:
        if not text:
            return None
        person = find_person(user=self.user, text=text)
        if person.pk == self.giver.pk:
            raise ValidationError(
                _("Name somebody else: %(name)s has it now."), params={"name": person.display_name}, code="themself"
            )
        return person

    def action_values(self) -> dict[str, Any]:
        """What `hand_over` and `close_account` are called with."""
        values = {
            "takers": self.takers,
            "keeps": self.cleaned_data["keeps"],
            "hidden_too": self.cleaned_data.get("hidden") == RULE,
        }
        return values | ({"reason": self.cleaned_data["reason"]} if self.closes else {})
