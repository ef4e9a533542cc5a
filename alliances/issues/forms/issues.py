"""The form that raises an issue, the one that changes it, those of its steps and its signature, and the ladder's."""

from typing import Any

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.issues.forms.shared import Offered, SidedForm, labels, lines
from alliances.issues.ladder import LadderRung
from alliances.issues.models import Issue, Level, Rung
from alliances.issues.telling import reads_in_hub
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import (
    ActionForm,
    PastDateField,
    PickerInput,
    VersionedForm,
    column_field,
    more_opens,
    offer_choices,
    place_rest,
    plain_helper,
)
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.directory.lookup import with_organisation
from coe_hub.people.models import Person, Side

_MORE = {"our_interests", "their_interests", "shared_interests", "options"}


class IssueFields(SidedForm):
    """What the two forms share."""

    owner = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Our alliance manager"),
        help_text=gettext_lazy("Sees to it on our side, and is told in time. Without a name here, the lead is."),
    )
    counterpart = TextField(
        required=False,
        max_length=300,
        widget=PickerInput("person_suggest"),
        label=gettext_lazy("Alliance manager at the partner"),
    )

    class Meta(SidedForm.Meta):
        model = Issue
        fields = Issue.EDITABLE
        widgets = {"options": lines(4), "agreed_text": lines(4)}

    def prepare(self, offered: Offered, *hidden: str) -> None:
        """Offer what this reader may choose, and put the fields in their places."""
        self.offer_programmes(offered)
        self.helper = plain_helper()
        where = [Column(name) for name in ("programme", "on") if name in self.fields]
        self.helper.layout = Layout(
            "title",
            Row(Column("severity", css_class="col-md-8"), Column("turn")),
            Row(Column("owner"), Column("counterpart")),
            *([Row(*where)] if where else []),
            Fieldset(_("What each side contributed"), Row(Column("our_contribution"), Column("their_contribution"))),
            HTML(more_opens(_("More: interests and options"), is_open=self._opens_more())),
            Row(Column("our_interests"), Column("their_interests")),
            "shared_interests",
            "options",
            HTML("</details>"),
            "agreed_text",
            *hidden,
        )
        place_rest(self, self.helper.layout, before="agreed_text")

    def _opens_more(self) -> bool:
        """What is filled in, or wrong, is not folded away."""
        if self.is_bound:
            return bool(self.errors.keys() & _MORE)
        return any(getattr(self.instance, name) for name in _MORE)

    def clean_counterpart(self) -> Person | None:
        """Somebody at the partner, or nobody."""
        return self.person("counterpart", Side.THEIRS)


class IssueForm(IssueFields):
    """What is at issue, and since when."""

    on = PastDateField(
        label=gettext_lazy("Raised on"),
        help_text=gettext_lazy("The clock of the first level starts on this day."),
    )

    def __init__(self, data: Any = None, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.prepare(offered)


class IssueEditForm(IssueFields, VersionedForm):
    """A change of how it is framed."""

    def __init__(self, *args: Any, issue: Issue, offered: Offered, **kwargs: Any) -> None:
        initial = labels(issue, "owner", "counterpart")
        super().__init__(*args, initial=initial, instance=issue, version=issue.version, **kwargs)
        self.prepare(offered, "version", "base")
        self.fields["base"].initial = self._signed_base()


class IssueReasonForm(ActionForm):
    """Why it goes down, is resolved or opened again."""

    reason = TextField(
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Why"),
    )

    def __init__(self, *args: Any, asks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = asks
        self.helper = plain_helper()


class IssueStepForm(IssueReasonForm):
    """The same; of a climb also who is told."""

    tell = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Told by mail"),
        help_text=gettext_lazy(
            "People of ours read it in the hub. Those at the partner get a link that shows the title, the level, its "
            "clock and the text both sides stand by."
        ),
    )

    def __init__(self, *args: Any, people: list[Person], is_framed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {person.public_id: person for person in people}
        offer_choices(self, "tell", [(key, with_organisation(one)) for key, one in self.known.items()])
        # The partner hears of it only where both stand by the text, unless somebody says otherwise.
        told = [key for key, one in self.known.items() if is_framed or reads_in_hub(one)]
        self.fields["tell"].initial = told
        if not people:
            del self.fields["tell"]

    def clean_tell(self) -> list[Person]:
        """Those who were ticked."""
        return [self.known[key] for key in self.cleaned_data["tell"]]


class IssueSignForm(ActionForm):
    """A signature: agreed or, with a remark, agreed but for that."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("Leave it empty if you agree as it stands. Both sides read it."),
    )

    def __init__(self, data: Any = None, *, issue: Issue, remark: str = "") -> None:
        super().__init__(data, initial={"version": issue.version, "remark": remark})
        self.helper = plain_helper()


class LadderForm(ActionForm):
    """The levels of one alliance: which there are, their days, and the clauses. What a charter says is not
    asked for."""

    def __init__(self, *args: Any, rungs: list[LadderRung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rungs = rungs
        self.notes: dict[str, str] = {}
        for rung in rungs:
            self._ask(rung)
        self.helper = plain_helper()
        self.helper.layout = Layout(*(self._laid_out(rung) for rung in rungs))

    def _ask(self, rung: LadderRung) -> None:
        if rung.level > Level.MANAGERS:
            used = forms.BooleanField(required=False, initial=rung.is_used, label=_("This level exists"))
            self.fields[f"is_used_{rung.level}"] = used
        if not rung.source:
            for name in ("days", "is_calendar", "clause"):
                column: Any = Rung._meta.get_field(name)
                field = column_field(column)
                field.initial = getattr(rung, name)
                self.fields[f"{name}_{rung.level}"] = field

    def _laid_out(self, rung: LadderRung) -> Fieldset:
        names = [name for name in (f"{one}_{rung.level}" for one in Rung.SAID) if name in self.fields]
        columns: list[Any] = [Column(name) for name in names]
        if rung.source:
            # Crispy takes what it is given here for a template: what people typed is read from the form.
            self.notes[str(rung.level)] = _("As the charter says: %(charter)s") % {"charter": rung.source}
            columns.append(HTML(f'<p class="muted">{{{{ form.notes.{rung.level:d} }}}}</p>'))
        return Fieldset(str(rung.level.label), Row(*columns))

    def action_values(self) -> dict[str, Any]:
        """What is said of each level, as far as it was asked for."""
        found: dict[Level, dict[str, Any]] = {}
        for rung in self.rungs:
            asked = {name: self.cleaned_data.get(f"{name}_{rung.level}") for name in Rung.SAID}
            found[rung.level] = {name: value for name, value in asked.items() if f"{name}_{rung.level}" in self.fields}
        return {"rungs": {level: values for level, values in found.items() if values}}
