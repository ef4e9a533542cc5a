"""Courses as learners meet them. What they show of a learner is shown to that learner alone."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.lib.access import MEMBER, WRITER, SignedInRequest, requires
from coe_hub.lib.text import reader_language
from coe_hub.people.models import CONTENT_KEEPERS, CONTENT_WATCHERS
from coe_hub.publishing.models import Content, Edition, EditionState
from coe_hub.publishing.reading import body, credits_of, live_editions, passages
from coe_hub.surveys.pulses import MINIMUM, may_say, pulse_of
from coe_hub.usage.models import note_event
from toolkits.catalogue import entries as tool_entries
from toolkits.models import Tool
from training.actions import enrol, finish_lesson, see_lesson, start_attempt, submit_attempt
from training.catalogue import Entry, courses_for, entries, is_translated
from training.forms import QuizForm
from training.models import Audience, Course, LearningRecord, QuizAttempt
from training.quiz import has_questions, quiz_of, review

PAGE = 50


def _entry(request: SignedInRequest, slug: str) -> Entry:
    courses = Course.objects.published().select_related("content__owner__site", "content__owner__user")
    return entries([get_object_or_404(courses, content__slug=slug)], request.user)[0]


def _course(slug: str) -> Course:
    return get_object_or_404(Course.objects.published().select_related("content"), content__slug=slug)


@requires(MEMBER)
@require_safe
def course_list(request: SignedInRequest) -> HttpResponse:
    """What one is in the middle of, then every course."""
    found = courses_for(request.user)
    context = {
        "under_way": [entry for entry in found if entry.is_under_way],
        "others": [entry for entry in found if not entry.is_under_way],
        "minutes_left": sum(entry.minutes_left for entry in found if entry.is_under_way),
        "count": len(found),
        "may_curate": request.user.has_role(*CONTENT_KEEPERS),
    }
    return render(request, "training/course_list.html", context)


@requires(MEMBER)
@require_safe
def learning_list(request: SignedInRequest) -> HttpResponse:
    """The reader's own learning record; there is no page that shows another's."""
    records = LearningRecord.objects.filter(user=request.user).order_by("-at", "-pk")
    page = Paginator(records, PAGE).get_page(request.GET.get("page"))
    courses = Course.objects.published().values("content")
    live = Edition.objects.filter(state=EditionState.PUBLISHED, content__in=courses)
    editions = dict(live.values_list("content__slug", "number"))
    for record in page.object_list:
        record.live_edition = editions.get(record.course_slug)
    return render(request, "training/learning_list.html", {"page": page})


@requires(MEMBER)
@require_safe
def course_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """One course: what one can do afterwards, its lessons, who made it, and where to begin or go on."""
    entry = _entry(request, slug)
    note_event(user=request.user, kind="view", course_id=entry.course.pk)
    taught = entry.course.taught_tools.filter(tool__in=Tool.objects.published()).select_related("tool__content")
    attempts = _handed_in(entry)
    context = {
        "entry": entry,
        "course": entry.course,
        "outcomes": body(entry.passages),
        "audiences": [Audience(one).label for one in entry.course.audiences],
        "tools": tool_entries([one.tool for one in taught.order_by("position", "pk")], reader_language()),
        "credits": credits_of(entry.course.content),
        "attempts": attempts,
        "passed": next((one for one in attempts if one.passed), None),
        "pulse": pulse_of(entry.course.content),
        "pulse_minimum": MINIMUM,
        "may_say": entry.is_finished and may_say(request.user, entry.course.content),
        "may_curate": request.user.has_role(*CONTENT_KEEPERS),
        "may_see_history": request.user.has_role(*CONTENT_WATCHERS),
    }
    return render(request, "training/course_detail.html", context)


def _handed_in(entry: Entry) -> list[QuizAttempt]:
    if entry.enrolment is None:
        return []
    handed_in = entry.enrolment.attempts.filter(submitted_at__isnull=False).select_related("edition")
    return list(handed_in.order_by("-submitted_at"))


@requires(WRITER)
@require_POST
def course_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin the course and go to its first lesson, or to where one was."""
    enrol(course=_course(slug), by=request.user)
    return redirect(_entry(request, slug).next_url)


