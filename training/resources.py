"""Courses for other programs. What somebody learnt is that person's own and is not here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.resources import Resource, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.lib.text import reader_language
from coe_hub.publishing.reading import line, live_editions, passages_of
from training.models import Course


def _columns() -> Sequence[Column]:
    return [
        Column("title", _("Title"), lambda course: line(course.passages, "title")),
        Column("purpose", _("What it is for"), lambda course: line(course.passages, "purpose")),
        column_of(Course, "toolkit"),
        column_of(Course, "minutes"),
        column_of(Course, "pass_mark"),
    ]


def _read(rows: Any) -> Iterable[Course]:
    """The courses, each with its words in the reader's language."""
    found = list(rows.select_related("content"))
    editions = {edition.content_id: edition for edition in live_editions([course.content_id for course in found])}
    words = passages_of(list(editions.values()), reader_language())
    for course in found:
        course.passages = words[editions[course.content_id].pk] if course.content_id in editions else ()
    return found


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "courses",
            "published courses",
            Course,
            rows=lambda _user: Course.objects.published(),
            columns=_columns,
            read=_read,
            key="content__slug",
            moved="content__updated_at",
        )
    )
