"""What is typed while a meeting runs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from coe_hub.action_items.forms import (
    due_field,
    owner_field,
    owner_named,
    refuse_unreached,
    tells_now_field,
    text_field,
)
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.models import Person, User
from governance.committees.seats import owner_side, suggest_url
from governance.meetings.actions.running import Came
from governance.meetings.models import AgendaItem, Attendance, Meeting, Outcome, Presence


class WritingForm(ActionForm):
    """A text, what stood there when its writer read it, and at which version that was."""

    text = TextField(
        required=False, max_length=20_000, strip=False, widget=forms.Textarea, validators=[refuse_control_characters]
    )
    base = TextField(required=False, max_length=20_000, strip=False, widget=forms.Textarea)
    version = forms.IntegerField(min_value=0)

    NOT_FOR_THE_ACTION = ()


class OutcomeForm(ActionForm):
    """What became of an item."""

    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)


class ActionLine(ActionForm):
    """Something to do, who does it, by when, in one line."""

    text = text_field()
    owner = owner_field()
    due_on = due_field()
    tells_now = tells_now_field()

    def __init__(self, data: Any = None, *, meeting: Meeting, user: User, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.user, self.meeting = user, meeting
        self.fields["owner"].widget.attrs["data-picker-url"] = suggest_url(meeting.committee)

    def clean_owner(self) -> Person:
        """The person meant; `side` comes along."""
        person, self.side = owner_named(
            self.cleaned_data["owner"], user=self.user, side_of=owner_side(self.meeting.committee)
        )
        return person

    def clean(self) -> dict[str, Any]:
        """Who is told can be written to."""
        data = super().clean() or {}
        refuse_unreached(self, data)
        return data

    def action_values(self) -> dict[str, Any]:
        """With the side of the owner."""
        return {**super().action_values(), "side": self.side}


class AttendanceForm(forms.Form):
    """Who came, one row for each who was asked to."""

    def __init__(self, data: Any = None, *, user: User, rows: list[Attendance]) -> None:
        super().__init__(data)
        self.user, self.rows = user, rows
        for row in rows:
            self.fields[f"presence-{row.pk}"] = forms.ChoiceField(
                choices=Presence.choices,
                required=False,
                initial=row.presence,
                label=row.person.display_name,
                widget=forms.Select({"class": "form-select", "aria-label": row.person.display_name}),
            )
            self.fields[f"stand-in-{row.pk}"] = TextField(
                required=False,
                max_length=300,
                validators=ONE_LINE,
                initial=row.stood_in_by.display_name if row.stood_in_by else "",
                label=_("Stand-in of %(name)s") % {"name": row.person.display_name},
                widget=forms.TextInput(
                    {
                        "class": "form-control",
                        "aria-label": _("Stand-in of %(name)s") % {"name": row.person.display_name},
                        "placeholder": _("Stand-in"),
                    }
                ),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.came: dict[int, Came] = {}
        for row in self.rows:
            presence, text = data.get(f"presence-{row.pk}", ""), data.get(f"stand-in-{row.pk}", "")
            stood_in_by: Person | None = None
            if text and presence == Presence.STAND_IN:
                known = row.stood_in_by
                try:
                    is_same = known and text == known.display_name
                    stood_in_by = known if is_same else find_person(user=self.user, text=text)
                except ValidationError as error:
                    self.add_error(f"stand-in-{row.pk}", error)
            self.came[row.pk] = Came(presence, stood_in_by)
        return data


class CommentForm(ActionForm):
    """What somebody says of a draft."""

    text = TextField(
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Comment"),
    )
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), required=False, label=gettext_lazy("Which item"))

    def __init__(self, data: Any = None, *, meeting: Meeting, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix or None)
        items: Any = self.fields["agenda_item"]
        items.queryset = meeting.agenda.active().in_order()
        items.empty_label = _("The minutes at large")


class AcceptForm(forms.Form):
    """Which action somebody at the partner says yes to, by its number."""

    action = forms.IntegerField(min_value=1)

    def number(self) -> int:
        """The number; 0 where none can be read."""
        return self.cleaned_data["action"] if self.is_valid() else 0


class AnswerForm(ActionForm):
    """What became of a comment."""

    answer = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        validators=[refuse_control_characters],
        label=pgettext_lazy("what was said", "Answer"),
    )
