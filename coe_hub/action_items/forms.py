"""Forms for action items. Who may be an owner is known by the room whose things the items belong to."""

from collections.abc import Callable
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.action_items.models import ActionItem
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, BackForm, DateField, PickerInput, VersionedForm, plain_helper
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, Side, User

MOST_CHARACTERS = 300

# The side a person is on; raises `ValidationError` for somebody who cannot be given an item.
SideOf = Callable[[Person], str]


def text_field(**kwargs: Any) -> TextField:
    """What is to be done, in one sentence."""
    return TextField(
        max_length=MOST_CHARACTERS, validators=ONE_LINE, label=gettext_lazy("What is to be done"), **kwargs
    )


def owner_field(**kwargs: Any) -> TextField:
    """Who does it, typed into a picker."""
    return TextField(max_length=300, widget=PickerInput("person_suggest"), label=gettext_lazy("Who"), **kwargs)


def due_field() -> DateField:
    """By when; empty is "when you can"."""
    return DateField(required=False, label=gettext_lazy("By when"))


def tells_now_field() -> forms.BooleanField:
    """Whether somebody at a partner is written to at once."""
    return forms.BooleanField(
        required=False,
        label=gettext_lazy("Tell people at the partner by mail now"),
        help_text=gettext_lazy("They get a link by which they answer, without an account. Answers come to you."),
    )


def refuse_without_address(person: Person, side: str) -> None:
    """Raises `ValidationError` where somebody at a partner is to be told and no address is known."""
    if side == Side.THEIRS and not person.email:
        raise ValidationError(
            _("No e-mail address of %(name)s is known. Add it under People, or tell them yourself."),
            params={"name": person.display_name},
            code="no_address",
        )


def refuse_unreached(form: "ActionForm", data: dict[str, Any]) -> None:
    """Say at the owner of this form, which knows their `side`, where they are to be told and cannot be."""
    if data.get("tells_now") and data.get("owner"):
        try:
            refuse_without_address(data["owner"], form.side)  # type: ignore[attr-defined]
        except ValidationError as error:
            form.add_error("owner", error)


def note_field(label: Any, *, help_text: Any = "", required: bool = False) -> TextField:
    """A few lines."""
    return TextField(
        required=required,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=label,
        help_text=help_text,
    )


def owner_named(text: str, *, user: User, side_of: SideOf) -> tuple[Person, str]:
    """The visible person that was typed, and their side. Raises `ValidationError` saying what to type instead."""
    person = find_person(user=user, text=text)
    return person, side_of(person)


class ActionItemForm(ActionForm):
    """Something to do, who does it, by when."""

    text = text_field(help_text=gettext_lazy("One sentence. It may stand in mails."))
    owner = owner_field()
    due_on = due_field()
    note = note_field(gettext_lazy("Note"))
    tells_now = tells_now_field()
    reminds_by_mail = forms.BooleanField(
        required=False,
        label=gettext_lazy("Remind them by mail when it is due"),
        help_text=gettext_lazy("For people at the partner: before its day they get mails with a link."),
    )

    def __init__(self, *args: Any, user: User, side_of: SideOf, suggest_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.side_of, self.suggest_url = user, side_of, suggest_url
        self.fields["owner"].widget.attrs["data-picker-url"] = suggest_url
        self.fields["owner"].initial = self.initial.get("owner") or person_label(user.person)
        self.helper = plain_helper()
        self.helper.layout = Layout(
            "text", Row(Column("owner"), Column("due_on")), "note", "tells_now", "reminds_by_mail"
        )

    def clean_owner(self) -> Person:
        """The person meant; `side` comes along."""
        person, self.side = owner_named(self.cleaned_data["owner"], user=self.user, side_of=self.side_of)
        return person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_unreached(self, data)
        return data

    def action_values(self) -> dict[str, Any]:
        """With the side, which follows from the owner."""
        return super().action_values() | {"side": self.side}


class ActionItemEditForm(ActionItemForm, VersionedForm):
    """A change of an open item. Its owner may stay whoever else may not be chosen any more."""

    def __init__(self, *args: Any, item: ActionItem, **kwargs: Any) -> None:
        self.item = item
        values = {name: getattr(item, name) for name in ActionItem.EDITABLE} | {"owner": person_label(item.owner)}
        super().__init__(*args, initial=values, version=item.version, **kwargs)
        self.helper.layout.fields.extend(["version", "base"])

    def clean_owner(self) -> Person:
        if self.cleaned_data["owner"] == person_label(self.item.owner):
            self.side = self.item.side
            return self.item.owner
        return super().clean_owner()


class CloseForm(BackForm):
    """A word on how it went."""

    note = note_field(gettext_lazy("Note"), help_text=gettext_lazy("What came of it, in a sentence."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class CancelForm(CloseForm):
    """Why it is not needed any more."""

    note = note_field(
        gettext_lazy("Why"), help_text=gettext_lazy("One sentence that will make sense in two years."), required=True
    )


class PartnerAnswerForm(ActionForm):
    """What somebody at a partner says of their item."""

    DONE, NOT_MINE, OTHER_DAY = "done", "not_mine", "other_day"

    note = note_field(gettext_lazy("Note"), help_text=gettext_lazy("If there is something we should know."))
    proposed_on = DateField(
        required=False,
        label=gettext_lazy("Another day"),
        help_text=gettext_lazy("Only if the day does not suit you: propose one."),
    )
    answer = forms.ChoiceField(
        choices=[
            (DONE, gettext_lazy("It is done")),
            (NOT_MINE, gettext_lazy("This is not mine")),
            (OTHER_DAY, gettext_lazy("Propose this day")),
        ]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout("note", "proposed_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        proposed, answer = data.get("proposed_on"), data.get("answer")
        if answer == self.OTHER_DAY and "proposed_on" not in self.errors:
            if proposed is None:
                self.add_error("proposed_on", _("Say which day suits you."))
            elif proposed < timezone.localdate():
                self.add_error("proposed_on", _("Choose another day, from today on."))
        return data
