"""The form of a question of a quiz: its text, then each answer with its mark, then what that answer teaches.

    What do you do first?

    ( ) Write a reminder.
    > Nobody answers those.
    (x) Ring her up.
    > Yes: a call settles it.

`( )` and `(x)` where one answer is chosen, `[ ]` and `[x]` where several may be.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ANSWERS = 8
KEYS = "abcdefgh"
_ANSWER = re.compile(r"^(?P<mark>\(x\)|\( \)|\[x\]|\[ \]) (?P<text>.*)$")


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen, and what choosing it, or not, teaches. Its key is its place in the question."""

    key: str
    text: str
    feedback: str
    is_correct: bool


@dataclass(frozen=True)
class Question:
    """A question. `key` is its block's and stays the same when its words change."""

    key: str
    text: str
    takes_several: bool
    options: Sequence[Option]


def read_question(key: str, text: str) -> Question:
    """The question that `text` holds. Raises `ValidationError` where it has not the form of one."""
    asked: list[str] = []
    answers: list[tuple[str, list[str], list[str]]] = []
    for line in text.splitlines():
        if found := _ANSWER.match(line):
            answers.append((found["mark"], [found["text"]], []))
        elif not answers:
            asked.append(line)
        elif line.startswith(">"):
            answers[-1][2].append(line[1:].strip())
        elif line.strip():
            answers[-1][1].append(line)
    marks = {mark[0] for mark, _text, _feedback in answers}
    if len(marks) > 1:
        raise ValidationError(_("Mark all answers of a question the same way, with ( ) or with [ ]."), code="marks")
    options = [
        Option(key=letter, text="\n".join(said).strip(), feedback="\n".join(told).strip(), is_correct="x" in mark)
        for letter, (mark, said, told) in zip(KEYS, answers, strict=False)
    ]
    question = Question(key=key, text="\n".join(asked).strip(), takes_several=marks == {"["}, options=options)
    _check(question, len(answers))
    return question


def write_question(question: Question) -> str:
    """The text that `read_question` reads. Raises `ValidationError` where the question does not have its form."""
    _check(question, len(question.options))
    lines = [question.text, ""]
    opens, closes = "[]" if question.takes_several else "()"
    for option in question.options:
        lines.append(f"{opens}{'x' if option.is_correct else ' '}{closes} {option.text}")
        lines += [f"> {line}" for line in option.feedback.splitlines()]
    return "\n".join(lines)


def check_translation(original: str, translated: str) -> None:
    """Raises `ValidationError` unless the translation has the answers of the original, marked alike."""
    source, words = read_question("source", original), read_question("words", translated)
    if _shape(source) != _shape(words):
        raise ValidationError(_("Keep the answers of the original, in their order and with their marks."), code="shape")


def _shape(question: Question) -> tuple[bool, list[bool]]:
    return question.takes_several, [option.is_correct for option in question.options]


def _check(question: Question, count: int) -> None:
    right = sum(option.is_correct for option in question.options)
    if not question.text:
        raise ValidationError(_("Write what is asked."), code="no_text")
    if any(_ANSWER.match(line) for line in question.text.splitlines()):
        raise ValidationError(_("A line of the question begins like an answer. Begin it with a word."), code="mark")
    if count > MOST_ANSWERS:
        raise ValidationError(_("A question has at most %(most)d answers.") % {"most": MOST_ANSWERS}, code="too_many")
    if count < 2 or right == 0:
        raise ValidationError(_("A question needs two answers or more, and a right one among them."), code="too_few")
    if not question.takes_several and right != 1:
        raise ValidationError(_("Where one answer is chosen, exactly one is right."), code="right")
    if not all(option.text and option.feedback for option in question.options):
        raise ValidationError(_("Each answer needs its words and what it teaches."), code="feedback")
