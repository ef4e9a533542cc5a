"""Which records are one, and what the one says of itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PickerInput, plain_helper
from coe_hub.people.directory.lookup import find_organisation, find_person, unknown_organisation
from coe_hub.people.models import Organisation, Person, User


class DoubleForm(forms.Form):
    """Another record that is the same, by its name."""

    who = TextField(required=False, max_length=300, label=gettext_lazy("Another one"))

    def __init__(self, data: Any = None, *, kept: Person | Organisation, user: User) -> None:
        super().__init__(data)
        self.kept, self.user = kept, user
        is_person = isinstance(kept, Person)
        self.fields["who"].widget = PickerInput("person_suggest" if is_person else "organisation_suggest")
        self.fields["who"].widget.attrs["maxlength"] = 300
        self.helper = plain_helper()

    def clean_who(self) -> Any:
        """The one visible record that is called so, and is not the one that is kept."""
        text = self.cleaned_data["who"]
        if not text:
            return None
        found: Any
        if isinstance(self.kept, Person):
            found = find_person(user=self.user, text=text)
        else:
            found = find_organisation(user=self.user, text=text)
        if found is None:
            raise unknown_organisation(_("No organisation called “%(text)s” is known."), user=self.user, text=text)
        if found == self.kept:
            raise forms.ValidationError(_("This is the one that is kept. Name another one."), code="same")
        return found


class MergeForm(ActionForm):
    """For each value in which they differ, whose it is to be. What only one of them says is taken over."""

    def __init__(self, data: Any = None, *, kept: Any, doubles: Sequence[Any], user: User) -> None:
        super().__init__(data)
        self.kept, self.user = kept, user
        self.records = {str(one.pk): one for one in [kept, *doubles]}
        self.said_by_one: dict[str, str] = {}
        for name in type(kept).EDITABLE:
            if self._may_be_written(name):
                self._ask(name)
        self.helper = plain_helper()

    def _may_be_written(self, name: str) -> bool:
        """The address of an account is the account's. An organisation above the kept one that the reader does not see
        stays as it is, since nobody could say that it should not."""
        if name == "email":
            return not any(hasattr(one, "user") for one in self.records.values())
        above = self.kept.parent_id if name == "parent" else None
        return above is None or str(above) in self.records or self._is_above(above)

    def _is_above(self, pk: int) -> bool:
        """Whether that organisation may be named as what they belong to: it is seen, and none of them itself."""
        return str(pk) not in self.records and Organisation.objects.visible_to(self.user).filter(pk=pk).exists()

    def _ask(self, name: str) -> None:
        column = self.kept._meta.get_field(name)
        said: dict[Any, str] = {}
        for key, one in self.records.items():
            value = getattr(one, column.attname)
            if value not in (None, "") and (name != "parent" or self._is_above(value)):
                said.setdefault(value, key)
        if len(said) == 1:
            self.said_by_one[name] = next(iter(said.values()))
        elif said:
            choices = [(key, _in_words(self.records[key], name)) for key in said.values()]
            label = column.verbose_name.capitalize()
            self.fields[name] = forms.ChoiceField(
                choices=choices, initial=choices[0][0], widget=forms.RadioSelect, label=label
            )

    def action_values(self) -> dict[str, Any]:
        """Each value as the chosen record has it."""
        chosen = self.said_by_one | self.cleaned_data
        values = {name: getattr(self.records[key], name) for name, key in chosen.items()}
        if values.get("site") and values["site"].organisation_id != values["organisation"].pk:
            values["site"] = None  # it went with the organisation that was not chosen
        return values


def _in_words(record: Any, name: str) -> str:
    told = getattr(record, f"get_{name}_display", None)
    value = told() if told else getattr(record, name)
    return {True: _("yes"), False: _("no")}.get(value, str(value)) if isinstance(value, bool) else str(value)
