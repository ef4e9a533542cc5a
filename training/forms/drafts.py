"""The words of a course and of a lesson on the desk, and a question with its answers."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import VersionedForm
from coe_hub.lib.text import refuse_control_characters
from coe_hub.publishing.actions import Words
from coe_hub.publishing.forms import DraftForm, Line
from coe_hub.publishing.forms.layout import Part
from coe_hub.publishing.models import BlockKind
from coe_hub.publishing.questions import KEYS, MOST_ANSWERS, Option, Question, write_question
from training.plan import Plan

COURSE_LINES = {
    "title": Line(gettext_lazy("Title"), 120, is_required=True),
    "purpose": Line(gettext_lazy("What it is for, in one line"), 300, is_required=True),
}
LESSON_LINES = {"title": Line(gettext_lazy("Title"), 120, is_required=True)}
_FREE, _FEWEST, _LONGEST = 2, 4, 2_000


class CourseDraftForm(DraftForm):
    """A course: its words, its lessons in order, its questions in order, and when its quiz is passed.

    `lessons` are (address, title), in the order they have now.
    """

    TEXT_HELP = gettext_lazy("Markdown: what one can do afterwards.")

    def __init__(self, *args: Any, lessons: Sequence[tuple[str, str]], pass_mark: int, **kwargs: Any) -> None:
        self.lessons = lessons
        values: dict[str, Any] = {"pass_mark": pass_mark}
        values |= {f"lesson-{slug}": place for place, (slug, _title) in enumerate(lessons, start=1)}
        super().__init__(*args, lines=COURSE_LINES, addable=[BlockKind.TEXT], initial=values, **kwargs)

    def add_fields(self) -> None:
        """The pass mark, and the place of each lesson."""
        self.fields["pass_mark"] = forms.IntegerField(
            min_value=1, max_value=100, label=_("Pass mark"), help_text=_("Of a hundred; a question counts as a whole.")
        )
        for slug, title in self.lessons:
            field = forms.IntegerField(required=False, min_value=1, max_value=100, label=title)
            field.widget.attrs["class"] = "short"
            self.fields[f"lesson-{slug}"] = field

    def own_layout(self) -> list[Any]:
        """The order of the lessons before the parts."""
        lessons = [f"lesson-{slug}" for slug, _title in self.lessons]
        order = Part(_("Lessons, in this order"), *lessons, text=_("1 is the first.")) if lessons else None
        return ["pass_mark", *([order] if order else [])]

    def words(self) -> list[Words]:
        """The blocks as they were typed, and the plan."""
        data = self.cleaned_data
        placed = []
        for place, (slug, _title) in enumerate(self.lessons, start=1):
            wanted = data.get(f"lesson-{slug}") or place
            placed.append(((wanted, 1 + (wanted > place) - (wanted < place)), slug))
        lessons = [slug for _place, slug in sorted(placed)]
        return _with_plan(super().words(), Plan(pass_mark=data["pass_mark"], lessons=lessons))


class LessonDraftForm(DraftForm):
    """A lesson: its words, and the minutes it takes."""

    TEXT_HELP = gettext_lazy("Markdown: a case, what to do, and an exercise.")

    def __init__(self, *args: Any, minutes: int, **kwargs: Any) -> None:
        super().__init__(*args, lines=LESSON_LINES, initial={"minutes": minutes}, **kwargs)

    def add_fields(self) -> None:
        """The minutes."""
        self.fields["minutes"] = forms.IntegerField(min_value=1, max_value=60, label=_("Minutes to read"))

    def own_layout(self) -> list[Any]:
        """The minutes before the parts."""
        return ["minutes"]

    def words(self) -> list[Words]:
        """The blocks as they were typed, and the plan."""
        return _with_plan(super().words(), Plan(minutes=self.cleaned_data["minutes"]))


def _with_plan(words: list[Words], plan: Plan) -> list[Words]:
    """The plan between the one-line parts and the others."""
    lines = [one for one in words if one.kind == BlockKind.LINE]
    return [*lines, plan.words(), *words[len(lines) :]]


class QuestionForm(VersionedForm):
    """A question, its answers, and what each teaches. An answer that is emptied goes."""

    text = TextField(
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuse_control_characters],
        label=gettext_lazy("What is asked"),
        help_text=gettext_lazy("A case as it happens on a Monday, then the question."),
    )
    takes_several = forms.BooleanField(required=False, label=gettext_lazy("Several answers may be chosen"))

    def __init__(self, *args: Any, question: Question | None, version: int, **kwargs: Any) -> None:
        self.key = question.key if question else ""
        options = list(question.options) if question else []
        self.slots = KEYS[: min(MOST_ANSWERS, max(_FEWEST, len(options) + _FREE))]
        values: dict[str, Any] = {}
        if question:
            values = {"text": question.text, "takes_several": question.takes_several}
        for option in options:
            values |= {
                f"answer-{option.key}": option.text,
                f"right-{option.key}": option.is_correct,
                f"feedback-{option.key}": option.feedback,
            }
        super().__init__(*args, initial=values, version=version, **kwargs)
        parts = [self._add_answer(slot, number) for number, slot in enumerate(self.slots, start=1)]
        self.fields["base"].initial = self._signed_base()
        self.helper.layout = Layout("version", "base", "text", "takes_several", *parts)

    def _add_answer(self, slot: str, number: int) -> Part:
        head = _("Answer %(number)d") % {"number": number}
        words: dict[str, Any] = {"required": False, "max_length": _LONGEST, "validators": [refuse_control_characters]}
        self.fields[f"answer-{slot}"] = TextField(
            label=pgettext("of a quiz", "Answer"), widget=forms.Textarea({"rows": 2, "aria-label": head}), **words
        )
        self.fields[f"right-{slot}"] = forms.BooleanField(
            label=_("Right"),
            required=False,
            widget=forms.CheckboxInput({"aria-label": _("%(answer)s is right") % {"answer": head}}),
        )
        self.fields[f"feedback-{slot}"] = TextField(
            label=_("What it teaches"),
            widget=forms.Textarea({"rows": 2, "aria-label": _("What %(answer)s teaches") % {"answer": head}}),
            **words,
        )
        return Part(head, f"answer-{slot}", f"right-{slot}", f"feedback-{slot}")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.written()
            except ValidationError as error:
                self.add_error(None, error)
        return data

    def written(self) -> str:
        """The question as a block has it. Raises `ValidationError` where it has not the form of one."""
        data = self.cleaned_data
        kept = [slot for slot in self.slots if data.get(f"answer-{slot}") or data.get(f"feedback-{slot}")]
        options = [
            Option(
                key=key,
                text=_lines(data[f"answer-{slot}"]),
                feedback=_lines(data[f"feedback-{slot}"]),
                is_correct=data[f"right-{slot}"],
            )
            for key, slot in zip(KEYS, kept, strict=False)
        ]
        several = data["takes_several"]
        return write_question(Question(key=self.key, text=_lines(data["text"]), takes_several=several, options=options))


def _lines(text: str) -> str:
    """Without blank lines and with one kind of line ends: an answer ends where the next begins."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
