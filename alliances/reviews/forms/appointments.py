"""Forms for the appointment of a review."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliances.core.models import Alliance, Side
from alliances.reviews.models import ReviewAppointment
from coe_hub.lib.fields import TextField, TimeZoneField
from coe_hub.lib.forms import NEW, DateField, PickerInput, VersionedForm, offer_choices
from coe_hub.lib.hours import USUAL_LENGTHS, TimeInput, length_text, moment
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.directory.lookup import with_organisation
from coe_hub.people.models import Person, User
from coe_hub.reminders.working_days import WorkCalendar

_USUAL = 60


class AppointmentForm(VersionedForm):
    """When and where the review is held, and who is asked to come; for a new appointment and for a known one."""

    NOT_FOR_THE_ACTION = ("base", "on_date", "starts")

    on_date = DateField(label=gettext_lazy("Day"))
    starts = forms.TimeField(widget=TimeInput, label=gettext_lazy("Starts at"))
    minutes = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Length"))
    time_zone = TimeZoneField(
        widget=PickerInput("time_zone_suggest"),
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Of the day and time above. Everybody reads them on their own clock."),
    )
    place = TextField(
        required=False,
        max_length=200,
        validators=ONE_LINE,
        label=gettext_lazy("Place"),
    )
    dial_in = forms.URLField(
        required=False, max_length=1000, assume_scheme="https", label=gettext_lazy("Link to dial in")
    )
    note = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What it is about and what to prepare. It leaves the hub with the mail."),
    )
    people = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Invite"),
        help_text=gettext_lazy("People of this alliance with an e-mail address. All see who else is invited."),
        error_messages={"required": gettext_lazy("Choose at least one person to invite.")},
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        alliance: Alliance,
        people: Sequence[Person],
        appointment: ReviewAppointment | None = None,
        **kwargs: Any,
    ) -> None:
        self.known = {person.public_id: person for person in people}
        values = _values_of(appointment) if appointment else _proposal(user, alliance, people)
        super().__init__(*args, initial=values, version=appointment.version if appointment else NEW, **kwargs)
        lengths = sorted({*USUAL_LENGTHS, int(values["minutes"])})
        offer_choices(self, "minutes", [(str(length), length_text(length)) for length in lengths])
        offer_choices(self, "people", [(key, with_organisation(person)) for key, person in self.known.items()])
        self.helper.layout = Layout(
            "version",
            "base",
            Row(Column("on_date"), Column("starts"), Column("minutes")),
            "time_zone",
            Row(Column("place"), Column("dial_in")),
            "note",
            Field("people", wrapper_class="one-column"),
        )

    def clean_people(self) -> list[Person]:
        """Those who were ticked."""
        return [self.known[key] for key in self.cleaned_data["people"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"on_date", "starts", "time_zone"} <= data.keys():
            try:
                data["starts_at"] = moment(data["on_date"], data["starts"], ZoneInfo(data["time_zone"]))
            except ValidationError as error:
                self.add_error("starts", error)
        return data


def _values_of(appointment: ReviewAppointment) -> dict[str, Any]:
    names = ("time_zone", "place", "dial_in", "note")
    local = appointment.local_start
    return {name: getattr(appointment, name) for name in names} | {
        "on_date": local.date(),
        "starts": f"{local:%H:%M}",
        "minutes": str(appointment.minutes),
        "people": [row.person.public_id for row in appointment.invitees.select_related("person")],
    }


def _proposal(user: User, alliance: Alliance, people: Sequence[Person]) -> dict[str, Any]:
    """The day the review is due or, where nobody works then, the next one; an hour; everybody on our side."""
    due = alliance.next_review_on
    site = user.person.site
    place = WorkCalendar(user.time_zone, site.country if site else "", site.subdivision if site else "")
    theirs = {member.person_id for member in alliance.members.all() if member.side == Side.THEIRS}
    return {
        "on_date": place.on_or_next(due) if due and due >= timezone.localdate() else None,
        "minutes": str(_USUAL),
        "time_zone": user.time_zone,
        "people": [person.public_id for person in people if person.pk not in theirs],
    }
