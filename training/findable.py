"""Courses and their lessons as the search finds them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.findable import Findable, Thing, register
from coe_hub.lib.search import Words
from coe_hub.publishing.findable import Lines, of_contents
from coe_hub.publishing.models import Content, ContentKind
from training.models import Course

_FACTS = (
    *("pk", "kind", "slug", "course__minutes", "lesson__minutes"),
    *("lesson__course__content", "lesson__course__content__slug"),
)


def _kinds() -> Q:
    of_open_course = Q(edition__content__lesson__course__in=Course.objects.published())
    return Q(edition__content__kind=ContentKind.COURSE) | of_open_course


def _things(ids: Collection[int], words: Words) -> dict[int, Thing]:
    rows = {row["pk"]: row for row in Content.objects.filter(pk__in=ids).values(*_FACTS)}
    courses = {row["lesson__course__content"] for row in rows.values()} - {None}
    lines = Lines.of(ids, words, beside=courses)
    return {pk: _thing(row, lines) for pk, row in rows.items() if pk in lines.texts}


def _thing(row: dict[str, Any], lines: Lines) -> Thing:
    if row["kind"] == ContentKind.COURSE:
        minutes, line = row["course__minutes"], _("Course")
        url = reverse("course_detail", args=[row["slug"]])
    else:
        minutes, course = row["lesson__minutes"], lines.title(row["lesson__course__content"])
        line = _("Lesson of “%(course)s”") % {"course": course.text}
        url = reverse("lesson_detail", args=[row["lesson__course__content__slug"], row["slug"]])
    return lines.thing(row["pk"], line=[line, _("%(minutes)s min") % {"minutes": minutes}], url=url)


def register_all() -> None:
    """Let courses and lessons be found."""
    label = gettext_lazy("Courses and lessons")
    register(Findable(kind="courses", label=label, place=20, things=_things, **of_contents(_kinds)))
