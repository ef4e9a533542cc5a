"""Forms of alignment checks."""

from typing import Any

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from alliances.alignment.models import AlignmentCheck, Stand
from alliances.core.models import Alliance
from alliances.core.participants import participants
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import NEW, ActionForm, RecordForm, VersionedForm, offer_choices, plain_helper
from coe_hub.people.models import Person, Side

_OWN = ("position", "knows_goals", "open_points", "resources", "mandate")


class CheckForm(RecordForm, VersionedForm):
    """For what, by when, what we want, what we say."""

    class Meta(RecordForm.Meta):
        model = AlignmentCheck
        fields = AlignmentCheck.EDITABLE
        widgets = {"readiness": forms.RadioSelect}

    def __init__(self, *args: Any, check: AlignmentCheck | None, **kwargs: Any) -> None:
        super().__init__(*args, instance=check or AlignmentCheck(), version=check.version if check else NEW, **kwargs)
        self.helper.layout = Layout(
            *("version", "base"),
            Row(Column("occasion"), Column("needed_on")),
            *("goals", "message", "readiness", "not_before"),
        )


class NewCheckForm(CheckForm):
    """The same of a new round, with what the last one said, and whom to hear."""

    people = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Whom to hear"),
        help_text=gettext_lazy("People of our side on this alliance. Others can be added afterwards."),
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        last = alliance.alignment_checks.active().newest_first().first()
        values = {"goals": last.goals, "message": last.message} if last else {}
        super().__init__(*args, check=None, initial=values, **kwargs)
        self.known = {one.person.public_id: one.person for one in participants(alliance) if one.side == Side.OURS}
        heard = set(last.stands.values_list("person__public_id", flat=True)) if last else set(self.known)
        offer_choices(self, "people", [(key, person.display_name) for key, person in self.known.items()])
        self.fields["people"].initial = [key for key in self.known if key in heard]
        self.helper.layout.append(Field("people", wrapper_class="one-column"))

    def clean_people(self) -> list[Person]:
        """Those who were ticked."""
        return [self.known[key] for key in self.cleaned_data["people"]]


class StandForm(RecordForm, VersionedForm):
    """What a talk with somebody gave."""

    class Meta(RecordForm.Meta):
        model = Stand
        fields = Stand.EDITABLE
        widgets = {"position": forms.RadioSelect}

    def __init__(self, *args: Any, stand: Stand, **kwargs: Any) -> None:
        super().__init__(*args, instance=stand, version=stand.version, **kwargs)
        self.helper.layout = Layout(
            *("version", "base", "department", "position"),
            Row(Column("knows_goals"), Column("resources")),
            *("open_points", "mandate"),
        )


class OwnStandForm(RecordForm, VersionedForm):
    """What somebody says of their own department."""

    class Meta(RecordForm.Meta):
        model = Stand
        fields = _OWN
        widgets = {"position": forms.RadioSelect}
        labels = {
            "position": gettext_lazy("Where does your department stand?"),
            "knows_goals": gettext_lazy("Do you know what we want there?"),
            "open_points": gettext_lazy("What is open for you? What would have to change?"),
            "resources": gettext_lazy("Are the people and the money committed?"),
            "mandate": gettext_lazy("What may you decide in the room?"),
        }
        help_texts = {"mandate": ""}

    def __init__(self, *args: Any, stand: Stand, **kwargs: Any) -> None:
        super().__init__(*args, instance=stand, version=stand.version, **kwargs)
        said = [one for one in self.fields["position"].choices if one[0] not in {"", "not_asked"}]  # type: ignore[attr-defined]
        offer_choices(self, "position", said)


class HearForm(ActionForm):
    """One more person of ours to hear."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
    department = TextField(
        required=False,
        max_length=120,
        label=gettext_lazy("Department"),
        help_text=gettext_lazy("Left empty, it is the one the directory knows."),
    )

    def __init__(self, *args: Any, check: AlignmentCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_it = set(check.stands.values_list("person", flat=True))
        everybody = [one.person for one in participants(check.alliance) if one.side == Side.OURS]
        self.known = {person.public_id: person for person in everybody if person.pk not in on_it}
        offer_choices(self, "person", [(key, person.display_name) for key, person in self.known.items()])
        self.helper = plain_helper()

    def clean_person(self) -> Person:
        """The person chosen."""
        return self.known[self.cleaned_data["person"]]
