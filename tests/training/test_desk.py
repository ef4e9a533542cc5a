"""Courses on the curators' desk: written, looked at, published and translated, and what that means for learners."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coe_hub.people.models import User
from coe_hub.publishing.actions import on_the_desk, published
from tests.cast import Cast
from tests.factories import make_user
from tests.training.data import RIGHT, make_course
from training.actions import enrol, finish_lesson, start_attempt, submit_attempt
from training.models import Course, Enrolment, LearningRecord, QuizAttempt
from training.quiz import quiz_of

SignIn = Callable[..., Client]
BASICS = ["course", "basics"]
QUIZ = "/training/basics/quiz/"


@pytest.fixture
def author(cast: Cast, sign_in: SignIn) -> Client:
    """The browser of the curator who wrote the course."""
    return sign_in(cast.curator)


@pytest.fixture
def other(sign_in: SignIn) -> Client:
    """The browser of another curator, who approves."""
    return sign_in(make_user("Otto Other", roles=["curator"]))


def _typed(client: Client, page: str, **changes: Any) -> dict[str, Any]:
    form = client.get(page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in {None, False}} | changes


def _write(client: Client, args: list[str], **changes: Any) -> None:
    page = reverse("training_edit", args=args)
    assert client.post(page, _typed(client, page, **changes)).status_code == 302


def _ask(client: Client, slug: str, key: str, **changes: Any) -> Any:
    page = reverse("question_edit", args=[slug, key])
    return client.post(page, _typed(client, page, **changes))


def _publish(client: Client, args: list[str], course: Course) -> None:
    content = course.content if args[0] == "course" else course.lessons.get(content__slug=args[1]).content
    draft = on_the_desk(content)
    client.post(reverse("training_move", args=args), {"step": "publish", "version": draft.version})
    draft.refresh_from_db()
    assert draft.state == "published"


NEW = {
    "text": "Nora does not answer. What now?",
    "answer-a": "Wait.",
    "feedback-a": "She waits too.",
    "answer-b": "Ring her up.",
    "right-b": "on",
    "feedback-b": "Yes.",
}


def test_a_course_is_begun_written_and_published_with_lesson_and_quiz(
    author: Client, other: Client, learner: Client
) -> None:
    facts = {
        "title": "Ringing up",
        "purpose": "When a call is better.",
        "toolkit": "research",
        "minutes": "10",
        "audiences": ["scientist"],
    }
    begun = author.post(reverse("course_create"), facts)
    assert begun["Location"] == reverse("training_edit", args=["course", "ringing-up"])
    course = Course.objects.get(content__slug="ringing-up")
    assert learner.get(course.get_absolute_url()).status_code == 404
    author.post(reverse("lesson_create", args=["ringing-up"]), {"title": "Why a call", "minutes": "4"})
    _write(author, ["lesson", "why-a-call"], new_kind="text", new_text="A call is **heard**.")
    _ask(author, "ringing-up", "new", **NEW)
    _write(author, ["course", "ringing-up"], pass_mark="100")
    _publish(other, ["lesson", "why-a-call"], course)
    _publish(other, ["course", "ringing-up"], course)
    course.refresh_from_db()
    page = learner.get(course.get_absolute_url())
    entry = page.context["entry"]
    assert ([step.title for step in entry.steps], entry.question_count, course.pass_mark) == (["Why a call"], 1, 100)
    assert "A call is <strong>heard</strong>." in learner.get(entry.steps[0].url).content.decode()
    quiz = quiz_of(published(course.content), "en")
    assert [(one.text, [option.is_correct for option in one.options]) for one in quiz.questions] == [
        ("Nora does not answer. What now?", [False, True])
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"right-b": ""}, "A question needs two answers or more, and a right one among them."),
        ({"answer-b": "", "feedback-b": ""}, "A question needs two answers or more, and a right one among them."),
        ({"right-a": "on"}, "Where one answer is chosen, exactly one is right."),
        ({"feedback-a": ""}, "Each answer needs its words and what it teaches."),
        ({"text": "(x) Which?"}, "A line of the question begins like an answer. Begin it with a word."),
    ],
)
def test_a_question_that_is_none_is_refused_and_kept(
    changes: dict[str, str], told: str, course: Course, author: Client
) -> None:
    form = _ask(author, "basics", "new", **NEW | changes).context["form"]
    assert form.non_field_errors() == [told]
    assert form["answer-a"].value() == "Wait."
    assert on_the_desk(course.content) is None


def test_an_author_does_not_approve_alone_and_the_approver_reads_what_changed(
    course: Course, author: Client, other: Client
) -> None:
    _write(author, BASICS, **{"lesson-basics-lesson-2": "1", "pass_mark": "50", "change_note": "Easier"})
    _ask(author, "basics", "case", **{"feedback-a": "Because it is late."})
    preview = reverse("training_preview", args=BASICS)
    assert author.get(preview).context["may_publish"] is False
    found = other.get(preview).context["differences"]
    assert [(one.name, one.change.value) for one in found] == [
        ("How the course runs", "changed"),
        ("Question of the quiz: What about case? (en)", "changed"),
    ]
    words = "".join(piece.text for piece in found[0].pieces if piece.state != "gone")
    assert words == "Passed with 50%\n1. Lesson 2 of basics\n2. Lesson 1 of basics"
    _publish(other, BASICS, course)
    course.refresh_from_db()
    slugs = list(course.lessons.in_order().values_list("content__slug", flat=True))
    assert (slugs, course.pass_mark) == (["basics-lesson-2", "basics-lesson-1"], 50)


def _new_edition(author: Client, other: Client, course: Course) -> None:
    """The first question has another right answer, in another place; the last is gone."""
    changes = {"right-a": "on", "right-b": "", "answer-a": "case 1 (en)", "answer-b": "case 0 (en)"}
    _ask(author, "basics", "case", **changes)
    _write(author, BASICS, **{"drop-last": "on", "change_note": "The case was wrong"})
    _publish(other, BASICS, course)


def test_whoever_is_in_the_middle_keeps_lessons_and_answers(
    cast: Cast, course: Course, learner: Client, author: Client, other: Client
) -> None:
    learner.post("/training/basics/lessons/basics-lesson-1/finish/")
    learner.post(f"{QUIZ}start/")
    attempt = QuizAttempt.objects.get()
    _new_edition(author, other, course)
    entry = learner.get("/training/basics/").context["entry"]
    assert (entry.edition.number, entry.done_count, entry.next_step.title) == (2, 1, "Lesson 2 of basics")
    page = learner.get(QUIZ)
    assert [question.key for question in page.context["form"].questions] == ["case", "one", "some", "last"]
    assert "You go on with edition 1" in page.content.decode()
    result = learner.post(QUIZ, {"attempt": attempt.public_id, **RIGHT})["Location"]
    attempt.refresh_from_db()
    assert (attempt.score, attempt.edition.number) == (100, 1)
    assert "You took edition 1, and your result stands." in learner.get(result).content.decode()
    learner.post(f"{QUIZ}start/")
    again = learner.get(QUIZ).context
    assert ([one.key for one in again["form"].questions], again["has_changed"]) == (["case", "one", "some"], False)


def _passed(user: User, course: Course) -> Enrolment:
    enrolment = enrol(course=course, by=user)
    for lesson in course.lessons.all():
        finish_lesson(enrolment=enrolment, lesson=lesson)
    chosen = {"case": {"b"}, "one": {"a"}, "some": {"a", "b"}, "last": {"b"}}
    submit_attempt(attempt=start_attempt(enrolment=enrolment), chosen=chosen)
    enrolment.refresh_from_db()
    return enrolment


def test_a_pass_stays_a_pass_and_says_of_which_edition(
    cast: Cast, course: Course, learner: Client, author: Client, other: Client
) -> None:
    finished = _passed(cast.stranger, course).finished_at
    before = list(LearningRecord.objects.order_by("pk").values())
    _new_edition(author, other, course)
    page = learner.get("/training/basics/")
    assert (page.context["entry"].is_quiz_passed, page.context["entry"].enrolment.finished_at) == (True, finished)
    html = " ".join(page.content.decode().split())
    assert "You passed on edition 1, and it stays passed. Edition 2 is out since." in html
    assert "The case was wrong" in html
    record = learner.get("/training/record/").content.decode()
    assert "Quiz passed · 100% · Edition 1" in record
    assert "Edition 2 is out since; this stays as it is." in record
    assert list(LearningRecord.objects.order_by("pk").values()) == before
    submit_attempt(
        attempt=start_attempt(enrolment=Enrolment.objects.get()),
        chosen={"case": {"a"}, "one": {"a"}, "some": {"a", "b"}},
    )
    passes = LearningRecord.objects.filter(event="quiz_passed").order_by("pk")
    assert list(passes.values_list("course_edition", "score")) == [(1, 100), (2, 100)]


def test_a_new_lesson_is_one_step_more_for_who_is_in_the_middle_and_none_for_who_is_done(
    cast: Cast, course: Course, learner: Client, author: Client, other: Client
) -> None:
    _passed(cast.stranger, course)
    author.post(reverse("lesson_create", args=["basics"]), {"title": "One more", "minutes": "5"})
    entry = learner.get("/training/basics/").context["entry"]
    assert (len(entry.steps), entry.is_finished) == (2, True)
    _write(author, ["lesson", "one-more"], new_kind="text", new_text="More.", minutes="7")
    _publish(other, ["lesson", "one-more"], course)
    entry = learner.get("/training/basics/").context["entry"]
    assert (len(entry.steps), entry.steps[2].lesson.minutes, entry.is_finished) == (3, 7, True)


def _translated(client: Client, page: str, **texts: str) -> dict[str, str]:
    form = client.get(page).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if not name.startswith("fresh-")}
    return shown | {f"text-{key}": text for key, text in texts.items()}


def test_a_question_is_translated_with_its_answers(
    cast: Cast, course: Course, learner: Client, author: Client, other: Client
) -> None:
    _new_edition(author, other, course)
    page = reverse("training_translate", args=[*BASICS, "ja"])
    rows = author.get(page).context["form"].rows()
    assert [row["passage"].key for row in rows if row["passage"].state == "outdated"] == ["case"]
    cast.stranger.language = "ja"
    cast.stranger.save()
    learner.post(f"{QUIZ}start/")
    asked = {one.key: one.text for one in learner.get(QUIZ).context["form"].questions}
    assert asked["case"] == "What about case? (en)"  # the former translation may have had other answers
    wrong = "どうしますか。\n\n( ) 待つ\n> だめ\n(x) 電話\n> はい"
    form = author.post(page, _translated(author, page, case=wrong)).context["form"]
    assert form.errors["text-case"] == ["Keep the answers of the original, in their order and with their marks."]
    right = "どうしますか。\n\n(x) 電話\n> はい\n( ) 待つ\n> だめ"
    assert author.post(page, _translated(author, page, case=right)).status_code == 302
    asked = {one.key: one for one in learner.get(QUIZ).context["form"].questions}
    assert (asked["case"].text, [one.text for one in asked["case"].options]) == ("どうしますか。", ["電話", "待つ"])
    waiting = other.get(page).context
    other.post(page, dict(waiting["approvals"]) | {"approve": "1"})
    assert course.content.translations.get(key="case", language="ja").approved_by is not None


def test_a_search_tells_no_answer(course: Course, learner: Client) -> None:
    page = learner.get("/search/?q=why+some").content.decode()
    assert "/training/basics/" not in page


def test_a_lesson_is_retired_and_given_back(course: Course, author: Client, learner: Client) -> None:
    args = ["lesson", "basics-lesson-1"]
    page = reverse("training_retire", args=args)
    author.post(page, _typed(author, page, reason="Said in the second one."))
    assert [step.title for step in learner.get("/training/basics/").context["entry"].steps] == ["Lesson 2 of basics"]
    assert [row.title for row in author.get(reverse("course_desk")).context["retired"]] == ["Lesson 1 of basics"]
    author.post(reverse("training_give_back", args=args))
    assert len(learner.get("/training/basics/").context["entry"].steps) == 2


@pytest.mark.parametrize("title", ["Basics", "Desk", "日本語"])
def test_a_title_that_gives_no_free_address_is_refused(title: str, course: Course, author: Client) -> None:
    facts = {"title": title, "purpose": "p", "toolkit": "research", "minutes": "5", "audiences": ["executive"]}
    form = author.post(reverse("course_create"), facts).context["form"]
    assert list(form.errors) == ["title"]
    assert form["purpose"].value() == "p"


def test_what_holds_at_once_is_changed_without_an_edition(cast: Cast, course: Course, author: Client) -> None:
    page = reverse("course_facts", args=["basics"])
    form = author.get(page).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"minutes": "25", "co_owner": "Otto Zwei"}
    make_user("Otto Zwei")
    assert author.post(page, data)["Location"] == reverse("training_edit", args=BASICS)
    course.refresh_from_db()
    assert (course.minutes, course.content.co_owner.display_name, on_the_desk(course.content)) == (
        25,
        "Otto Zwei",
        None,
    )
    assert author.post(page, data).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_often_for_three_courses_as_for_one(
    count: int, cast: Cast, author: Client, tmp_path: Any, django_assert_num_queries: Callable
) -> None:
    for number in range(count):
        make_course(tmp_path, f"course-{number}", by=cast.curator, lessons=count)
    author.get(reverse("course_desk"))
    with django_assert_num_queries(5):
        page = author.get(reverse("course_desk"))
    assert [row.title for row in page.context["rows"]][: 1 + count] == [
        "Course course-0 (en)",
        *[f"Lesson {place} of course-0" for place in range(1, count + 1)],
    ]
