"""Forms of goals, and the one by which they are signed."""

from typing import Any

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance
from alliances.core.participants import participants
from alliances.goals.models import Goal, GoalState
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import (
    NEW,
    ActionForm,
    PastDateField,
    RecordForm,
    VersionedForm,
    offer_choices,
    plain_helper,
)
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.directory.lookup import with_organisation
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Access

_USUALLY_SIGN = (Access.LEAD, Access.SPONSOR)


class GoalForm(RecordForm, VersionedForm):
    """What is to be reached, by when, how one will know, and who signs it; for a new goal and for a known one."""

    NOT_FOR_THE_ACTION = ("base", "asks_now")

    people = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Signed by"),
        help_text=gettext_lazy("People of this alliance, of both sides. Those at the partner sign by a link."),
    )
    asks_now = forms.BooleanField(
        required=False,
        label=gettext_lazy("Ask them by mail now"),
        help_text=gettext_lazy("Each gets a mail in their language. Who has signed these words already is left alone."),
    )

    class Meta(RecordForm.Meta):
        model = Goal
        fields = Goal.EDITABLE
        widgets = {"horizon": forms.RadioSelect}
        help_texts = {
            "text": gettext_lazy("One sentence that both sides would sign, such as “One candidate in the clinic”."),
            "measure": gettext_lazy("How both sides will know that it is reached."),
        }

    def __init__(self, *args: Any, alliance: Alliance, goal: Goal | None = None, **kwargs: Any) -> None:
        everybody = {one.person.public_id: one for one in participants(alliance) if not one.person.is_gone}
        self.known = {key: one.person for key, one in everybody.items()}
        if goal:
            named = [row.person for row in goal.signatories.select_related("person__organisation")]
            self.known |= {person.public_id: person for person in named}
            people = [person.public_id for person in named]
        else:
            people = [key for key, one in everybody.items() if one.is_lead or _usually_signs(one.members)]
        version = goal.version if goal else NEW
        super().__init__(*args, initial={"people": people}, instance=goal or Goal(), version=version, **kwargs)
        offer_choices(self, "people", [(key, with_organisation(person)) for key, person in self.known.items()])
        self.helper.layout = Layout(
            *("version", "base", "text", "measure"),
            Row(Column("horizon"), Column("due_on")),
            Field("people", wrapper_class="one-column"),
            "asks_now",
        )

    def clean_people(self) -> list[Person]:
        """Those who were ticked."""
        return [self.known[key] for key in self.cleaned_data["people"]]


def _usually_signs(members: list[Any]) -> bool:
    return any(member.role.access in _USUALLY_SIGN for member in members)


class GoalCloseForm(ActionForm):
    """Reached on a day, or given up for a reason."""

    outcome = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(GoalState.REACHED, GoalState.REACHED.label), (GoalState.GIVEN_UP, GoalState.GIVEN_UP.label)],
        initial=GoalState.REACHED,
        label=gettext_lazy("How it ends"),
    )
    on = PastDateField(required=False, label=gettext_lazy("Reached on"))
    note = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("What to remember"),
        help_text=gettext_lazy("By what one sees that it is reached; or why it is given up."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        """A day for what is reached, a reason for what is given up."""
        data = super().clean() or {}
        if data.get("outcome") == GoalState.REACHED and "on" in data and not data["on"]:
            self.add_error("on", _("Give the day on which it was reached."))
        if data.get("outcome") == GoalState.GIVEN_UP and "note" in data and not data["note"]:
            self.add_error("note", _("Say why it is given up."))
        return data


class SignForm(ActionForm):
    """A sign-off: agreed or, with a remark, agreed but for that."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("Leave it empty if you agree as it stands. Both sides read it."),
    )

    def __init__(self, data: Any = None, *, goal: Goal, remark: str = "") -> None:
        super().__init__(data, initial={"version": goal.version, "remark": remark})
        self.helper = plain_helper()
