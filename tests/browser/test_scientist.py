"""A scientist in Japan who also manages an alliance: a few minutes a week, in Japanese."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.people.models import User
from tests.browser.steps import day, follow, ja, press, see, told
from tests.factories import make_alliance, make_organisation, make_user

pytestmark = pytest.mark.browser

NAME = "ケストレル × 北風: KRAS分解誘導薬の共同研究"


@pytest.fixture
def aiko(words: None) -> User:
    """A scientist whose pages are Japanese."""
    return make_user(
        "Aiko Nakamura",
        family_name="中村",
        given_name="愛子",
        latin_name="Aiko Nakamura",
        account={"language": "ja", "time_zone": "Asia/Tokyo"},
    )


@pytest.fixture
def due(aiko: User) -> Alliance:
    """Her alliance, not reviewed for five months."""
    make_organisation("Northwind Biotech", local_name="ノースウィンド・バイオテック")
    started = timezone.localdate() - timedelta(days=150)
    return make_alliance(NAME, by=aiko, stage_since=started, starts_on=started)


def test_scientist_does_a_due_review_from_today(visit: Callable[..., Page], aiko: User, due: Alliance) -> None:
    page = visit(aiko, locale="ja-JP", timezone_id="Asia/Tokyo")
    expect(page.get_by_role("navigation").get_by_role("link", name="今日")).to_have_attribute("aria-current", "page")
    expect(page.locator("html")).to_have_attribute("lang", "ja")

    page.get_by_role("listitem").filter(has_text=NAME).get_by_role("link", name=ja("Do the review")).click()
    see(page, ja("How does it stand?"))
    page.get_by_label(ja("Watch"), exact=True).check()
    page.get_by_label(ja("What you saw")).fill("データの引き渡しが遅れている。来週、担当者と話す。")
    press(page, ja("Review done"))

    see(page, NAME)
    today = timezone.localdate(timezone=ZoneInfo("Asia/Tokyo"))
    due.refresh_from_db()
    assert due.last_reviewed_on == today
    assert due.next_review_on > today + timedelta(days=85)
    told(page, ja("Review written down. The next one is due on %(date)s.") % {"date": day(due.next_review_on, "ja")})
    expect(page.get_by_text("データの引き渡しが遅れている。")).to_be_visible()

    page.get_by_role("navigation").get_by_role("link", name="今日").click()
    see(page, ja("Nothing is waiting for you"))


def test_scientist_writes_a_line_and_corrects_it(visit: Callable[..., Page], aiko: User, due: Alliance) -> None:
    page = visit(aiko, locale="ja-JP", timezone_id="Asia/Tokyo")
    page.get_by_role("table").get_by_role("link", name=NAME).click()
    page.get_by_label(ja("what happened")).fill("ノースウィンドと電話。")
    page.get_by_label(ja("Kind"), exact=True).select_option(label=ja("Call"))
    press(page, ja("Write down"))
    told(page, ja("Written down."))

    entry = page.get_by_role("listitem").filter(has_text="ノースウィンドと電話。")
    expect(entry).to_contain_text(ja("Call"))
    entry.get_by_role("link", name=ja("Correct")).click()
    page.get_by_label(ja("what happened")).fill("ノースウィンドと電話。試料は金曜日に届く。")
    press(page, ja("Save"))
    entry = page.get_by_role("listitem").filter(has_text="ノースウィンドと電話。")
    expect(entry).to_contain_text("試料は金曜日に届く。")

    follow(page, ja("History"))
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="中村 愛子").first).to_be_visible()


def test_scientist_finds_an_alliance_with_two_words(visit: Callable[..., Page], aiko: User, due: Alliance) -> None:
    make_alliance("ケストレル × 北風: 抗体の共同研究", by=aiko)
    page = visit(aiko, locale="ja-JP")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name=ja("Search the hub"))).to_be_focused()
    page.keyboard.type("KRAS分解 北風")
    page.keyboard.press("Enter")

    hits = page.get_by_role("main").get_by_role("link").filter(has_text="ケストレル × 北風")
    expect(hits).to_have_text([NAME])
    hits.click()
    see(page, NAME)


def test_scientist_changes_the_theme_and_it_stays(visit: Callable[..., Page], aiko: User) -> None:
    page = visit(aiko, locale="ja-JP")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_text("中村 愛子").first.click()
    with page.expect_response("**/preferences/"):
        page.get_by_role("button", name=ja("Dark"), exact=True).click()
    expect(page.get_by_role("button", name=ja("Dark"), exact=True)).to_have_attribute("aria-pressed", "true")

    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    elsewhere = visit(aiko, locale="ja-JP")
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")
