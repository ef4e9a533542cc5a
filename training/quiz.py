"""The quiz of one edition of a course: its questions, which of them were answered right, what each answer teaches."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coe_hub.lib.text import reader_language
from coe_hub.publishing.models import Block, BlockKind, Edition, TranslationState
from coe_hub.publishing.questions import Option, Question, read_question
from coe_hub.publishing.reading import passages_of
from training.models import Answer, QuizAttempt
from training.plan import read_plan

_OTHERS = tuple(kind for kind in BlockKind.values if kind not in {BlockKind.QUESTION, BlockKind.PLAN})
_GOOD = (TranslationState.APPROVED, TranslationState.NEEDS_REVIEW)


@dataclass(frozen=True)
class Quiz:
    """What one edition asks, in the reader's language where it was translated."""

    edition: Edition
    questions: Sequence[Question]
    pass_mark: int | None
    is_translated: bool


def quiz_of(edition: Edition, language: str | None = None) -> Quiz:
    """The quiz of this edition, in the order it is asked. Two queries at most.

    A question whose translation is older than itself is asked in the language it was written in: the former one may
    have had other answers.
    """
    found = passages_of([edition], language or reader_language(), without=_OTHERS)[edition.pk]
    asked = [one for one in found if one.kind == BlockKind.QUESTION]
    plan = read_plan(next((one.source for one in found if one.kind == BlockKind.PLAN), ""))
    questions = [read_question(one.key, one.text if one.state in _GOOD else one.source) for one in asked]
    return Quiz(edition, questions, plan.pass_mark, is_translated=all(one.state in _GOOD for one in asked))


def has_questions(edition: Edition | None) -> bool:
    """Whether this edition asks anything. One query."""
    return Block.objects.filter(edition=edition, kind=BlockKind.QUESTION).exists()


def is_right(question: Question, chosen: Collection[str]) -> bool:
    """Whether exactly the right options were chosen; half right does not count."""
    return set(chosen) == {option.key for option in question.options if option.is_correct}


def score_of(questions: Sequence[Question], chosen: Mapping[str, Collection[str]]) -> int:
    """Share of the questions answered right, in percent. `chosen` are keys of options by key of the question."""
    right = sum(is_right(question, chosen.get(question.key, ())) for question in questions)
    return round(100 * right / len(questions)) if questions else 0


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


def review(attempt: QuizAttempt, questions: Iterable[Question]) -> list[Review]:
    """What one try teaches, question by question. One query."""
    chosen: dict[str, set[str]] = {}
    for question, choice in Answer.objects.filter(attempt=attempt).values_list("question", "choice"):
        chosen.setdefault(question, set()).add(choice)
    return [_review(question, chosen.get(question.key, set())) for question in questions]


def _review(question: Question, mine: set[str]) -> Review:
    taught = [Taught(one, one.key in mine) for one in question.options if one.is_correct or one.key in mine]
    return Review(question, is_right(question, mine), taught)
