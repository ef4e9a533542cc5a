"""Courses for tests, written as folders and loaded the way starter courses are."""

import json
from pathlib import Path
from typing import Any

from coe_hub.people.models import User
from training.models import Course
from training.starter import load_course


def question(key: str, kind: str, *right: bool, languages: tuple[str, ...] = ("en", "ja")) -> dict[str, Any]:
    """A question as `quiz.json` has it; each option says whether it is right."""

    def texts(words: str) -> dict[str, str]:
        return {language: f"{words} ({language})" for language in languages}

    options = [
        {
            "id": "abcdef"[place],
            "text": texts(f"{key} {place}"),
            "correct": one,
            "feedback": texts(f"why {key} {place}"),
        }
        for place, one in enumerate(right)
    ]
    return {"id": key, "kind": kind, "text": texts(f"What about {key}?"), "options": options}


QUIZ = [
    question("case", "scenario", False, True),
    question("one", "choice", True, False),
    question("some", "multiple", True, True, False),
    question("last", "choice", False, True),
]
RIGHT = {"question-case": "b", "question-one": "a", "question-some": ["a", "b"], "question-last": "b"}


def write_course(
    folder: Path,
    *,
    lessons: int = 2,
    languages: tuple[str, ...] = ("en", "ja"),
    quiz: list[dict[str, Any]] | None = None,
    **meta: Any,
) -> Path:
    """The files of a course called as its folder; ten minutes with two lessons of three."""
    name = folder.name
    slugs = [f"{place:02}-{name}-lesson-{place}" for place in range(1, lessons + 1)]
    for place, slug in enumerate(slugs, start=1):
        (folder / "lessons" / slug).mkdir(parents=True)
        for language in languages:
            title = f"Lesson {place} of {name}" if language == "en" else f"{name}のレッスン{place}"
            text = f"# {title}\nminutes: 3\n::: text case\n## A case\n\nText {place} in {language}.\n:::\n"
            (folder / "lessons" / slug / f"{language}.md").write_text(text, encoding="utf-8")
    facts = {
        "title": {language: f"Course {name} ({language})" for language in languages},
        "purpose": {language: f"Why {name} ({language})" for language in languages},
        "minutes": 10,
        "pass_mark": 75,
        "audience": ["scientist"],
        "toolkit": "research",
        "tools": [],
        "lessons": slugs,
    }
    (folder / "meta.json").write_text(json.dumps(facts | meta), encoding="utf-8")
    asked = QUIZ if quiz is None else quiz
    if asked:
        (folder / "quiz.json").write_text(json.dumps({"questions": asked}), encoding="utf-8")
    return folder


def make_course(tmp_path: Path, name: str = "basics", *, by: User, **values: Any) -> Course:
    """A published course."""
    folder = tmp_path / name
    folder.mkdir()
    load_course(write_course(folder, **values), author=by, approver=by, position=1)
    return Course.objects.get(content__slug=name)
