"""Courses on the curators' desk: begun, written, translated, published, retired."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, F, IntegerField, Value, When
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import WRITER, SignedInRequest, requires
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, renew_version
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.models import CONTENT_KEEPERS
from coe_hub.publishing.actions import Words, give_back, retire
from coe_hub.publishing.desk import Desk, desk_context, desk_of, desk_rows, with_part
from coe_hub.publishing.forms import DraftForm
from coe_hub.publishing.models import BlockKind, Content, ContentKind, Edition
from coe_hub.publishing.naming import new_key
from coe_hub.publishing.questions import read_question
from coe_hub.publishing.reading import body, line, passages
from coe_hub.publishing.titles import content_title
from coe_hub.publishing.views import (
    TRANSLATED_INTO,
    move_page,
    preview_context,
    translate_page,
    write_page,
)
from training.actions import create_course, create_lesson, edit_facts, publish_edition
from training.catalogue import titles_of
from training.forms import (
    COURSE_LINES,
    LESSON_LINES,
    CourseCreateForm,
    CourseDraftForm,
    CourseFactsForm,
    LessonCreateForm,
    LessonDraftForm,
    QuestionForm,
    RetireForm,
)
from training.models import Course
from training.plan import plan_in, plan_words
from training.quiz import quiz_of

NEW = "new"
_LINES = {ContentKind.COURSE: COURSE_LINES, ContentKind.LESSON: LESSON_LINES}


def desk_content(kind: str, slug: str) -> Content:
    """The course or lesson of this address, published or not. Raises `Http404`."""
    if kind not in _LINES:
        raise Http404
    related = ("owner__site", "co_owner__site", "course", "lesson__course__content")
    rows = Content.objects.annotate(
        title=content_title("pk", slug="slug"),
        course_title=content_title("lesson__course__content", slug="lesson__course__content__slug"),
    )
    return get_object_or_404(rows.select_related(*related), kind=kind, slug=slug)


def _course(slug: str) -> Course:
    return get_object_or_404(
        Course.objects.annotate(title=content_title("content", slug="content__slug")).select_related(
            "content__owner__site", "content__co_owner__site"
        ),
        content__slug=slug,
    )


def _desk(content: Content) -> Desk:
    args = [content.kind, content.slug]
    is_course = content.kind == ContentKind.COURSE
    read = content.course.get_absolute_url() if is_course else content.lesson.get_absolute_url()
    return desk_of(
        content,
        home_url=reverse("course_desk"),
        edit_url=reverse("training_edit", args=args),
        preview_url=reverse("training_preview", args=args),
        read_url=read,
    )


@requires(*CONTENT_KEEPERS)
@require_safe
def course_desk(request: SignedInRequest) -> HttpResponse:
    """Every course with its lessons, published or being written, with what waits for whom."""
    contents = Content.objects.filter(kind__in=list(_LINES)).select_related("course", "lesson__course")
    place = Case(
        When(kind=ContentKind.COURSE, then=Value(-1)), default=F("lesson__position"), output_field=IntegerField()
    )
    course = Case(When(kind=ContentKind.COURSE, then=F("course__pk")), default=F("lesson__course__pk"))
    order = Case(When(kind=ContentKind.COURSE, then=F("course__position")), default=F("lesson__course__position"))
    rows = desk_rows(contents.order_by(order, course, place, "pk"), TRANSLATED_INTO)
    return render(request, "training/course_desk.html", desk_context(rows, TRANSLATED_INTO))


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def course_create(request: SignedInRequest) -> HttpResponse:
    """Begin a course."""
    form = CourseCreateForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            course = create_course(by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. Nobody sees it until it is published."))
            return redirect("training_edit", ContentKind.COURSE, course.content.slug)
    return render(request, "training/course_create.html", {"form": form})


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def course_facts(request: SignedInRequest, slug: str) -> HttpResponse:
    """What holds for every edition at once: owners, rhythm, minutes, and whom the course is made for."""
    return edit_page(
        request,
        read=lambda: _course(slug),
        make_form=lambda course, data: CourseFactsForm(data, course=course, user=request.user),
        save=lambda course, form: edit_facts(course=course, **form.action_values()),
        show=lambda course, form: render(request, "training/course_facts.html", {"form": form, "course": course}),
        url=reverse("training_edit", args=[ContentKind.COURSE, slug]),
    )


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
@once
def lesson_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a lesson at the end of the course."""
    course = _course(slug)
    form = LessonCreateForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            lesson = create_lesson(course=course, by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Begun. It joins the course once it is published."))
            return redirect("training_edit", ContentKind.LESSON, lesson.content.slug)
    return render(request, "training/lesson_create.html", {"form": form, "course": course})


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def training_edit(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Write the edition on the desk, part by part; of a course also the order of its lessons and questions."""
    content = desk_content(kind, slug)

    def show(desk: Desk, form: DraftForm) -> HttpResponse:
        title = line(passages(desk.source, "en"), "title") if desk.source else slug
        context: dict[str, Any] = {"form": form, "desk": desk, "title": title}
        if kind == ContentKind.COURSE:
            context |= {"course": content.course, "lessons": _lessons_in_order(content.course, desk)}
        else:
            context |= {"lesson": content.lesson, "content": content}
        return render(request, "training/training_edit.html", context)

    return write_page(
        request,
        read=lambda: _desk(content),
        make_form=_course_form if kind == ContentKind.COURSE else _lesson_form,
        words=lambda _desk, form: form.words(),
        show=show,
    )


def _lesson_form(desk: Desk, data: QueryDict | None) -> DraftForm:
    blocks = desk.blocks()
    minutes = plan_in(blocks).minutes or desk.content.lesson.minutes
    return LessonDraftForm(data, blocks=blocks, draft=desk.draft, live=desk.live, minutes=minutes)


def _course_form(desk: Desk, data: QueryDict | None) -> DraftForm:
    blocks, course = desk.blocks(), desk.content.course
    asked = [block.key for block in blocks if block.kind == BlockKind.QUESTION]
    return CourseDraftForm(
        data,
        blocks=blocks,
        draft=desk.draft,
        live=desk.live,
        lessons=_lessons_in_order(course, desk),
        pass_mark=plan_in(blocks).pass_mark or course.pass_mark,
        build_urls={key: reverse("question_edit", args=[desk.content.slug, key]) for key in asked},
    )


def _lessons_in_order(course: Course, desk: Desk) -> list[tuple[str, str]]:
    """Address and title of each lesson, as the edition on the desk has them; those begun since come last."""
    titles = titles_of(course)
    planned = [slug for slug in plan_in(desk.blocks()).lessons if slug in titles]
    return [(slug, titles[slug]) for slug in [*planned, *(slug for slug in titles if slug not in planned)]]


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def question_edit(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """A question of the quiz on the desk, with its answers and what each teaches; `new` is the next one."""
    content = desk_content(ContentKind.COURSE, slug)

    def make_form(desk: Desk, data: QueryDict | None) -> QuestionForm:
        block = next((one for one in desk.blocks() if one.key == key and one.kind == BlockKind.QUESTION), None)
        if block is None and key != NEW:
            raise Http404
        question = read_question(block.key, block.text) if block else None
        return QuestionForm(data, question=question, version=desk.opened)

    def words(desk: Desk, form: QuestionForm) -> list[Words]:
        text, taken = form.written(), {*(one.key for one in desk.blocks()), NEW}
        own = form.key or new_key(BlockKind.QUESTION, text, taken)
        return with_part(desk.blocks(), Words(key=own, kind=BlockKind.QUESTION, text=text))

    def show(desk: Desk, form: QuestionForm) -> HttpResponse:
        return render(request, "training/question_edit.html", {"form": form, "desk": desk, "content": content})

    return write_page(request, read=lambda: _desk(content), make_form=make_form, words=words, show=show)


@requires(*CONTENT_KEEPERS)
@require_safe
def training_preview(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """The edition on the desk as learners would see it, what changed, and what that means for results there are."""
    content = desk_content(kind, slug)
    desk = _desk(content)
    titles = titles_of(content.course) if kind == ContentKind.COURSE else {}
    context = preview_context(
        request, desk, lines=_LINES[ContentKind(kind)], readable={BlockKind.PLAN: lambda text: plan_words(text, titles)}
    )
    draft = context["draft"]
    found = passages(draft, "en")
    context |= {
        "title": line(found, "title"),
        "purpose": line(found, "purpose"),
        "body": body(found),
        "is_course": kind == ContentKind.COURSE,
        "move_url": reverse("training_move", args=[kind, slug]),
        "plan": plan_in(desk.blocks()),
    }
    if kind == ContentKind.COURSE:
        context |= {"questions": quiz_of(draft, "en").questions, "lessons": _lessons_in_order(content.course, desk)}
    return render(request, "training/training_preview.html", context)


@requires(*CONTENT_KEEPERS)
@require_POST
def training_move(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Send the edition to review, take it back, or publish it, as it was when its reader decided."""

    def publish(draft: Edition, version: int) -> None:
        publish_edition(draft=draft, by=request.user, version=version)

    return move_page(request, _desk(desk_content(kind, slug)), publish=publish)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def training_translate(request: SignedInRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Original and translation side by side, questions and answers included."""
    desk = _desk(desk_content(kind, slug))
    lines = _LINES[ContentKind(kind)]
    return translate_page(request, desk, language=language, lines=lines, template="training/training_translate.html")


@requires(*CONTENT_KEEPERS)
@require_http_methods(["GET", "POST"])
def training_retire(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Take a course or a lesson from its learners, with the reason. Learning records stay."""
    content = desk_content(kind, slug)
    form = RetireForm(request.POST or None, version=content.version)
    if form.is_bound and form.is_valid():
        try:
            retire(content=content, instead=None, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
            renew_version(form, content.version)
        else:
            messages.success(request, _("Retired. You can give it back from the desk."))
            return redirect("course_desk")
    return render(request, "training/training_retire.html", {"form": form, "desk": _desk(content)})


@requires(*CONTENT_KEEPERS)
@require_POST
def training_give_back(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Give a retired course or lesson back to its learners."""
    try:
        give_back(content=desk_content(kind, slug))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("With its readers again, as it was."))
    return redirect("course_desk")
