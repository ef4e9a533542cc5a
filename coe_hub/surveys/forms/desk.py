"""Questionnaires on the desk: begun, looked after, written question by question, retired."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import ActionForm, VersionedForm, offer_choices, plain_helper
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import User
from coe_hub.publishing.asked import LETTERS, MOST_OPTIONS, MOST_STEPS, Asked, OnlyIf, Way, write_asked
from coe_hub.publishing.forms import Line
from coe_hub.publishing.forms.care import CareForm
from coe_hub.publishing.models import Content, ContentKind
from coe_hub.surveys.models import Questionnaire, Use

LINES = {
    "title": Line(gettext_lazy("Title"), 120, is_required=True),
    "purpose": Line(gettext_lazy("What it is for, in one line"), 300, is_required=True),
}
# Addresses of the room's own pages.
TAKEN_BY_PAGES = ("answer", "desk")
_WAYS = {
    Way.SCALE: gettext_lazy("On a scale with named ends"),
    Way.CHOICE: gettext_lazy("One answer"),
    Way.SEVERAL: gettext_lazy("Several answers"),
    Way.RANKING: gettext_lazy("The most important, ranked"),
    Way.OPEN: gettext_lazy("In words"),
}


class QuestionnaireFacts(ActionForm):
    """What a questionnaire is beside its words."""

    use = forms.ChoiceField(choices=Use, label=gettext_lazy("Used for"))
    minutes = forms.IntegerField(min_value=1, max_value=60, initial=5, label=gettext_lazy("Minutes to answer"))


class QuestionnaireCreateForm(QuestionnaireFacts):
    """A new questionnaire: its title gives its address; themes and questions come next."""

    title = TextField(max_length=120, validators=ONE_LINE, label=gettext_lazy("Title in English"))
    purpose = TextField(max_length=300, validators=ONE_LINE, label=gettext_lazy("What it is for, in one line"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.helper.layout = Layout("title", "purpose", Row(Column("use"), Column("minutes")))

    def clean_title(self) -> str:
        """A title that gives an address nobody has."""
        slug = slugify(self.cleaned_data["title"])[:80]
        if not slug or slug in TAKEN_BY_PAGES:
            raise ValidationError(_("Begin with an English title of some words; its address is made from it."))
        if Content.objects.filter(kind=ContentKind.QUESTIONNAIRE, slug=slug).exists():
            raise ValidationError(_("This title is taken. Choose another."), code="taken")
        return self.cleaned_data["title"]


class QuestionnaireFactsForm(QuestionnaireFacts, CareForm):
    """What holds for every edition, at once."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, user: User, **kwargs: Any) -> None:
        values = {name: getattr(questionnaire, name) for name in Questionnaire.EDITABLE}
        super().__init__(*args, content=questionnaire.content, user=user, initial=values, **kwargs)
        self.helper.layout = Layout(
            *("version", "base"),
            Row(Column("owner"), Column("co_owner")),
            "review_months",
            Row(Column("use"), Column("minutes")),
        )


class AskedForm(VersionedForm):
    """A question and how it is answered. `before` are the questions that stand before it, on whose answers it may
    depend."""

    text = TextField(
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_control_characters],
        label=gettext_lazy("What is asked"),
        help_text=gettext_lazy("Best a behaviour that both sides can see, to agree with or not."),
    )
    way = forms.ChoiceField(
        choices=[(way.value, label) for way, label in _WAYS.items()], label=gettext_lazy("Answered")
    )
    low = TextField(required=False, max_length=120, validators=ONE_LINE, label=gettext_lazy("Low end of the scale"))
    high = TextField(required=False, max_length=120, validators=ONE_LINE, label=gettext_lazy("High end of the scale"))
    steps = forms.IntegerField(min_value=3, max_value=MOST_STEPS, initial=5, label=gettext_lazy("Steps of the scale"))
    options = TextField(
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 6}),
        validators=[refuse_control_characters],
        label=gettext_lazy("Answers to choose from"),
        help_text=gettext_lazy("One a line; for choices and rankings."),
    )
    only_if = forms.ChoiceField(required=False, label=gettext_lazy("Asked of"))

    def __init__(self, *args: Any, asked: Asked | None, before: Sequence[Asked], version: int, **kwargs: Any) -> None:
        self.key = asked.key if asked else ""
        super().__init__(*args, initial=_values(asked), version=version, **kwargs)
        offer_choices(self, "only_if", [("", _("Everybody")), *_conditions(before, asked)])
        self.fields["base"].initial = self._signed_base()
        self.helper.layout = Layout(
            *("version", "base", "text", "way"),
            Row(Column("low"), Column("high"), Column("steps")),
            *("options", "only_if"),
        )

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
        way = Way(data["way"])
        lines = [line.strip() for line in data["options"].splitlines() if line.strip()]
        options = lines if way in {Way.CHOICE, Way.SEVERAL, Way.RANKING} else []
        if len(options) > MOST_OPTIONS:
            raise ValidationError(_("A question has at most %(most)d answers.") % {"most": MOST_OPTIONS})
        if way == Way.SCALE and not (data["low"] and data["high"]):
            raise ValidationError(_("Name both ends of the scale."), code="ends")
        asked = Asked(
            key=self.key,
            text="\n".join(line.rstrip() for line in data["text"].splitlines()).strip(),
            way=way,
            steps=data["steps"],
            ends=(data["low"], data["high"]),
            options=tuple(zip(LETTERS, options, strict=False)),
            only_if=_only_if(data["only_if"]),
        )
        return write_asked(asked)


def _values(asked: Asked | None) -> dict[str, Any]:
    if asked is None:
        return {"way": Way.SCALE.value}
    low, high = asked.ends
    return {
        "text": asked.text,
        "way": asked.way.value,
        "low": low,
        "high": high,
        "steps": asked.steps,
        "options": "\n".join(text for _letter, text in asked.options),
        "only_if": _code(asked.only_if) if asked.only_if else "",
    }


def _code(only_if: OnlyIf) -> str:
    return f"{only_if.key}={' '.join(only_if.answers)}"


def _only_if(code: str) -> OnlyIf | None:
    key, _equals, answers = code.partition("=")
    return OnlyIf(key, tuple(answers.split())) if key else None


def _conditions(before: Sequence[Asked], asked: Asked | None) -> Iterable[tuple[str, str]]:
    """Single answers of choices, the low and the high part of scales; and what holds now, where it is another."""
    offered: dict[str, str] = {}
    for one in before:
        said = list(one.options)
        if one.way == Way.SCALE:
            middle = one.steps // 2
            low, high = one.values[:middle], one.values[-middle:]
            said = [(" ".join(low), "–".join((low[0], low[-1]))), (" ".join(high), "–".join((high[0], high[-1])))]
        for value, words in said if one.way != Way.RANKING else ():
            offered[f"{one.key}={value}"] = _("Those who answered “%(answer)s” to “%(question)s”") % {
                "answer": words,
                "question": one.text,
            }
    if asked and asked.only_if and _code(asked.only_if) not in offered:
        offered[_code(asked.only_if)] = _("As it is now")
    return offered.items()


class RetireForm(VersionedForm):
    """Why a questionnaire is asked no more."""

    reason = TextField(
        max_length=300,
        validators=ONE_LINE,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("One sentence; it stands on the desk. What was answered keeps what it says."),
    )
