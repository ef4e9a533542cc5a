"""The steps of an edition on its way to readers, and what is said of it on the way."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, PickerInput, RepeatedField, plain_helper
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.directory.lookup import find_person, person_label
from coe_hub.people.models import Person, User
from coe_hub.publishing.models import Edition


class Step(models.TextChoices):
    """What the buttons of the preview do."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    PUBLISH = "publish"


class StepForm(forms.Form):
    """One button, and the edition as it was when its reader decided."""

    step = forms.ChoiceField(choices=Step)
    version = forms.IntegerField()


class PilotForm(ActionForm):
    """What trying the edition out is to show, and who does."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    question = TextField(
        max_length=300,
        validators=ONE_LINE,
        label=gettext_lazy("What to find out"),
        help_text=gettext_lazy("One sentence, such as: Do both sides fill in the second part without help?"),
    )
    people = RepeatedField(
        required=False,
        inner=PickerInput("person_suggest"),
        add_label=gettext_lazy("Name another"),
        max_length=300,
        most=30,
        label=gettext_lazy("Who tries it out"),
    )

    def __init__(self, data: Any = None, *, draft: Edition, is_new: bool, user: User) -> None:
        self.user, self.is_new = user, is_new
        named = [person_label(one.person) for one in draft.pilot_readers.select_related("person__site")]
        super().__init__(data, initial={"version": draft.version, "question": draft.pilot_question, "people": named})
        self.fields["people"].help_text = (
            _("They find it under Toolkits, and nobody else does.")
            if is_new
            else _("They find it, and nobody else does. Nobody named: everybody finds it beside what readers see.")
        )
        self.helper = plain_helper()

    def clean_people(self) -> list[Person]:
        """Those meant, each once. Raises `ValidationError` where one is not known or cannot sign in."""
        people = [find_person(user=self.user, text=text) for text in self.cleaned_data["people"]]
        for person in people:
            if not User.objects.active().filter(person=person).exists():
                raise ValidationError(
                    _("%(name)s has no account and could not open it."), params={"name": person.display_name}
                )
        if self.is_new and not people:
            raise ValidationError(_("Readers see no edition yet: name at least one person who tries this one out."))
        return list(dict.fromkeys(people))


class CommentForm(forms.Form):
    """How it went."""

    text = TextField(
        max_length=4_000,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuse_control_characters],
        label=gettext_lazy("How did it go?"),
        help_text=gettext_lazy("With whom you used it, what helped, and where you got stuck. Curators read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
