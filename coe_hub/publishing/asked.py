"""The form of a question of a questionnaire: its text, then how it is answered.

    The partner tells us bad news early.

    1 = Not at all
    5 = Fully

`1 =` and the number of the last step name the ends of a scale; `( )` where one answer is chosen, `[ ]` where several
may be, `#` where the most important are ranked; a question without answers is open. A last line `? key = 1 2` asks it
only of those who answered so to the question of that key.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_STEPS, MOST_OPTIONS, MOST_RANKED = 10, 20, 3
LETTERS = "abcdefghijklmnopqrst"
_END = re.compile(r"^(?P<step>\d{1,2}) = (?P<text>.+)$")
_OPTION = re.compile(r"^(?P<mark>\( \)|\[ \]|#) (?P<text>.+)$")
_ONLY_IF = re.compile(r"^\? (?P<key>[a-z0-9-]+) = (?P<answers>[0-9a-z]+(?: [0-9a-z]+)*)$")


class Way(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    CHOICE = "choice"
    SEVERAL = "several"
    RANKING = "ranking"
    OPEN = "open"


_MARKS = {"( )": Way.CHOICE, "[ ]": Way.SEVERAL, "#": Way.RANKING}
_MARK_OF = {way: mark for mark, way in _MARKS.items()}


@dataclass(frozen=True)
class OnlyIf:
    """The question is asked of those who gave one of `answers` to the question `key`."""

    key: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A question. `key` is its block's; `steps` and `ends` are a scale's, `options` (letter, text) of the others."""

    key: str
    text: str
    way: Way
    steps: int = 5
    ends: tuple[str, str] = ("", "")
    options: Sequence[tuple[str, str]] = field(default=())
    only_if: OnlyIf | None = None

    @property
    def values(self) -> list[str]:
        """What can be answered to it, as it is kept; empty for an open one."""
        if self.way == Way.SCALE:
            return [str(step) for step in range(1, self.steps + 1)]
        return [letter for letter, _text in self.options]

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether somebody who answered so far like this is asked it."""
        if self.only_if is None:
            return True
        given = answers.get(self.only_if.key)
        return bool(set(given if isinstance(given, list) else [given]) & set(self.only_if.answers))


def read_asked(key: str, text: str) -> Asked:
    """The question that `text` holds. Raises `ValidationError` where it has not the form of one."""
    words: list[str] = []
    ends: dict[int, str] = {}
    options: list[tuple[str, str]] = []
    only_if: OnlyIf | None = None
    for line in (one.rstrip() for one in text.splitlines()):
        if end := _END.match(line):
            ends[int(end["step"])] = end["text"]
        elif option := _OPTION.match(line):
            options.append((option["mark"], option["text"]))
        elif condition := _ONLY_IF.match(line):
            only_if = OnlyIf(condition["key"], tuple(condition["answers"].split()))
        elif line and (ends or options or only_if):
            raise ValidationError(_("Write what is asked first, then how it is answered."), code="order")
        else:
            words.append(line)
    asked = _asked(key, "\n".join(words).strip(), ends, options, only_if)
    _check(asked)
    return asked


def _asked(
    key: str, text: str, ends: Mapping[int, str], options: Sequence[tuple[str, str]], only_if: OnlyIf | None
) -> Asked:
    marks = {mark for mark, _text in options}
    if len(marks) + bool(ends) > 1:
        raise ValidationError(_("A question is answered in one way: mark all its answers alike."), code="marks")
    if ends:
        low, high = min(ends), max(ends)
        if len(ends) != 2 or low != 1 or not 3 <= high <= MOST_STEPS:
            raise ValidationError(_("Name both ends of the scale: 1 and its last step, at most 10."), code="ends")
        return Asked(key, text, Way.SCALE, steps=high, ends=(ends[low], ends[high]), only_if=only_if)
    if not options:
        return Asked(key, text, Way.OPEN, only_if=only_if)
    lettered = tuple(zip(LETTERS, [words for _mark, words in options], strict=False))
    if len(options) > MOST_OPTIONS:
        raise ValidationError(_("A question has at most %(most)d answers.") % {"most": MOST_OPTIONS}, code="too_many")
    return Asked(key, text, _MARKS[marks.pop()], options=lettered, only_if=only_if)


def _check(asked: Asked) -> None:
    if not asked.text:
        raise ValidationError(_("Write what is asked."), code="no_text")
    if asked.way in _MARK_OF and len(asked.options) < 2:
        raise ValidationError(_("A question to choose from needs two answers or more."), code="too_few")


def write_asked(asked: Asked) -> str:
    """The text that `read_asked` reads. Raises `ValidationError` where the question does not have its form."""
    lines = [asked.text, ""]
    if asked.way == Way.SCALE:
        lines += [f"1 = {asked.ends[0]}", f"{asked.steps} = {asked.ends[1]}"]
    lines += [f"{_MARK_OF[asked.way]} {text}" for _letter, text in asked.options]
    if asked.only_if:
        lines.append(f"? {asked.only_if.key} = {' '.join(asked.only_if.answers)}")
    written = "\n".join(lines).strip()
    if read_asked(asked.key, written).way != asked.way:
        raise ValidationError(_("Give the answers that can be chosen, one a line."), code="way")
    return written


def check_translation(original: str, translated: str) -> None:
    """Raises `ValidationError` unless the translation is answered as the original is."""
    source, words = read_asked("source", original), read_asked("words", translated)
    if _shape(source) != _shape(words):
        raise ValidationError(_("Keep the answers of the original, in their order and with their marks."), code="shape")


def _shape(asked: Asked) -> tuple[Any, ...]:
    return asked.way, asked.steps, len(asked.options), asked.only_if


def refuse_wrong_conditions(questions: Collection[Asked]) -> None:
    """Raises `ValidationError` where a question depends on one that does not stand before it, or on an answer that
    cannot be given."""
    before: dict[str, Asked] = {}
    for asked in questions:
        if (only_if := asked.only_if) is not None:
            known = before.get(only_if.key)
            if known is None or not set(only_if.answers) <= set(known.values):
                raise ValidationError(
                    _("“%(text)s” depends on an answer that nobody can have given before.") % {"text": asked.text},
                    code="only_if",
                )
        before[asked.key] = asked
