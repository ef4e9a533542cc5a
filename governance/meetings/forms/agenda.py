"""The forms of an item of the agenda."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import PickerInput, RecordForm, VersionedForm, place_rest, plain_helper
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User
from governance.committees.seats import suggest_url
from governance.meetings.models import AgendaItem, Meeting


class AgendaItemFields(RecordForm):
    """What the forms share."""

    presenter = TextField(
        required=False, max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Presented by")
    )

    user: User

    class Meta(RecordForm.Meta):
        model = AgendaItem
        fields = AgendaItem.EDITABLE

    def prepare(self, *more: str, user: User, meeting: Meeting) -> None:
        """Put the fields in their places."""
        self.user = user
        self.fields["presenter"].widget.attrs["data-picker-url"] = suggest_url(meeting.committee)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "title",
            Row(Column("kind"), Column("minutes_long")),
            Row(Column("presenter"), Column("pre_read_due_on")),
            "note",
            *more,
        )
        place_rest(self, self.helper.layout, before="note")

    def clean_presenter(self) -> Person | None:
        """The person meant, or nobody."""
        text, known = self.cleaned_data["presenter"], self.instance.presenter
        if not text or (known and text == person_label(known)):
            return known if text else None
        return find_person(user=self.user, text=text)


class AgendaItemForm(AgendaItemFields):
    """Something new to talk about."""

    def __init__(self, data: Any = None, *, user: User, meeting: Meeting) -> None:
        super().__init__(data, initial={"pre_read_due_on": meeting.pre_reads_by})
        self.prepare(user=user, meeting=meeting)


class AgendaItemEditForm(AgendaItemFields, VersionedForm):
    """What is said of an item beforehand."""

    def __init__(self, *args: Any, user: User, item: AgendaItem, **kwargs: Any) -> None:
        values = {"presenter": person_label(item.presenter) if item.presenter else ""}
        super().__init__(*args, initial=values, instance=item, version=item.version, **kwargs)
        self.prepare("version", "base", user=user, meeting=item.meeting)
        self.fields["base"].initial = self._signed_base()
