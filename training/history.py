"""How the changes of courses and lessons are told: facts, owners, order, editions, retirement."""

from typing import Any

from django.utils.translation import gettext as _

from coe_hub.audit.history import Sentence, Story, event_model, minutes_text, register_stories, tell
from coe_hub.publishing.history import content_stories, content_titles
from coe_hub.publishing.models import Content, ContentKind
from toolkits.models import Tool
from training.models import Course, CourseLesson, CourseTool


def _mark(score: int) -> str:
    return f"{score}%"


COURSE = Story(
    Course,
    (*Course.EDITABLE, "pass_mark", "position"),
    created=lambda _event, _names: _("began the course"),
    texts={"minutes": minutes_text, "pass_mark": _mark},
)
LESSON = Story(
    CourseLesson,
    ("minutes", "position"),
    created=lambda _event, _names: _("began the lesson"),
    texts={"minutes": minutes_text},
)


def _lessons(course: Course) -> Story:
    titles = content_titles(
        event_model(CourseLesson).objects.filter(course_id=course.pk).values_list("content_id", flat=True)
    )

    def lesson(event: Any) -> dict[str, str]:
        return {"lesson": titles.get(event.content_id, "–")}

    return Story(
        CourseLesson,
        created=lambda event, _names: _("began the lesson “%(lesson)s”") % lesson(event),
        deleted=lambda event, _names: _("took the lesson “%(lesson)s” out") % lesson(event),
    )


def _tools(course: Course) -> Story:
    taught = event_model(CourseTool).objects.filter(course_id=course.pk).values("tool_id")
    contents = dict(Tool.objects.filter(pk__in=taught).values_list("pk", "content_id"))
    titles = content_titles(contents.values())

    def tool(event: Any) -> dict[str, str]:
        return {"tool": titles.get(contents.get(event.tool_id, 0), "–")}

    return Story(
        CourseTool,
        created=lambda event, _names: _("said that it teaches the tool “%(tool)s”") % tool(event),
        deleted=lambda event, _names: _("no longer says that it teaches the tool “%(tool)s”") % tool(event),
    )


def training_sentences(content: Content) -> list[Sentence]:
    """Everything that happened to the course or the lesson, newest first."""
    if content.kind == ContentKind.COURSE:
        of_course = {"course_id": content.course.pk}
        own = [
            (COURSE, {"pgh_obj_id": content.course.pk}),
            (_lessons(content.course), of_course),
            (_tools(content.course), of_course),
        ]
    else:
        own = [(LESSON, {"pgh_obj_id": content.lesson.pk})]
    return tell([*own, *content_stories(content)])


def register_all() -> None:
    """Say how these are told wherever the whole trail is read."""
    register_stories((COURSE, LESSON))
