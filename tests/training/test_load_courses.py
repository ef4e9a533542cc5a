"""Starter courses: all of them load, once, and a file in the wrong form is refused whole."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from coe_hub.lib.errors import DomainError
from coe_hub.publishing.actions import Words, on_the_desk, published, write_draft
from coe_hub.publishing.models import Block, Content
from tests.cast import Cast
from tests.refusals import refused
from tests.training.data import question, write_course
from training.actions import publish_edition
from training.models import Course
from training.plan import Plan
from training.quiz import quiz_of
from training.starter import FOLDER, load_course


def said() -> str:
    out = io.StringIO()
    call_command("load_courses", stdout=out)
    return out.getvalue().strip()


def test_load_courses_publishes_what_is_here_and_then_nothing_more(cast: Cast) -> None:
    folders = sorted(path.parent.name for path in FOLDER.glob("*/meta.json"))
    assert said() == f"Starter courses: {len(folders)} published."
    assert said() == "Starter courses: all there."
    assert sorted(Course.objects.published().values_list("content__slug", flat=True)) == folders
    for course in Course.objects.all():
        lessons = sum(lesson.minutes for lesson in course.lessons.all())
        assert 0 < course.minutes - lessons <= 15
        assert len(quiz_of(published(course.content), "en").questions) >= 5


@pytest.mark.django_db
def test_load_courses_waits_for_somebody_to_publish_them() -> None:
    assert said().startswith("Starter courses: nobody to publish them yet")


def test_what_curators_changed_is_left_alone(cast: Cast, course: Course, tmp_path: Path) -> None:
    words = [Words("title", "line", "Ours"), Words("purpose", "line", "Our own."), Plan(pass_mark=50).words()]
    write_draft(content=course.content, words=words, by=cast.curator, change_note="ours", version=-1)
    publish_edition(draft=on_the_desk(course.content), by=cast.admin)
    assert load_course(tmp_path / "basics", author=cast.curator, approver=cast.admin, position=5) is False
    course.refresh_from_db()
    assert (published(course.content).blocks.get(key="title").text, course.pass_mark) == ("Ours", 50)


def test_load_course_leaves_what_is_here_alone(cast: Cast, course: Course, tmp_path: Path) -> None:
    assert load_course(tmp_path / "basics", author=cast.curator, approver=cast.admin, position=5) is False
    assert Course.objects.get().position == 1


def test_a_course_links_the_tools_that_are_here(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    folder = write_course(tmp_path / "linked", tools=["no-such-tool"])
    assert load_course(folder, author=cast.curator, approver=cast.admin, position=1) is True
    assert Course.objects.get().taught_tools.count() == 0


@pytest.mark.parametrize(
    ("quiz", "error"),
    [
        ([question("q", "choice", True, True)], "exactly one is right"),
        ([question("q", "scenario", False, False)], "a right one among them"),
        ([question("q", "multiple", False, False)], "a right one among them"),
        ([question("q", "choice", True)], "two answers or more"),
        ([question("q", "essay", True, False)], "of an unknown kind"),
        ([question("q", "choice", True, False, languages=("ja",))], "not written in English"),
        ([question("q", "choice", True, False), question("q", "choice", True, False)], "already exists"),
    ],
)
def test_a_quiz_in_the_wrong_form_writes_nothing(quiz: list[dict], error: str, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    folder = write_course(tmp_path / "wrong", quiz=quiz)
    with pytest.raises((DomainError, ValidationError), match=error):
        load_course(folder, author=cast.curator, approver=cast.admin, position=1)
    assert Content.objects.filter(slug="wrong").exists() is False
    assert Block.objects.exists() is False


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("minutes: 3\nTitle\n", "begins with its title and its minutes"),
        ("# Title\nminutes: 3\nLoose text\n", "stands outside every block"),
        ("# Title\nminutes: 3\n::: text extra\nMore\n:::\n", "not in the original"),
    ],
)
def test_a_lesson_in_the_wrong_form_writes_nothing(text: str, error: str, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    folder = write_course(tmp_path / "wrong")
    (folder / "lessons" / "02-wrong-lesson-2" / "ja.md").write_text(text, encoding="utf-8")
    with pytest.raises(DomainError, match=error):
        load_course(folder, author=cast.curator, approver=cast.admin, position=1)
    assert Content.objects.exists() is False


def test_a_lesson_without_english_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    folder = write_course(tmp_path / "wrong")
    (folder / "lessons" / "02-wrong-lesson-2" / "en.md").unlink()
    with refused(DomainError("The lesson 02-wrong-lesson-2 has no English text.")):
        load_course(folder, author=cast.curator, approver=cast.admin, position=1)
    assert Content.objects.exists() is False


def test_outcomes_are_part_of_the_course_where_it_names_them(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "clear").mkdir()
    folder = write_course(tmp_path / "clear", outcomes={"en": ["Say why", "Say how"], "ja": ["理由を言える"]})
    load_course(folder, author=cast.curator, approver=cast.admin, position=1)
    content = Course.objects.get().content
    assert content.editions.get().blocks.get(key="outcomes").text == "- Say why\n- Say how"
    assert content.translations.get(key="outcomes").text == "- 理由を言える"
