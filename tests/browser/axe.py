"""Accessibility of pages as they are shown, by axe-core: light and dark, wide and narrow."""

import logging
from types import SimpleNamespace

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.watching import DESKTOP, PHONE

LOG = logging.getLogger("accessibility")
_AXE = Axe()
_COMMON = {
    "resultTypes": ["violations"],
    "preload": False,  # axe would look for imported style sheets beside the page, not beside the sheet
}
_ALL = _COMMON | {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# The dark page is the light one in other colours.
_COLOURS = _COMMON | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_RULES = {"light": _ALL, "dark": _COLOURS}


def violations(page: Page, name: str) -> list[str]:
    """What axe finds on this page in both themes at both widths, in words. What was checked is logged."""
    found = []
    before = page.viewport_size
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for theme, rules in _RULES.items():
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            look = f"{name}, {theme}, {size['width']} px"
            answer = _AXE.run(page, options=rules).response
            LOG.info("%s: %d rules held, %d broken", look, len(answer["passes"]), len(answer["violations"]))
            found += [_in_words(look, one) for one in answer["violations"]]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(before)
    return found


def _in_words(look: str, violation: dict) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
    return f"{look}: {violation['id']} ({violation['help']}) at {places}"


def look_at(page: Page, names: dict[str, str], samples: SimpleNamespace) -> list[str]:
    """Open the pages of these names, each with its sample; what axe finds on them."""
    found = []
    for name, sample in names.items():
        answer = page.goto(reverse(name, args=getattr(samples, sample) if sample else []))
        assert answer.status == 200, f"{name} answers {answer.status}"
        page.wait_for_load_state("networkidle")
        found += violations(page, name)
    return found
