"""Accessibility of pages as they are shown, by axe-core: light and dark, wide and narrow."""

import logging
from types import SimpleNamespace

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.watching import DESKTOP, PHONE, Watch, too_wide

LOG = logging.getLogger("accessibility")
_COMMON = {
    "resultTypes": ["violations"],
    "preload": False,  # axe would look for imported style sheets beside the page, not beside the sheet
}
_ALL = _COMMON | {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# The dark page is the light one in other colours.
_COLOURS = _COMMON | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_RULES = {"light": _ALL, "dark": _COLOURS}
# What stands around every page is looked at once for each theme and width, with the first page of a visit.
_EVERYTHING: dict[str, list[list[str]]] = {"include": [["html"]]}
_ITS_OWN = _EVERYTHING | {"exclude": [[".rail"], [".top"]]}
# Only what is told comes back: the nodes that hold a rule are a thousand times as many.
_ASK = """async ({ place, rules }) => {
  const answer = await axe.run(place, rules);
  return { held: answer.passes.length, violations: answer.violations };
}"""


def violations(page: Page, name: str, *, is_first: bool = True) -> list[str]:
    """What axe finds on this page in both themes at both widths, and what a phone is too narrow for, in words.

    Of a page that is not the first of its visit, what stands around every page is looked at once. What was checked is
    logged.
    """
    found = []
    before = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for theme, rules in _RULES.items():
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            look = f"{name}, {theme}, {size['width']} px"
            whole = is_first or (size, theme) == (DESKTOP, "light")
            answer = page.evaluate(_ASK, {"place": _EVERYTHING if whole else _ITS_OWN, "rules": rules})
            LOG.info("%s: %d rules held, %d broken", look, answer["held"], len(answer["violations"]))
            found += [_in_words(look, one) for one in answer["violations"]]
    if wide := too_wide(page):
        found.append(f"{name} is too wide on a phone: {wide}")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(before)
    return found


def _in_words(look: str, violation: dict) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
    return f"{look}: {violation['id']} ({violation['help']}) at {places}"


def look_at(page: Page, names: dict[str, str], samples: SimpleNamespace, watch: Watch) -> list[str]:
    """Open the pages of these names, each with its sample; what axe finds on them. The watch need not look again."""
    found = []
    for number, (name, sample) in enumerate(names.items()):
        answer = page.goto(reverse(name, args=getattr(samples, sample) if sample else []))
        assert answer.status == 200, f"{name} answers {answer.status}"
        expect(page.locator("[hx-trigger=load]")).to_have_count(0)
        page.evaluate("document.fonts.ready.then(() => null)")
        found += violations(page, name, is_first=number == 0)
        watch.has_fitted(page)
    return found
