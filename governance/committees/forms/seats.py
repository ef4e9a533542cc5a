"""The forms of a seat."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import PickerInput, RecordForm, VersionedForm, place_rest, plain_helper
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User
from governance.committees.models import Committee, Seat
from governance.committees.seats import suggest_url


class SeatFields(RecordForm):
    """What the forms share."""

    stand_in = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Stand-in"),
        help_text=gettext_lazy("Comes, and votes, where this person cannot."),
    )

    user: User

    class Meta(RecordForm.Meta):
        model = Seat
        fields = Seat.EDITABLE

    def prepare(self, *first: str, user: User, committee: Committee) -> None:
        """Let the pickers offer people of the alliance first, and put the fields in their places."""
        self.user = user
        for name in (*first, "stand_in"):
            self.fields[name].widget.attrs["data-picker-url"] = suggest_url(committee)
        self.helper = plain_helper()
        self.helper.layout = Layout(*first, "role", Row(Column("starts_on"), Column("ends_on")), "stand_in")
        place_rest(self, self.helper.layout, before="stand_in")

    def clean_stand_in(self) -> Person | None:
        """The person meant, or nobody."""
        text, known = self.cleaned_data["stand_in"], self.instance.stand_in
        if not text or (known and text == person_label(known)):
            return known if text else None
        return find_person(user=self.user, text=text)


class SeatForm(SeatFields):
    """Who comes to sit on the committee."""

    person = TextField(max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Person"))

    def __init__(self, data: Any = None, *, user: User, committee: Committee) -> None:
        super().__init__(data)
        self.prepare("person", user=user, committee=committee)

    def clean_person(self) -> Person:
        """The person meant."""
        return find_person(user=self.user, text=self.cleaned_data["person"])


class SeatEditForm(SeatFields, VersionedForm):
    """As what somebody sits there, and how long."""

    def __init__(self, *args: Any, user: User, seat: Seat, **kwargs: Any) -> None:
        values = {"stand_in": person_label(seat.stand_in) if seat.stand_in else ""}
        super().__init__(*args, initial=values, instance=seat, version=seat.version, **kwargs)
        self.prepare(user=user, committee=seat.committee)
        self.fields["base"].initial = self._signed_base()
