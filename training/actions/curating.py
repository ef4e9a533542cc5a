"""What curators do to courses beside their words, which are publishing's."""

from collections.abc import Sequence
from typing import Unpack

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify

from coe_hub.lib.editing import set_values
from coe_hub.people.models import User
from coe_hub.publishing.actions import Words, create_content, look_after, publish
from coe_hub.publishing.models import BlockKind, CareValues, Content, ContentKind, Edition
from training.models import Course, CourseLesson, CourseValues
from training.plan import Plan, plan_in

_PASS_MARK, _APART, _FAR = 75, 10, 10_000


@transaction.atomic
def create_course(*, title: str, purpose: str, by: User, **facts: Unpack[CourseValues]) -> Course:
    """A new course with its first draft. Raises `ValidationError` where a value is refused."""
    words = [*_lines(title=title, purpose=purpose), Plan(pass_mark=_PASS_MARK).words()]
    draft = create_content(kind=ContentKind.COURSE, slug=slugify(title)[:80], words=words, by=by)
    last = Course.objects.aggregate(last=Max("position"))["last"] or 0
    course = Course(content=draft.content, position=last + _APART, pass_mark=_PASS_MARK)
    set_values(course, facts)
    course.full_clean()
    course.save()
    return course


@transaction.atomic
def create_lesson(*, course: Course, title: str, minutes: int, by: User) -> CourseLesson:
    """A new lesson at the end of the course, with its first draft. It joins the course once it is published.
    Raises `ValidationError` where a value is refused."""
    # Before the words are written, which say the minutes too and would be refused as text.
    CourseLesson(minutes=minutes).clean_fields(
        exclude=[one.name for one in CourseLesson._meta.fields if one.name != "minutes"]
    )
    words = [*_lines(title=title), Plan(minutes=minutes).words()]
    draft = create_content(kind=ContentKind.LESSON, slug=slugify(title)[:80], words=words, by=by)
    Course.objects.select_for_update().get(pk=course.pk)
    last = course.lessons.aggregate(last=Max("position"))["last"] or 0
    lesson = CourseLesson(course=course, content=draft.content, position=last + 1, minutes=minutes)
    lesson.full_clean()
    lesson.save()
    return lesson


def _lines(**texts: str) -> list[Words]:
    return [Words(key=key, kind=BlockKind.LINE, text=text) for key, text in texts.items()]


@transaction.atomic
def edit_facts(*, course: Course, care: CareValues, version: int, **facts: Unpack[CourseValues]) -> None:
    """Change what holds for every edition, at once: who looks after the course, and its facts.

    `care` is what `look_after` takes, `version` the content's as it was opened. Raises what `look_after` raises.
    """
    look_after(content=course.content, version=version, **care)
    fields = set_values(course, facts)
    course.full_clean()
    course.save(update_fields=fields)


@transaction.atomic
def publish_edition(*, draft: Edition, by: User, alone: bool = False, version: int | None = None) -> None:
    """Make the edition of a course or a lesson what readers see, and have the course run as it says.

    Results that exist stay: who passed on a former edition has passed, and a try that was begun is finished on the
    edition it was begun on. Raises what `publish` raises.
    """
    publish(draft=draft, by=by, alone=alone, version=version)
    plan = plan_in(list(draft.blocks.in_order()))
    if draft.content.kind == ContentKind.COURSE:
        _run_as(draft.content, plan)
    elif plan.minutes:
        CourseLesson.objects.filter(content=draft.content).update(minutes=plan.minutes)


def _run_as(content: Content, plan: Plan) -> None:
    for course in Course.objects.filter(content=content).select_for_update():
        if plan.pass_mark:
            course.pass_mark = plan.pass_mark
            course.save(update_fields=["pass_mark"])
        _put_in_order(course, plan.lessons)


def _put_in_order(course: Course, slugs: Sequence[str]) -> None:
    """The lessons as named; those begun since come last, as they were."""
    places = {slug: place for place, slug in enumerate(slugs)}
    lessons = list(course.lessons.in_order().select_related("content"))
    wanted = sorted(lessons, key=lambda one: (places.get(one.content.slug, len(places)), one.position))
    if wanted == lessons:
        return
    course.lessons.update(position=F("position") + _FAR)  # no two stand at one place meanwhile
    for place, lesson in enumerate(wanted, start=1):
        lesson.position = place
        lesson.save(update_fields=["position"])
