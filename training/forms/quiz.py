"""The quiz as a form: a fieldset a question, nothing that needs a script."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coe_hub.publishing.questions import Question


class QuizForm(forms.Form):
    """One field a question, named after its key; each must be answered."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[self.name_of(question)] = self._field(question)

    @staticmethod
    def name_of(question: Question) -> str:
        """The name of the question's field."""
        return f"question-{question.key}"

    @staticmethod
    def _field(question: Question) -> forms.Field:
        choices = [(option.key, option.text) for option in question.options]
        if question.takes_several:
            missing = {"required": _("Choose at least one answer.")}
            return forms.MultipleChoiceField(
                choices=choices, label=question.text, widget=forms.CheckboxSelectMultiple, error_messages=missing
            )
        missing = {"required": _("Choose one answer.")}
        return forms.ChoiceField(choices=choices, label=question.text, widget=forms.RadioSelect, error_messages=missing)

    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        """Each question with its field, in order."""
        return [(question, self[self.name_of(question)]) for question in self.questions]

    def chosen(self) -> dict[str, set[str]]:
        """The keys of the options chosen, by the key of their question. Of a valid form."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data[self.name_of(question)]
            found[question.key] = set(value) if isinstance(value, list) else {value}
        return found
