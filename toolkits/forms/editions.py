"""The steps of an edition on its way to readers, and what is said of it on the way."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy

from coe_hub.lib.forms import plain_helper
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
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


class PilotForm(forms.Form):
    """What trying the edition out is to show."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    question = forms.CharField(
        max_length=300,
        validators=ONE_LINE,
        label=gettext_lazy("What to find out"),
        help_text=gettext_lazy("One sentence, such as: Do both sides fill in the second part without help?"),
    )

    def __init__(self, data: Any = None, *, draft: Edition) -> None:
        super().__init__(data, initial={"version": draft.version, "question": draft.pilot_question})
        self.helper = plain_helper()


class CommentForm(forms.Form):
    """How it went."""

    text = forms.CharField(
        max_length=4_000,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuse_control_characters],
        label=gettext_lazy("How did it go?"),
        help_text=gettext_lazy("With whom you used it, what helped, and where you got stuck. Curators read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