@requires(MEMBER)
@require_safe
def lesson_detail(request: SignedInRequest, slug: str, lesson: str) -> HttpResponse:
    """One lesson, to read; open to those who only look as well."""
    entry = _entry(request, slug)
    place = _place(entry, lesson)
    step = entry.steps[place]
    if entry.enrolment is not None:
        see_lesson(enrolment=entry.enrolment, lesson=step.lesson)
    note_event(user=request.user, kind="view", content_id=step.lesson.content_id)
    found = passages(_live(step.lesson.content), reader_language())
    context = {
        "entry": entry,
        "step": step,
        "number": place + 1,
        "body": body(found),
        "is_translated": is_translated(body(found)),
        "may_curate": request.user.has_role(*CONTENT_KEEPERS),
        "previous": entry.steps[place - 1] if place else None,
        "following": entry.steps[place + 1] if place + 1 < len(entry.steps) else None,
    }
    return render(request, "training/lesson_detail.html", context)


def _place(entry: Entry, lesson: str) -> int:
    """Which lesson of the course has this address; 404 where none has."""
    slugs = [step.lesson.content.slug for step in entry.steps]
    if lesson not in slugs:
        raise Http404
    return slugs.index(lesson)


@requires(WRITER)
@require_POST
def lesson_finish(request: SignedInRequest, slug: str, lesson: str) -> HttpResponse:
    """The lesson is done; on to what comes next. Who had not begun the course has now."""
    entry = _entry(request, slug)
    place = _place(entry, lesson)
    finish_lesson(enrolment=enrol(course=entry.course, by=request.user), lesson=entry.steps[place].lesson)
    if place + 1 < len(entry.steps):
        return redirect(entry.steps[place + 1].url)
    return redirect("quiz_take", slug) if entry.question_count else redirect(entry.course)


@requires(WRITER)
@require_POST
def quiz_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a try at the quiz, or go on with the one begun."""
    course = _course(slug)
    if not has_questions(_live(course.content)):
        raise Http404
    start_attempt(enrolment=enrol(course=course, by=request.user))
    return redirect("quiz_take", slug)


@requires(WRITER)
@require_http_methods(["GET", "POST"])
def quiz_take(request: SignedInRequest, slug: str) -> HttpResponse:
    """The quiz on one page, of the edition on which the try was begun; before that, what awaits one."""
    entry = _entry(request, slug)
    attempts = QuizAttempt.objects.filter(enrolment__user=request.user, enrolment__course=entry.course)
    if request.method == "POST" and (handed_in := _handed_in_before(request, attempts)):
        return redirect("quiz_result", slug, handed_in.public_id)
    attempt = attempts.filter(submitted_at__isnull=True).select_related("edition__content").first()
    quiz = quiz_of((attempt.edition if attempt else None) or entry.edition)
    if not quiz.questions:
        raise Http404
    if request.method == "POST" and attempt is None:
        attempt = start_attempt(enrolment=enrol(course=entry.course, by=request.user))
    form = QuizForm(request.POST or None, questions=quiz.questions)
    if request.method == "POST" and attempt is not None and form.is_valid():
        submitted = submit_attempt(attempt=attempt, chosen=form.chosen())
        return redirect("quiz_result", slug, submitted.public_id)
    context = {
        "entry": entry,
        "attempt": attempt,
        "form": form,
        "quiz": quiz,
        "has_changed": quiz.edition.pk != entry.edition.pk,
    }
    return render(request, "training/quiz_take.html", context)


def _handed_in_before(request: SignedInRequest, attempts: QuerySet[QuizAttempt]) -> QuizAttempt | None:
    """The try this form belongs to, if it was handed in already, in another tab or by a second click."""
    return attempts.filter(public_id=request.POST.get("attempt", ""), submitted_at__isnull=False).first()


@requires(MEMBER)
@require_safe
def quiz_result(request: SignedInRequest, slug: str, attempt: str) -> HttpResponse:
    """What one try gave, and what every answer teaches. Only one's own."""
    entry = _entry(request, slug)
    own = QuizAttempt.objects.filter(
        enrolment__user=request.user, enrolment__course=entry.course, submitted_at__isnull=False
    )
    found = get_object_or_404(own.select_related("edition__content"), public_id=attempt)
    quiz = quiz_of(found.edition or entry.edition)
    answered = review(found, quiz.questions)
    context = {
        "entry": entry,
        "attempt": found,
        "reviews": answered,
        "right": sum(one.is_right for one in answered),
        "quiz": quiz,
        "has_changed": quiz.edition.pk != entry.edition.pk,
    }
    return render(request, "training/quiz_result.html", context)


def _live(content: Content) -> Edition:
    return live_editions([content.pk])[0]
