"""A question of a quiz as a block: what is read is what was written, and what is no question is refused."""

import pytest
from django.core.exceptions import ValidationError

from coe_hub.publishing.questions import Option, Question, check_translation, read_question, write_question

ONE = """Nora does not answer. What do you do first?
It is Monday.

( ) Write a reminder.
> Nobody answers those.
(x) Ring her up.
If she is there.
> Yes.
> A call settles it."""


def test_a_question_is_read_line_by_line() -> None:
    assert read_question("nora", ONE) == Question(
        key="nora",
        text="Nora does not answer. What do you do first?\nIt is Monday.",
        takes_several=False,
        options=[
            Option("a", "Write a reminder.", "Nobody answers those.", is_correct=False),
            Option("b", "Ring her up.\nIf she is there.", "Yes.\nA call settles it.", is_correct=True),
        ],
    )


@pytest.mark.parametrize("text", [ONE, "Which?\n\n[x] One\n> a\n[x] Two\n> b\n[ ] Three\n> c"])
def test_what_was_read_is_written_as_it_was(text: str) -> None:
    assert write_question(read_question("q", text)) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Write what is asked."),
        ("( ) One\n> a\n(x) Two\n> b", "Write what is asked."),
        ("Which?\n(x) One\n> a", "A question needs two answers or more, and a right one among them."),
        ("Which?\n( ) One\n> a\n( ) Two\n> b", "A question needs two answers or more, and a right one among them."),
        ("Which?\n(x) One\n> a\n(x) Two\n> b", "Where one answer is chosen, exactly one is right."),
        ("Which?\n(x) One\n> a\n[ ] Two\n> b", "Mark all answers of a question the same way, with ( ) or with [ ]."),
        ("Which?\n(x) One\n> a\n( ) Two", "Each answer needs its words and what it teaches."),
        ("Which?\n(x) One\n> a" + "\n( ) More\n> b" * 8, "A question has at most 8 answers."),
    ],
)
def test_what_is_no_question_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_question("q", text)
    assert refused.value.messages == [told]


def test_a_translation_has_the_answers_of_its_original() -> None:
    original = "Which?\n(x) One\n> a\n( ) Two\n> b"
    check_translation(original, "どれ？\n(x) 一\n> い\n( ) 二\n> ろ")
    for other in ("どれ？\n( ) 一\n> い\n(x) 二\n> ろ", "どれ？\n[x] 一\n> い\n[ ] 二\n> ろ"):
        with pytest.raises(ValidationError, match="Keep the answers of the original"):
            check_translation(original, other)
