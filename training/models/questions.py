"""Questions as courses had them before their quizzes had editions.

Nothing writes them any more: a question is a block of an edition now (`coe_hub.publishing.questions`). The rows stay,
for the answers that point at them and for an older release that goes on beside this one.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coe_hub.lib.history import tracked
from coe_hub.lib.text import refuse_control_characters
from training.models.courses import Course

MOST_CHARACTERS = 2_000


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the active language, else in the one it was written in."""
    return texts.get((get_language() or settings.LANGUAGE_CODE).split("-")[0]) or texts.get(settings.LANGUAGE_CODE, "")


def check_texts(value: Any) -> None:
    """Validator of {language: text}. Raises `ValidationError` where the source language or a text is missing."""
    if not isinstance(value, dict) or not value.get(settings.LANGUAGE_CODE):
        raise ValidationError(_("Write the text in English first; translations come beside it."), code="no_source")
    for language, text in value.items():
        if language not in dict(settings.LANGUAGES) or not isinstance(text, str) or not text.strip():
            raise ValidationError(_("Each language of the hub has one text, and no other has."), code="language")
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                _("A text of the quiz has at most %(most)d characters.") % {"most": MOST_CHARACTERS}, code="length"
            )
        refuse_control_characters(text)


class QuestionKind(models.TextChoices):
    """How a question is asked. A scenario tells a case first; one answer is right in it, as in a choice."""

    SCENARIO = "scenario", gettext_lazy("Scenario")
    CHOICE = "choice", gettext_lazy("One answer")
    MULTIPLE = "multiple", gettext_lazy("Several answers")


@tracked()
class Question(models.Model):
    """A question of a quiz without editions."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    kind = models.CharField(gettext_lazy("kind"), max_length=8, choices=QuestionKind)
    texts = models.JSONField(gettext_lazy("texts"), validators=[check_texts])
    position = models.PositiveSmallIntegerField(gettext_lazy("place in the quiz"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="question_key_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(condition=Q(texts__has_key="en"), name="question_in_source_language"),
        ]

    def __str__(self) -> str:
        return self.key


@tracked()
class Option(models.Model):
    """An answer to a question of a quiz without editions."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    key = models.SlugField(max_length=20)
    texts = models.JSONField(gettext_lazy("texts"), validators=[check_texts])
    feedbacks = models.JSONField(gettext_lazy("feedback"), validators=[check_texts])
    is_correct = models.BooleanField(gettext_lazy("right"))
    position = models.PositiveSmallIntegerField(gettext_lazy("place in the question"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="option_key_once"),
            models.CheckConstraint(
                condition=Q(texts__has_key="en", feedbacks__has_key="en"), name="option_in_source_language"
            ),
        ]

    def __str__(self) -> str:
        return self.key
