"""Forms of the launch check."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.launch.models import LaunchAnswer, Said
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PastDateField, PickerInput, plain_helper
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User


class AnswerForm(ActionForm):
    """Whether a point is there or not needed here, and who said so when."""

    said = forms.ChoiceField(
        label=gettext_lazy("How does it stand?"),
        widget=forms.RadioSelect,
        choices=[(Said.THERE, Said.THERE.label), (Said.NOT_HERE, Said.NOT_HERE.label)],
    )
    note = TextField(
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Where it is, or why it is not needed"),
        help_text=gettext_lazy("One or two sentences for whoever comes after you."),
    )
    said_by = TextField(max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Who said so"))
    said_on = PastDateField(label=gettext_lazy("On"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, answer: LaunchAnswer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        person = answer.said_by if answer else user.person
        for name, value in {
            "said": answer.said if answer else "",
            "note": answer.note if answer else "",
            "said_by": person_label(person),
            "said_on": answer.said_on if answer else timezone.localdate(),
            "seen": answer.pk if answer else 0,
        }.items():
            self.fields[name].initial = value
        self.helper = plain_helper()
        self.helper.layout = Layout("said", "note", Row(Column("said_by"), Column("said_on")), "seen")

    def clean_said_by(self) -> Person:
        """The person meant."""
        return find_person(user=self.user, text=self.cleaned_data["said_by"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("said") == Said.NOT_HERE and not data.get("note"):
            self.add_error("note", _("Say why it is not needed here, so that nobody asks again."))
        return data
