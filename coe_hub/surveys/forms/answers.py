"""A questionnaire as a form: a fieldset a question, nothing that needs a script."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coe_hub.lib.fields import TextField
from coe_hub.lib.text import refuse_control_characters
from coe_hub.publishing.asked import MOST_RANKED, Asked, Way
from coe_hub.surveys.actions.answering import NOTHING, Answers
from coe_hub.surveys.asking import Asking, Theme
from coe_hub.surveys.results import CANNOT_SAY

LONGEST_TEXT = 2_000


class RankField(forms.MultiValueField):
    """The most important of several, in their order: a select a place."""

    def __init__(self, *, options: Iterable[tuple[str, str]], label: str, required: bool) -> None:
        options = [("", "–"), *options]
        places = [_("Most important"), _("Second"), _("Third")][: min(MOST_RANKED, len(options) - 1)]
        fields = [forms.ChoiceField(choices=options, required=False) for _place in places]
        super().__init__(fields, widget=RankInput(places, options), label=label, required=required)
        self.require_all_fields = False

    def compress(self, data_list: list[str] | None) -> list[str]:
        return [one for one in data_list or [] if one]

    def clean(self, value: Any) -> list[str]:
        ranked: list[str] = super().clean(value) or []
        if len(set(ranked)) != len(ranked):
            raise ValidationError(_("Choose each at most once."), code="twice")
        return ranked


class RankInput(forms.MultiWidget):
    """Its selects, each with the place it is for."""

    template_name = "surveys/_rank_input.html"

    def __init__(self, places: list[str], options: list[tuple[str, str]]) -> None:
        super().__init__([forms.Select({"aria-label": place}, choices=options) for place in places])

    def decompress(self, value: list[str] | None) -> list[str]:
        return [*(value or []), "", "", ""][: len(self.widgets)]


class Row(NamedTuple):
    """A question on the page, with its field."""

    asked: Asked
    field: forms.BoundField


class ThemeRow(NamedTuple):
    """A theme on the page with its questions and, where it has a name, room to add something."""

    theme: Theme
    rows: list[Row]
    comment: forms.BoundField


class AnswerForm(forms.Form):
    """One field a question, named after its key. What is only kept may have gaps; what is handed in has an answer to
    each question that is asked, of which “cannot say” is one. Open questions and comments may stay empty."""

    def __init__(
        self, data: Any = None, *, asking: Asking, given: Answers = NOTHING, may_have_gaps: bool = False
    ) -> None:
        initial = {self.name_of(key): value for key, value in given.answers.items()}
        initial |= {self.comment_name(key): text for key, text in given.comments.items()}
        super().__init__(data, initial=initial)
        self.asking, self.may_have_gaps = asking, may_have_gaps
        for asked in asking.questions:
            self.fields[self.name_of(asked.key)] = _field(asked)
        for theme in asking.themes:
            self.fields[self.comment_name(theme.key)] = _text_field(_("Anything to add?"), rows=2)

    @staticmethod
    def name_of(key: str) -> str:
        """The name of a question's field."""
        return f"question-{key}"

    @staticmethod
    def comment_name(key: str) -> str:
        """The name of the field for what is added to a theme."""
        return f"comment-{key}"

    def clean(self) -> dict[str, Any]:
        """A question that depends on another's answer is dropped where it is not asked."""
        data = super().clean() or {}
        given: dict[str, Any] = {}
        for asked in self.asking.questions:
            name = self.name_of(asked.key)
            if not asked.is_asked(given):
                data.pop(name, None)
                self.errors.pop(name, None)
                continue
            if value := data.get(name):
                given[asked.key] = value
            elif asked.way != Way.OPEN and not self.may_have_gaps and name not in self.errors:
                self.add_error(name, _("This question has no answer yet."))
        self.given = given
        return data

    def answers(self) -> Answers:
        """What was answered, of a valid form."""
        comments = {theme.key: self.cleaned_data.get(self.comment_name(theme.key), "") for theme in self.asking.themes}
        return Answers(self.given, {key: text for key, text in comments.items() if text})

    def themes(self) -> list[ThemeRow]:
        """Each theme with its questions and their fields, in order."""
        return [
            ThemeRow(
                theme,
                [Row(asked, self[self.name_of(asked.key)]) for asked in theme.questions],
                self[self.comment_name(theme.key)],
            )
            for theme in self.asking.themes
        ]


def _field(asked: Asked) -> forms.Field:
    if asked.way == Way.SCALE:
        choices = [*((value, value) for value in asked.values), (CANNOT_SAY, _("Cannot say"))]
        return forms.ChoiceField(choices=choices, label=asked.text, widget=forms.RadioSelect, required=False)
    if asked.way == Way.CHOICE:
        return forms.ChoiceField(choices=asked.options, label=asked.text, widget=forms.RadioSelect, required=False)
    if asked.way == Way.SEVERAL:
        return forms.MultipleChoiceField(
            choices=asked.options, label=asked.text, widget=forms.CheckboxSelectMultiple, required=False
        )
    if asked.way == Way.RANKING:
        return RankField(options=asked.options, label=asked.text, required=False)
    return _text_field(asked.text, rows=4)


def _text_field(label: str, *, rows: int) -> TextField:
    return TextField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": rows}),
        validators=[refuse_control_characters],
    )
