"""A scientist in Tokyo: the minutes for this week's meeting, filled in; a lesson on the train; a quiz in a tunnel."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from docx import Document
from playwright.sync_api import Download, Page, expect

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from coe_hub.people.models import User
from tests import databases
from tests.browser.steps import follow, ja, press, see
from tests.factories import SINCE, make_alliance, make_organisation, make_person, make_user
from training import starter
from training.models import LearningRecord

pytestmark = pytest.mark.browser

NAME = "ケストレル × 北風: KRAS分解誘導薬の共同研究"
PARTNER = "ノースウィンド・バイオテック"
MINUTES = "議事録と記録しておくこと"
COURSE = "partnering-fundamentals-for-scientists"
COURSE_NAME = "研究者のためのアライアンス基礎"


def load_starter_content() -> None:
    """The tools and courses a hub begins with, and the two curators they need."""
    make_user("Cora Curator", roles=["curator"])
    make_user("Otto Other", roles=["curator"])
    for command in ("load_tools", "load_courses"):
        call_command(command, stdout=io.StringIO())


@pytest.fixture
def aiko(words: None) -> User:
    """A scientist whose pages are Japanese, on a hub with the starter tools and courses."""
    databases.world("starter", load_starter_content)
    return make_user(
        "Aiko Nakamura", family_name="中村", given_name="愛子", latin_name="Aiko Nakamura",
        account={"language": "ja", "time_zone": "Asia/Tokyo"},
    )  # fmt: skip


@pytest.fixture
def hers(aiko: User) -> Alliance:
    """Her running research alliance with one partner."""
    make_organisation("Northwind Biotech", local_name=PARTNER)
    return make_alliance(NAME, by=aiko)


@pytest.fixture
def page(visit: Callable[..., Page], aiko: User, hers: Alliance) -> Page:
    """Her browser, on Today."""
    return visit(aiko, locale="ja-JP", timezone_id="Asia/Tokyo")


def words_of(download: Download) -> str:
    """Every word of a Word file, its tables included."""
    document = Document(download.path())
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def is_filled_in(download: Download) -> None:
    """The file is the minutes with the names of her alliance, and nothing is left for a program to fill."""
    assert Path(download.suggested_filename).suffix == ".docx"
    words = words_of(download)
    assert MINUTES in words
    assert NAME in words
    assert PARTNER in words
    assert [mark for mark in "{}" if mark in words] == []


def test_minutes_are_one_click_from_today(page: Page) -> None:
    panel = page.get_by_role("complementary")
    with page.expect_download() as started:
        panel.get_by_role("link", name=ja("Download filled in")).filter(has_text=MINUTES).click()
    is_filled_in(started.value)


def test_right_tool_is_read_two_clicks_from_today(page: Page) -> None:
    follow(page, ja("All tools for this alliance"))
    page.get_by_role("main").get_by_role("link", name=MINUTES, exact=True).click()
    see(page, MINUTES)


def test_minutes_are_found_in_the_toolkits_and_filled_in(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name=ja("Toolkits")).click()
    follow(page, MINUTES)
    see(page, MINUTES)
    with page.expect_download() as started:
        page.get_by_role("complementary").get_by_role("link", name=NAME).click()
    is_filled_in(started.value)


def test_lesson_quiz_in_a_tunnel_and_the_record(page: Page, aiko: User) -> None:
    expect(page.get_by_role("heading", name=ja("A course for you"))).to_be_visible()
    follow(page, COURSE_NAME)
    see(page, COURSE_NAME)
    press(page, ja("Start the course"))
    first = page.get_by_role("heading", level=1).inner_text()
    page.context.set_offline(True)
    press(page, ja("Done, next lesson"))
    expect(page.locator("#messages")).to_contain_text(
        ja("The hub cannot be reached. What you typed is still here; try again in a moment.")
    )
    page.context.set_offline(False)
    press(page, ja("Done, next lesson"))

    page.goto("/")
    side = page.get_by_role("complementary")
    expect(side.get_by_role("progressbar")).to_have_attribute("value", "1")
    side.get_by_role("link", name=ja("Continue")).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)

    page.goto(f"/training/{COURSE}/quiz/")
    press(page, ja("Begin the quiz"))
    answers = json.loads((starter.FOLDER / COURSE / "quiz.json").read_text(encoding="utf-8"))["questions"]
    for question in answers:
        for option in (one["id"] for one in question["options"] if one["correct"]):
            page.locator(f"input[name='question-{question['id']}'][value='{option}']").check()
        if question is answers[2]:
            page.context.set_offline(True)
    press(page, ja("Hand in"))
    lost = ja("There is no connection. Your answers are kept on this device; hand them in when you are back.")
    expect(page.get_by_text(lost)).to_be_visible()
    page.close()

    context = page.context
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"/training/{COURSE}/quiz/")
    expect(page.get_by_text(ja("Your answers from before were put back."))).to_be_visible()
    press(page, ja("Hand in"))
    see(page, ja("Passed with %(score)s%%") % {"score": 100})

    page.goto("/training/record/")
    record = page.get_by_role("main")
    expect(record).to_contain_text(first)
    expect(record).to_contain_text(ja("Quiz passed"))
    events = LearningRecord.objects.filter(user=aiko).order_by("pk").values_list("event", "score")
    assert list(events) == [("enrolled", None), ("lesson_done", None), ("quiz_passed", 100)]


def look_for(page: Page, text: str) -> None:
    """From wherever she is."""
    page.keyboard.press("/")
    page.get_by_role("searchbox", name=ja("Search the hub")).fill(text)
    page.keyboard.press("Enter")
    see(page, ja("Found for “%(q)s”") % {"q": text})


def test_a_sentence_a_tool_and_a_colleague_are_found(page: Page, aiko: User, hers: Alliance) -> None:
    write_entry(alliance=hers, kind="call", text="Lot 14 thawed on its way to Sendai.", happened_on=SINCE, by=aiko)
    make_person("Ken Ito", about="Ten years of cryo-EM on membrane proteins.")

    look_for(page, "thawed Sendai")
    follow(page, NAME)
    expect(page.locator(".entry-text").get_by_text("Lot 14 thawed on its way to Sendai.")).to_be_visible()

    look_for(page, "チャーター")
    page.get_by_role("main").get_by_role("link").filter(has_text="1枚にまとめる提携憲章").first.click()
    see(page, "1枚にまとめる提携憲章")

    look_for(page, "cryo-EM")
    follow(page, "Ken Ito")
    see(page, "Ken Ito")


def test_minutes_are_found_by_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("議事録")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link").filter(has_text="議事録").first.click()
    see(page, MINUTES)
    with page.expect_download() as started:
        page.get_by_role("complementary").get_by_role("link", name=NAME).click()
    is_filled_in(started.value)
