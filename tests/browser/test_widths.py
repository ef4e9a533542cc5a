"""A list takes the room there is on a wide screen, and no more than there is on a phone."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.browser.watching import too_wide
from tests.factories import make_alliance

pytestmark = pytest.mark.browser

LISTS = (
    "/alliances/",
    "/alliances/obligations/?of=all",
    "/alliances/journal/",
    "/governance/reviews/",
    "/due/?of=alliances",
    "/people/",
    "/people/organisations/",
    "/people/sites/",
    "/people/accounts/",
)
# Where the top, the head of the page, and what is listed end.
_ENDS = """() => {
  const inner = (one) => one.getBoundingClientRect().right - parseFloat(getComputedStyle(one).paddingRight);
  const lists = [...document.querySelectorAll("main :is(.rows, .due-list, .timeline)")];
  const right = (one) => Math.round(one.getBoundingClientRect().right);
  return [
    Math.round(inner(document.querySelector("main"))),
    right(document.querySelector("main > .page-header")),
    Math.max(...lists.map(right)),
  ];
}"""


def test_a_list_takes_the_width_of_the_screen_and_its_head_ends_where_it_does(
    visit: Callable[..., Page], samples: SimpleNamespace
) -> None:
    page = visit(samples.ada)
    page.set_viewport_size({"width": 1920, "height": 900})
    ends = {}
    for address in LISTS:
        page.goto(address)
        ends[address] = page.evaluate(_ENDS)
    # The rail of 212 px and a gutter of 36 stand before 1,520 px of list.
    assert ends == {address: [1768, 1768, 1768] for address in LISTS}


def test_a_choice_of_long_names_is_no_wider_than_a_phone(visit: Callable[..., Page], samples: SimpleNamespace) -> None:
    make_alliance(
        "Kestrel Japan × Morito Cancer Research Center: resistance organoids of the second set", by=samples.ada
    )
    page = visit(samples.ada, viewport={"width": 360, "height": 800})
    page.goto("/due/?of=alliances")
    assert page.get_by_label("Alliance").locator("option").count() > 2
    assert too_wide(page) == ""


def test_the_pages_of_one_record_have_one_width(visit: Callable[..., Page], samples: SimpleNamespace) -> None:
    page = visit(samples.ada)
    page.set_viewport_size({"width": 1920, "height": 900})
    ends = set()
    for place in ("", "obligations/", "reviews/", "actions/", "journal/"):
        page.goto(f"{samples.record.get_absolute_url()}{place}")
        ends.add(page.evaluate("document.querySelector('main > .page-header').getBoundingClientRect().right"))
    assert len(ends) == 1
