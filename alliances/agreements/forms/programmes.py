"""The forms of a programme, and the one that lets somebody in behind its wall."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Programme
from alliances.core.participants import side_of
from coe_hub.lib.fields import ReasonField, TextField
from coe_hub.lib.forms import ActionForm, PickerInput, RecordForm, VersionedForm, place_rest, plain_helper
from coe_hub.people.directory.lookup import find_person
from coe_hub.people.models import Person, Side, User
from coe_hub.vocabulary.models import Access


class WallForm(ActionForm):
    """Why a wall is put up or taken away."""

    reason = ReasonField()


class ProgrammeFields(RecordForm):
    """What the two forms share."""

    class Meta(RecordForm.Meta):
        model = Programme
        fields = Programme.EDITABLE

    def lay_out(self, *more: str) -> None:
        """Put the fields in their places."""
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "name", Row(Column("asset"), Column("phase"), Column("origin")), "territory", "note", *more
        )
        place_rest(self, self.helper.layout, before="note")


class ProgrammeForm(ProgrammeFields):
    """A new programme, open to whoever sees the alliance or behind a wall."""

    is_firewalled = forms.BooleanField(
        required=False,
        label=gettext_lazy("Put it behind a wall"),
        help_text=gettext_lazy(
            "Only people you let in see it, its agreements and its files. Nobody else can tell that it exists, the "
            "alliance’s lead neither. You are let in as its lead."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.lay_out("is_firewalled")


class ProgrammeEditForm(ProgrammeFields, VersionedForm):
    """What is said of a programme. Its wall has a page of its own."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, instance=programme, version=programme.version, **kwargs)
        self.lay_out("version", "base")


class LetInForm(ActionForm):
    """Who is let in, and what they may do there."""

    person = TextField(max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Person"))
    access = forms.ChoiceField(choices=Access.choices, initial=Access.TEAM, label=gettext_lazy("Access"))

    def __init__(self, data: Any = None, *, user: User, programme: Programme) -> None:
        super().__init__(data)
        self.user, self.programme = user, programme
        self.helper = plain_helper()
        self.helper.layout = Layout(Row(Column("person"), Column("access")))

    def clean_person(self) -> Person:
        """A colleague: people at partners have no way into the hub."""
        person = find_person(user=self.user, text=self.cleaned_data["person"])
        if side_of(self.programme.alliance, person) != Side.OURS:
            raise ValidationError(
                _("%(name)s is at the partner. Only people on our side can be let in."),
                params={"name": person.display_name},
                code="partner",
            )
        return person
