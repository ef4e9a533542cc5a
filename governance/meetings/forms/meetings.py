"""The forms of a meeting: its hour and place, who is called, why it is called off."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import HTML, Column, Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField, TimeZoneField
from coe_hub.lib.forms import (
    NEW,
    ActionForm,
    DateField,
    PickerInput,
    RepeatedField,
    VersionedForm,
    offer_choices,
    plain_helper,
)
from coe_hub.lib.hours import USUAL_LENGTHS, TimeInput, length_text, moment
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.directory.correspondence import email_of
from coe_hub.people.directory.lookup import find_person, with_organisation
from coe_hub.people.models import Person, User
from governance.committees.models import Committee
from governance.committees.seats import suggest_url
from governance.meetings.models import Meeting

_USUAL, _MOST_GUESTS = 90, 40


class MeetingForm(VersionedForm):
    """When and where the committee meets; for a new meeting and for a known one."""

    NOT_FOR_THE_ACTION = ("base", "on_date", "starts")

    on_date = DateField(label=gettext_lazy("Day"))
    starts = forms.TimeField(widget=TimeInput, label=gettext_lazy("Starts at"))
    minutes_long = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Length"))
    time_zone = TimeZoneField(
        widget=PickerInput("time_zone_suggest"),
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Of the day and time above. Everybody reads them on their own clock."),
    )
    place = TextField(required=False, max_length=200, validators=ONE_LINE, label=gettext_lazy("Place"))
    dial_in = forms.URLField(
        required=False, max_length=1000, assume_scheme="https", label=gettext_lazy("Link to dial in")
    )
    note = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("It leaves the hub with the invitation."),
    )

    def __init__(
        self, *args: Any, initial: dict[str, Any] | None = None, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        values = _values_of(meeting) if meeting else {"minutes_long": str(_USUAL), **(initial or {})}
        super().__init__(*args, initial=values, version=meeting.version if meeting else NEW, **kwargs)
        lengths = sorted({*USUAL_LENGTHS, int(values["minutes_long"])})
        offer_choices(self, "minutes_long", [(str(length), length_text(length)) for length in lengths])
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("on_date"), Column("starts"), Column("minutes_long")),
            "time_zone",
            Row(Column("place"), Column("dial_in")),
            "note",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"on_date", "starts", "time_zone"} <= data.keys():
            try:
                data["starts_at"] = moment(data["on_date"], data["starts"], ZoneInfo(data["time_zone"]))
            except ValidationError as error:
                self.add_error("starts", error)
        return data


# Tells days that were unticked from days that were not shown yet.
_CHOSEN = '<input type="hidden" name="chosen" value="1">'


class YearForm(ActionForm):
    """A year of meetings: on which of the days that the cadence gives, all at one hour and of one length."""

    NOT_FOR_THE_ACTION = ("first", "starts", "days")

    first = DateField(label=gettext_lazy("First day"))
    starts = forms.TimeField(widget=TimeInput, label=gettext_lazy("Starts at"))
    minutes_long = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Length"))
    time_zone = TimeZoneField(widget=PickerInput("time_zone_suggest"), label=gettext_lazy("Time zone"))
    place = TextField(required=False, max_length=200, validators=ONE_LINE, label=gettext_lazy("Place"))
    dial_in = forms.URLField(
        required=False, max_length=1000, assume_scheme="https", label=gettext_lazy("Link to dial in")
    )
    days = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Days on which both sides work")
    )

    def __init__(self, data: Any = None, *, days: Sequence[tuple[date, str]] = (), **kwargs: Any) -> None:
        """`days` are offered once the first day is known, each with what is to be said of it."""
        super().__init__(data, **kwargs)
        offer_choices(self, "minutes_long", [(str(length), length_text(length)) for length in USUAL_LENGTHS])
        offer_choices(self, "days", [(day.isoformat(), words) for day, words in days])
        if not days:
            del self.fields["days"]
        self.helper = plain_helper()
        self.helper.layout = Layout(
            Row(Column("first"), Column("starts"), Column("minutes_long")),
            "time_zone",
            Row(Column("place"), Column("dial_in")),
            *([Field("days", wrapper_class="one-column"), HTML(_CHOSEN)] if days else []),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["all_starts"] = []
        if {"starts", "time_zone", "days"} <= data.keys():
            try:
                zone = ZoneInfo(data["time_zone"])
                chosen = [date.fromisoformat(day) for day in data["days"]]
                data["all_starts"] = [moment(day, data["starts"], zone) for day in chosen]
            except ValidationError as error:
                self.add_error("starts", error)
        return data

    def action_values(self) -> dict[str, Any]:
        """What `plan_meetings` is called with."""
        values = super().action_values()
        return {name: value for name, value in values.items() if name != "all_starts"} | {
            "starts": self.cleaned_data["all_starts"]
        }


def _values_of(meeting: Meeting) -> dict[str, Any]:
    local = meeting.local_start
    return {name: getattr(meeting, name) for name in ("time_zone", "place", "dial_in", "note")} | {
        "on_date": local.date(),
        "starts": f"{local:%H:%M}",
        "minutes_long": str(meeting.minutes_long),
    }


class PeopleForm(ActionForm):
    """Some of these people."""

    people = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("People"),
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def __init__(self, data: Any = None, *, people: Sequence[Person], ticked: Sequence[Person]) -> None:
        self.known = {person.public_id: person for person in people}
        super().__init__(data, initial={"people": [person.public_id for person in ticked]})
        offer_choices(self, "people", [(key, with_organisation(person)) for key, person in self.known.items()])
        self.helper = plain_helper()
        self.helper.layout = Layout(Field("people", wrapper_class="one-column"))

    def clean_people(self) -> list[Person]:
        """Those who were ticked."""
        return [self.known[key] for key in self.cleaned_data["people"]]


class CallForm(PeopleForm):
    """Who is asked to come: those who sit on the committee, and guests."""

    NOT_FOR_THE_ACTION = ("base", "guests")

    guests = RepeatedField(
        inner=PickerInput("person_suggest"),
        add_label=gettext_lazy("Another guest"),
        max_length=300,
        most=_MOST_GUESTS,
        required=False,
        label=gettext_lazy("Guests"),
        help_text=gettext_lazy("They come without a vote."),
    )

    def __init__(
        self, data: Any = None, *, user: User, committee: Committee, people: Sequence[Person], ticked: Sequence[Person]
    ) -> None:
        super().__init__(data, people=people, ticked=ticked)
        self.user = user
        self.fields["people"].required = False
        self.fields["people"].label = _("Invite")
        self.fields["guests"].widget.attrs["data-picker-url"] = suggest_url(committee)
        self.helper.layout.fields.append("guests")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        people = list(data.get("people") or [])
        for text in data.get("guests") or []:
            try:
                person = find_person(user=self.user, text=text)
            except ValidationError as error:
                self.add_error("guests", error)
            else:
                people += [person] if person not in people else []
        for person in people:
            if not email_of(person):
                said = _("No e-mail address of %(name)s is known. Add it under People, or leave them out.")
                self.add_error("people", said % {"name": person.display_name})
        return {**data, "people": people}
