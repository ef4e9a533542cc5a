"""Forms of sponsors: asking for support, and answering."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from alliances.sponsors.models import Outcome, SupportRequest
from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, DateField, plain_helper
from coe_hub.lib.text import ONE_LINE, refuse_control_characters


class SupportForm(ActionForm):
    """One sentence, and by when."""

    text = TextField(
        label=gettext_lazy("What do you ask for"),
        max_length=SupportRequest._meta.get_field("text").max_length,
        validators=ONE_LINE,
        help_text=gettext_lazy("One sentence: a decision, a person, a call. The steering committee reads it."),
    )
    needed_on = DateField(required=False, label=gettext_lazy("Needed by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout("text", "needed_on")


class AnswerForm(ActionForm):
    """Granted or declined, and a word on it."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("what was said", "Answer"),
        choices=[one for one in Outcome.choices if one[0]],
        widget=forms.RadioSelect,
    )
    answer = TextField(
        label=gettext_lazy("In a sentence"),
        required=False,
        max_length=2000,
        validators=[refuse_control_characters],
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout("outcome", "answer")
