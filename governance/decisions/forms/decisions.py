"""The form that writes a decision down, the one that changes it, its one line in a running meeting, and what became of
it."""

from typing import Any

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import (
    ActionForm,
    DateField,
    PickerInput,
    RecordForm,
    VersionedForm,
    more_opens,
    offer,
    place_rest,
    plain_helper,
)
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User
from governance.committees.models import Committee
from governance.committees.seats import owner_side, suggest_url
from governance.decisions.models import Decision, Readiness, Vote, Way
from governance.meetings.models import Meeting

_MORE = {"rationale", "options", "dissent", "bound", "replaces"}


class DecisionFields(RecordForm):
    """What the two forms share."""

    owner = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Followed up by"),
        help_text=gettext_lazy("Is told when it is to be looked at again. Without a name here, the lead is."),
    )

    class Meta(RecordForm.Meta):
        model = Decision
        fields = Decision.EDITABLE

    def prepare(self, committee: Committee, user: User, *hidden: str) -> None:
        """Offer what this reader may choose, and put the fields in their places."""
        self.committee, self.user = committee, user
        self.fields["owner"].widget.attrs["data-picker-url"] = suggest_url(committee)
        self._offer_former()
        if committee.is_own:
            del self.fields["their_vote"]
            self.fields["our_vote"].label = _("Vote")
        votes = [Column(name) for name in ("our_vote", "their_vote") if name in self.fields]
        former = ["replaces"] if "replaces" in self.fields else []
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "text",
            Row(Column("readiness"), Column("not_before")),
            Fieldset(
                _("Once it is decided"), Row(Column("decided_on"), *votes), Row(Column("owner"), Column("review_on"))
            ),
            HTML(more_opens(_("More: why, options, dissent, who is bound"), is_open=self._opens_more())),
            "rationale",
            "options",
            "dissent",
            "bound",
            *former,
            HTML("</details>"),
            *hidden,
        )
        place_rest(self, self.helper.layout, before="rationale")

    def _offer_former(self) -> None:
        rows = Decision.objects.active().filter(committee=self.committee, decided_on__isnull=False)
        rows = rows.exclude(pk=self.instance.pk).filter(replaced_by__isnull=True)
        if self.instance.replaces_id:
            rows |= Decision.objects.filter(pk=self.instance.replaces_id)
        if not rows.exists():
            del self.fields["replaces"]
            return
        offer(self, "replaces", rows.order_by("-decided_on", "-pk"))
        replaces: Any = self.fields["replaces"]
        replaces.empty_label = _("No earlier decision")

    def _opens_more(self) -> bool:
        """What is filled in, or wrong, is not folded away."""
        if self.is_bound:
            return bool(self.errors.keys() & _MORE)
        return any(getattr(self.instance, name) for name in _MORE - {"replaces"}) or bool(self.instance.replaces_id)

    def clean_owner(self) -> Person | None:
        """Somebody who takes part in what the committee decides on, or nobody."""
        text, known = self.cleaned_data["owner"], self.instance.owner
        if not text or (known and text == person_label(known)):
            return known if text else None
        person = find_person(user=self.user, text=text)
        owner_side(self.committee)(person)
        return person


class DecisionForm(DecisionFields):
    """What was decided, or is about to be."""

    def __init__(
        self, data: Any = None, *, committee: Committee, user: User, meeting: Meeting | None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if meeting and meeting.held_at:
            self.fields["decided_on"].initial = meeting.local_day
        self.prepare(committee, user)


class DecisionEditForm(DecisionFields, VersionedForm):
    """A change of it, as long as the minutes are open."""

    def __init__(self, *args: Any, decision: Decision, user: User, **kwargs: Any) -> None:
        initial = {"owner": person_label(decision.owner) if decision.owner else ""}
        super().__init__(*args, initial=initial, instance=decision, version=decision.version, **kwargs)
        self.prepare(decision.committee, user, "version", "base")
        self.fields["base"].initial = self._signed_base()


class Outcome(TextChoices):
    """How a decision came about in a meeting, in one word."""

    AGREED = "agreed", gettext_lazy("Agreed by all")
    TAKEN = "taken", gettext_lazy("Decided, votes to be added")
    EXPLORING = "exploring", gettext_lazy("Not yet: exploring")
    READY = "ready", gettext_lazy("Not yet: ready next time")


class DecisionLine(ActionForm):
    """A decision in one line, while the meeting runs; the rest can be added afterwards."""

    text = TextField(max_length=500, validators=ONE_LINE, label=gettext_lazy("What is decided"))
    outcome = forms.ChoiceField(choices=Outcome, initial=Outcome.AGREED, label=gettext_lazy("How"))
    owner = TextField(
        required=False, max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Followed up by")
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, user: User, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.user, self.meeting = user, meeting
        self.fields["owner"].widget.attrs["data-picker-url"] = suggest_url(meeting.committee)

    def clean_owner(self) -> Person | None:
        """Somebody who takes part, or nobody."""
        text = self.cleaned_data["owner"]
        if not text:
            return None
        person = find_person(user=self.user, text=text)
        owner_side(self.meeting.committee)(person)
        return person

    def action_values(self) -> dict[str, Any]:
        """What `write_decision` is called with."""
        data = self.cleaned_data
        values: dict[str, Any] = {"text": data["text"], "owner": data["owner"]}
        if data["outcome"] in {Outcome.EXPLORING, Outcome.READY}:
            return values | {"readiness": Readiness(data["outcome"])}
        values |= {"readiness": Readiness.READY, "decided_on": self.meeting.local_day}
        if data["outcome"] == Outcome.AGREED:
            values["our_vote"] = Vote.FOR
            values["their_vote"] = Vote.NOT_SAID if self.meeting.committee.is_own else Vote.FOR
        return values


class DecisionStepForm(ActionForm):
    """What became of it: why and, of what still holds, when it is looked at next."""

    note = TextField(
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Why"),
    )
    review_on = DateField(required=False, label=gettext_lazy("Looked at again on"))

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way == Way.UPHELD:
            self.fields["note"].required = False
            self.fields["note"].label = _("Note")
        else:
            del self.fields["review_on"]
        self.helper = plain_helper()

    def clean_review_on(self) -> Any:
        """A day that is still to come."""
        day = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise ValidationError(_("Choose a day that is still to come."), code="past")
        return day
