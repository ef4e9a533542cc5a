"""Forms of trigger events: what is said of one, and each step that moves its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.obligations.actions.events import Step
from alliances.obligations.forms.offered import Offered
from alliances.obligations.models import TriggerEvent
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, PastDateField, RecordForm, VersionedForm, place_rest, plain_helper
from coe_hub.lib.text import ONE_LINE


class EventFields(RecordForm):
    """What the two forms share."""

    class Meta(RecordForm.Meta):
        model = TriggerEvent
        fields = TriggerEvent.EDITABLE

    def lay_out(self, offered: Offered, *more: Any, hidden: Sequence[str] = ()) -> None:
        """Offer what this reader may choose, and put the fields in their places."""
        offered.fill(self)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            Row(Column("name", css_class="col-md-8"), Column("clause")),
            *more,
            Row(Column("agreement"), Column("programme")),
            "note",
            *hidden,
        )
        place_rest(self, self.helper.layout, before="note")


class EventForm(EventFields):
    """A new event, with the day on which it is expected or already happened."""

    expected_on = DateField(required=False, label=gettext_lazy("Expected on"))
    occurred_on = PastDateField(
        required=False, label=gettext_lazy("Or happened on"), help_text=gettext_lazy("Where it has happened already.")
    )

    def __init__(self, data: Any = None, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.lay_out(offered, Row(Column("expected_on"), Column("occurred_on")))


class EventEditForm(EventFields, VersionedForm):
    """What is said of an event, but for its days, which have steps of their own."""

    def __init__(self, *args: Any, event: TriggerEvent, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, instance=event, version=event.version, **kwargs)
        self.lay_out(offered, hidden=("version", "base"))


@dataclass(frozen=True)
class StepWords:
    """How a step is called and asked for."""

    label: Any
    help_text: Any = ""
    day: Any = ""
    why: Any = ""
    needs_why: bool = False
    is_past: bool = True


STEPS = {
    Step.EXPECT: StepWords(
        gettext_lazy("Move the expected day"),
        gettext_lazy("Until it happens, days are counted from the expected one."),
        day=gettext_lazy("Expected on"),
        is_past=False,
    ),
    Step.RECEIVE: StepWords(
        gettext_lazy("Received"),
        gettext_lazy("The clock starts with the receipt of what is complete. What comes again settles a contest."),
        day=gettext_lazy("Received on"),
        why=gettext_lazy("Note"),
    ),
    Step.CONTEST: StepWords(
        gettext_lazy("Contest it"),
        gettext_lazy("As long as it is contested, the clock does not run: days count from the expected one, if any."),
        day=gettext_lazy("Contested on"),
        why=gettext_lazy("What is missing"),
        needs_why=True,
    ),
    Step.DEEM: StepWords(
        gettext_lazy("Deemed complete"),
        gettext_lazy("By a clause, or by what both sides agreed; the clock starts on this day."),
        day=gettext_lazy("Deemed complete on"),
    ),
    Step.OCCUR: StepWords(
        gettext_lazy("It happened"),
        gettext_lazy("Or: it is complete and accepted. The clock starts on this day."),
        day=gettext_lazy("Happened on"),
    ),
    Step.VOID: StepWords(
        gettext_lazy("It will not happen"),
        gettext_lazy("What is counted from it is owed no more."),
        day=gettext_lazy("Since"),
        needs_why=True,
    ),
    Step.REOPEN: StepWords(
        gettext_lazy("Take its facts back"),
        gettext_lazy("As if it had neither been received nor happened. The expected day stays."),
    ),
}


class StepForm(ActionForm):
    """One step of an event, and why."""

    field_order = ("on", "clause", "why")

    why = TextField(required=False, max_length=500, validators=ONE_LINE, label=gettext_lazy("Why"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: TriggerEvent, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = STEPS[step]
        self.words, self.step = words, step
        self.fields["version"].initial = event.version
        if words.why:
            self.fields["why"].label = words.why
        self.fields["why"].required = words.needs_why
        self.helper = plain_helper()


class DayStepForm(StepForm):
    """A step that has a day."""

    on = DateField(label=gettext_lazy("On"))

    def __init__(self, *args: Any, event: TriggerEvent, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, event=event, step=step, **kwargs)
        self.fields["on"].label = self.words.day
        self.fields["on"].initial = event.expected_on if step == Step.EXPECT else timezone.localdate()
        self.fields["on"].required = step != Step.EXPECT

    def clean_on(self) -> date | None:
        """What happened has a day that has come."""
        day = self.cleaned_data["on"]
        if day and self.words.is_past and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."), code="future")
        return day


class DeemForm(DayStepForm):
    """What is deemed complete is so by a clause."""

    clause = TextField(max_length=60, validators=ONE_LINE, label=gettext_lazy("By the clause"))


STEP_FORMS: dict[Step, type[StepForm]] = dict.fromkeys(Step, DayStepForm) | {
    Step.DEEM: DeemForm,
    Step.REOPEN: StepForm,
}
