"""The desk in a browser: a tool with every kind of part, a course with its quiz, and a learner in the middle of one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from coe_hub.people.models import User
from tests.browser.axe import violations
from tests.browser.steps import field, follow, ja, press, see, told
from tests.browser.watching import too_wide
from tests.factories import make_user
from tests.training.data import make_course
from training.models import LearningRecord, QuizAttempt

pytestmark = pytest.mark.browser


@pytest.fixture
def cora(words: None) -> User:
    """Writes."""
    return make_user("Cora Curator", roles=["curator"])


@pytest.fixture
def otto(words: None) -> User:
    """Approves."""
    return make_user("Otto Other", roles=["curator"])


def _add(page: Page, kind: str, text: str, *, place: str = "") -> None:
    field(page, "Kind").select_option(label=kind)
    if place:
        page.get_by_label("Place in the order: Add a part").fill(place)
    field(page, "Text").fill(text)
    press(page, "Save on the desk")
    told(page, "Saved on the desk.")


def _parts(page: Page) -> list[str]:
    """What the parts are called, from top to bottom."""
    labels = page.locator("fieldset.part").locator("> legend, > .field:first-child > label.form-label")
    return [text.replace("optional", "").strip() for text in labels.all_inner_texts()]


def test_a_tool_is_written_in_any_order_and_the_approver_sees_what_changed(
    visit: Callable[..., Page], cora: User, otto: User
) -> None:
    author, approver, reader = visit(cora), visit(otto), visit(make_user("Rita Reader"))
    author.goto("/toolkits/desk/")
    author.get_by_role("link", name="Begin a tool").first.click()
    field(author, "Title in English").fill("Decision log")
    field(author, "What it is for, in one line").fill("Find what was decided.")
    author.get_by_label("Running", exact=True).check()
    press(author, "Begin")
    _add(author, "Text", "Write the **decision** first.")
    _add(author, "Table", "| What | Who |\n|---|---|\n| Dose | Nora |")
    _add(author, "Fields to fill in", "Alliance: {alliance}", place="1")
    follow(author, "Add a worksheet")
    field(author, "Name of the sheet").fill("Decisions")
    author.get_by_label("New column: Name", exact=True).first.fill("Decided on")
    author.get_by_label("New column: Kind").first.select_option(label="Date")
    author.get_by_label("New column: Name", exact=True).nth(1).fill("Open until")
    author.get_by_label("New column: Kind").nth(1).select_option(label="Formula")
    author.get_by_label("New column: Formula").nth(1).fill("[Nowhere]+30")
    press(author, "Save on the desk")
    expect(author.get_by_text("its formula names a column “Nowhere” that is not there.")).to_be_visible()
    assert violations(author, "worksheet") == []
    author.get_by_label("New column: Formula").nth(1).fill("[Decided on]+30")
    press(author, "Save on the desk")
    told(author, "Saved on the desk.")
    author.get_by_label("Place in the order: Worksheet: Decisions").fill("2")
    field(author, "When to use it").fill("After each meeting.")
    press(author, "Save on the desk")
    told(author, "Saved on the desk.")
    assert _parts(author) == [
        "Fields to fill in: Alliance",
        "Worksheet: Decisions",
        "Text: Write the decision first.",
        "Table: What Who",
        "Add a part",
    ]
    assert violations(author, "the desk") == []
    follow(author, "Preview and publish")
    press(author, "Ask for a second look")

    approver.goto("/toolkits/desk/decision-log/preview/")
    expect(approver.get_by_text("After each meeting.")).to_be_visible()
    follow(approver, "Try it out first")
    field(approver, "What to find out").fill("Is it short enough?")
    press(approver, "Try it out")
    expect(approver.get_by_text("Readers see no edition yet: name at least one person")).to_be_visible()
    approver.locator("input[name=people]").first.fill("Rita Reader")
    press(approver, "Try it out")
    told(approver, "Being tried out. Give people its address; what they say stands here.")
    reader.goto("/toolkits/")
    follow(reader, "Decision log")
    expect(reader.get_by_text("Is it short enough?")).to_be_visible()
    press(approver, "Approve and publish")

    author.goto("/toolkits/desk/decision-log/")
    field(author, "Text: Write the decision first.").fill("Write the **dissent** first.")
    field(author, "Table: What Who").fill("")
    field(author, "What changed").fill("Dissent counts.")
    press(author, "Save on the desk")
    follow(author, "Preview and publish")
    press(author, "Ask for a second look")
    approver.goto("/toolkits/desk/decision-log/preview/")
    changes = approver.locator("#changes")
    expect(changes.get_by_role("listitem")).to_have_count(2)
    text = changes.get_by_role("listitem").filter(has_text="Text: Write the dissent first.")
    expect(text.locator("del")).to_have_text("**decision**")
    expect(text.locator("ins")).to_have_text("**dissent**")
    expect(changes.get_by_role("listitem").filter(has_text="Table: What Who")).to_contain_text("Taken out")
    assert violations(approver, "what changed") == []
    assert too_wide(approver) == ""
    press(approver, "Approve and publish")
    see(approver, "Decision log")


def _answer(page: Page, number: int, text: str, teaches: str, *, right: bool = False) -> None:
    page.get_by_label(f"Answer {number}", exact=True).fill(text)
    page.get_by_label(f"What Answer {number} teaches").fill(teaches)
    if right:
        page.get_by_label(f"Answer {number} is right").check()


def test_a_small_course_is_written_approved_taken_and_translated(
    visit: Callable[..., Page], cora: User, otto: User
) -> None:
    author, approver, learner = visit(cora), visit(otto), visit(make_user("Lena Learner"))
    author.goto("/training/desk/")
    author.get_by_role("link", name="Begin a course").first.click()
    field(author, "Title in English").fill("Ringing up")
    field(author, "What it is for, in one line").fill("When a call is better than a mail.")
    author.get_by_label("for scientists").check()
    press(author, "Begin")
    follow(author, "Begin a lesson")
    field(author, "Title in English").fill("Why a call")
    press(author, "Begin")
    _add(author, "Text", "A call is **heard**.")
    follow(author, "Preview and publish")
    press(author, "Ask for a second look")
    author.goto("/training/desk/course/ringing-up/")
    follow(author, "Add a question")
    field(author, "What is asked").fill("Nora does not answer your mail. What now?")
    _answer(author, 1, "Write again.", "She has one mail more.")
    _answer(author, 2, "Ring her up.", "Yes. A call settles it.")
    press(author, "Save on the desk")
    expect(author.get_by_text("A question needs two answers or more, and a right one among them.")).to_be_visible()
    author.get_by_label("Answer 2 is right").check()
    assert violations(author, "a question") == []
    press(author, "Save on the desk")
    told(author, "Saved on the desk.")
    follow(author, "Preview and publish")
    press(author, "Ask for a second look")
    for address in ("lesson/why-a-call", "course/ringing-up"):
        approver.goto(f"/training/desk/{address}/preview/")
        assert violations(approver, f"preview of {address}") == []
        press(approver, "Approve and publish")

    learner.goto("/training/")
    follow(learner, "Ringing up")
    press(learner, "Start the course")
    press(learner, "Done, on to the quiz")
    press(learner, "Begin the quiz")
    learner.get_by_label("Ring her up.").check()
    press(learner, "Hand in")
    see(learner, "Passed with 100%")
    expect(learner.get_by_text("Yes. A call settles it.")).to_be_visible()

    translator = visit(make_user("Yuki Mori", account={"language": "ja"}), locale="ja-JP")
    translator.goto("/training/ringing-up/")
    follow(translator, ja("Translate"))
    boxes = translator.locator("textarea")
    boxes.nth(0).fill("電話をかける")
    boxes.nth(2).fill("返事が来ません。どうしますか。\n\n(x) もう一度書く\n> だめ\n( ) 電話する\n> はい")
    press(translator, ja("Save the translation"))
    expect(
        translator.get_by_text(ja("Keep the answers of the original, in their order and with their marks."))
    ).to_be_visible()
    boxes.nth(2).fill("返事が来ません。どうしますか。\n\n( ) もう一度書く\n> だめ\n(x) 電話する\n> はい")
    press(translator, ja("Save the translation"))
    told(translator, ja("Saved. It is shown at once and waits for another's look."))
    translator.goto("/training/ringing-up/quiz/")
    press(translator, ja("Begin the quiz"))
    expect(translator.get_by_label("電話する")).to_be_visible()
    assert too_wide(translator) == ""
    approver.goto("/training/desk/course/ringing-up/translate/ja/")
    press(approver, "Approve 2 parts")
    told(approver, "2 parts approved.")


def test_a_learner_in_the_middle_keeps_place_and_answers(
    visit: Callable[..., Page], cora: User, otto: User, tmp_path: Path
) -> None:
    make_course(tmp_path, by=cora)
    learner, author, approver = visit(make_user("Lena Learner")), visit(cora), visit(otto)
    learner.goto("/training/basics/lessons/basics-lesson-1/")
    press(learner, "Done, next lesson")
    learner.goto("/training/basics/quiz/")
    press(learner, "Begin the quiz")
    learner.get_by_label("case 1 (en)").check()
    learner.get_by_label("one 0 (en)").check()

    author.goto("/training/desk/course/basics/questions/case/")
    author.get_by_label("Answer 1", exact=True).fill("case 1 (en)")
    author.get_by_label("Answer 2", exact=True).fill("case 0 (en)")
    author.get_by_label("Answer 1 is right").check()
    author.get_by_label("Answer 2 is right").uncheck()
    press(author, "Save on the desk")
    field(author, "What changed").fill("The answers changed places")
    press(author, "Save on the desk")
    follow(author, "Preview and publish")
    press(author, "Ask for a second look")
    approver.goto("/training/desk/course/basics/preview/")
    expect(approver.get_by_text("Whoever passed on a former edition stays passed")).to_be_visible()
    press(approver, "Approve and publish")

    learner.goto("/training/basics/")
    expect(learner.get_by_text("1 of 3 steps done").first).to_be_visible()
    learner.goto("/training/basics/quiz/")
    expect(learner.get_by_text("You go on with edition 1, and your answers are kept")).to_be_visible()
    expect(learner.get_by_label("case 1 (en)")).to_be_checked()
    expect(learner.get_by_label("one 0 (en)")).to_be_checked()
    learner.get_by_label("some 0 (en)").check()
    learner.get_by_label("some 1 (en)").check()
    learner.get_by_label("last 1 (en)").check()
    press(learner, "Hand in")
    see(learner, "Passed with 100%")
    assert (QuizAttempt.objects.get().edition.number, LearningRecord.objects.filter(score=100).count()) == (1, 1)
    learner.goto("/training/basics/")
    expect(learner.get_by_text("You passed on edition 1, and it stays passed. Edition 2 is out since.")).to_be_visible()
    learner.goto("/training/record/")
    expect(learner.get_by_text("Quiz passed · 100% · Edition 1")).to_be_visible()


def test_an_answer_given_before_the_script_had_come_is_kept(
    visit: Callable[..., Page], cora: User, tmp_path: Path
) -> None:
    make_course(tmp_path, by=cora)
    page = visit(make_user("Lena Learner"))
    late: list[Route] = []
    page.route("**/training/quiz*.js", lambda route: late.append(route))
    page.goto("/training/basics/quiz/")
    press(page, "Begin the quiz")
    page.wait_for_function("document.readyState !== 'loading'")
    page.get_by_label("case 1 (en)").check()
    while not late:
        page.wait_for_timeout(50)
    for one in late:
        one.continue_()
    page.unroute("**/training/quiz*.js")
    page.get_by_label("one 0 (en)").check()
    page.reload()
    expect(page.get_by_label("case 1 (en)")).to_be_checked()
    expect(page.get_by_label("one 0 (en)")).to_be_checked()
