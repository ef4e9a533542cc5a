"""The quiz of a course: which questions, which of them were answered right, and what each answer teaches."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import get_language

from training.models import Answer, Course, Option, Question, QuizAttempt


def questions_of(course: Course) -> list[Question]:
    """The questions in the order they are asked, each with `options` at hand in order. Two queries."""
    in_order = Prefetch("options", Option.objects.in_order())
    return list(course.questions.in_order().prefetch_related(in_order))


def hash_of(questions: Iterable[Question]) -> str:
    """Changes whenever what is asked, offered or right changes; not when a place or a feedback does."""
    asked = []
    for question in questions:
        offered = sorted([option.key, option.texts, option.is_correct] for option in question.options.all())
        asked.append([question.key, question.kind, question.texts, offered])
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def is_right(question: Question, chosen: Collection[int]) -> bool:
    """Whether exactly the right options were chosen; half right does not count."""
    return set(chosen) == {option.pk for option in question.options.all() if option.is_correct}


def score_of(questions: Sequence[Question], chosen: Mapping[int, Collection[int]]) -> int:
    """Share of the questions answered right, in percent. `chosen` are ids of options by id of the question."""
    right = sum(is_right(question, chosen.get(question.pk, ())) for question in questions)
    return round(100 * right / len(questions)) if questions else 0


def is_translated(questions: Iterable[Question]) -> bool:
    """Whether all of it is in the active language."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return all(
        language in texts
        for question in questions
        for texts in (question.texts, *(option.texts for option in question.options.all()))
    )


@dataclass(frozen=True)
class Taught:
    """An option after the quiz: whether it was chosen, and what to know about it."""

    option: Option
    was_chosen: bool


@dataclass(frozen=True)
class Review:
    """A question after the quiz: the options chosen and the right ones, with their feedback."""

    question: Question
    is_right: bool
    options: Sequence[Taught]


def review(attempt: QuizAttempt, questions: Sequence[Question]) -> list[Review]:
    """What one try teaches, question by question. One query."""
    chosen = set(Answer.objects.filter(attempt=attempt).values_list("option_id", flat=True))
    found = []
    for question in questions:
        options = list(question.options.all())
        taught = [Taught(option, option.pk in chosen) for option in options if option.is_correct or option.pk in chosen]
        mine = [option.pk for option in options if option.pk in chosen]
        found.append(Review(question, is_right(question, mine), taught))
    return found
