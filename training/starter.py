"""Starter courses: read from `training/starter`, written through the same actions a curator uses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, translate_all
from coe_hub.publishing.models import BlockKind, Content, ContentKind
from coe_hub.publishing.questions import KEYS, Option, Question, write_question
from coe_hub.publishing.source import read_blocks
from toolkits.models import Tool
from training.actions import publish_edition
from training.models import Course, CourseLesson, CourseTool, QuestionKind
from training.plan import Plan

FOLDER = Path(__file__).resolve().parent / "starter"
SOURCE = settings.LANGUAGE_CODE
_MINUTES = "minutes:"


def folders() -> Iterator[Path]:
    """The folders of the starter courses, in the order of their names."""
    return iter(sorted(path.parent for path in FOLDER.glob("*/meta.json")))


@transaction.atomic
def load_course(folder: Path, *, author: User, approver: User, position: int) -> bool:
    """Publish one starter course with its lessons, quiz and translations; False where its address is taken already.

    Raises `DomainError` or `ValidationError`, and writes nothing, where a file does not have the form it should.
    """
    if Content.objects.filter(kind=ContentKind.COURSE, slug=folder.name).exists():
        return False
    meta = _read_json(folder / "meta.json")
    words = {language: _course_words(meta, language) for language in meta["title"]}
    words[SOURCE].append(Plan(pass_mark=meta["pass_mark"], lessons=[_slug(name) for name in meta["lessons"]]).words())
    if (folder / "quiz.json").exists():
        for asked in _read_json(folder / "quiz.json")["questions"]:
            for language, text in question_words(asked).items():
                words.setdefault(language, []).append(text)
    course = Course(
        content=_publish(ContentKind.COURSE, folder.name, words, author=author, approver=approver),
        toolkit=meta["toolkit"],
        audiences=meta["audience"],
        minutes=meta["minutes"],
        pass_mark=meta["pass_mark"],
        position=position,
    )
    course.full_clean()
    course.save()
    for place, name in enumerate(meta["lessons"], start=1):
        _load_lesson(folder / "lessons" / name, course=course, position=place, author=author, approver=approver)
    for place, slug in enumerate(meta.get("tools", []), start=1):
        for tool in Tool.objects.filter(content__slug=slug):
            CourseTool.objects.create(course=course, tool=tool, position=place)
    return True


def _load_lesson(folder: Path, *, course: Course, position: int, author: User, approver: User) -> None:
    """One lesson. Its address is its folder's name without the number."""
    written = {path.stem: _lesson_words(path) for path in sorted(folder.glob("*.md"))}
    if SOURCE not in written:
        raise DomainError(_("The lesson %(name)s has no English text.") % {"name": folder.name})
    words = {language: words for language, (words, _minutes) in written.items()}
    words[SOURCE].append(Plan(minutes=written[SOURCE][1]).words())
    lesson = CourseLesson(
        course=course,
        content=_publish(ContentKind.LESSON, _slug(folder.name), words, author=author, approver=approver),
        position=position,
        minutes=written[SOURCE][1],
    )
    lesson.full_clean()
    lesson.save()


def _slug(name: str) -> str:
    return name.lstrip("0123456789-")


def question_words(asked: dict[str, Any]) -> dict[str, Words]:
    """A question of `quiz.json` as a block, in each language that all of it is written in.

    Raises `DomainError` where it is not in English or of an unknown kind, `ValidationError` where its answers are not
    as its kind asks.
    """
    known = {"id": asked["id"]}
    if asked["kind"] not in QuestionKind.values:
        raise DomainError(_("The question %(id)s is of an unknown kind.") % known)
    texts = [asked["text"], *(text for one in asked["options"] for text in (one["text"], one["feedback"]))]
    if not all(one.get(SOURCE) for one in texts):
        raise DomainError(_("The question %(id)s is not written in English.") % known)
    languages = [code for code, _name in settings.LANGUAGES if all(one.get(code) for one in texts)]
    return {
        code: Words(key=asked["id"], kind=BlockKind.QUESTION, text=write_question(_question(asked, code)))
        for code in languages
    }


def _question(asked: dict[str, Any], language: str) -> Question:
    options = [
        Option(key=key, text=one["text"][language], feedback=one["feedback"][language], is_correct=one["correct"])
        for key, one in zip(KEYS, asked["options"], strict=False)
    ]
    several = asked["kind"] == QuestionKind.MULTIPLE
    return Question(key=asked["id"], text=asked["text"][language], takes_several=several, options=options)


def _publish(kind: str, slug: str, words: dict[str, list[Words]], *, author: User, approver: User) -> Content:
    """A new content with these words, published, with its translations approved."""
    draft = create_content(kind=kind, slug=slug, words=words[SOURCE], by=author)
    publish_edition(draft=draft, by=approver, alone=author == approver)
    for language, translated in words.items():
        if language != SOURCE:
            translate_all(edition=draft, language=language, words=translated, by=author, approver=approver)
    return draft.content


def _course_words(meta: dict[str, Any], language: str) -> list[Words]:
    """Title, purpose and, where the course names them, what one can do afterwards."""
    words = [Words(key=name, kind=BlockKind.LINE, text=meta[name][language]) for name in ("title", "purpose")]
    if outcomes := meta.get("outcomes", {}).get(language):
        words.append(Words(key="outcomes", kind=BlockKind.TEXT, text="\n".join(f"- {one}" for one in outcomes)))
    return words


def _lesson_words(path: Path) -> tuple[list[Words], int]:
    """The title and blocks of a lesson's file, and its minutes."""
    title, minutes, *rest = path.read_text(encoding="utf-8").splitlines()
    if not title.startswith("# ") or not minutes.startswith(_MINUTES):
        raise DomainError(
            _("%(name)s begins with its title and its minutes.") % {"name": f"{path.parent.name}/{path.name}"}
        )
    words = [Words(key="title", kind=BlockKind.LINE, text=title.removeprefix("# ").strip())]
    return [*words, *read_blocks("\n".join(rest))], int(minutes.removeprefix(_MINUTES))


def _read_json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
