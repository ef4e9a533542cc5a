"""`make screenshots`: pictures of the pages of a running demo hub, in both themes, languages and widths.

`python -m tests.screenshots [--url ADDRESS] [--out FOLDER] [--only NAME …] [--screen]` signs in as the demo
people and writes `<page>-<language>-<theme>-<width>.png`.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from coe_hub.demo_sign_ins import PASSWORD
from tests.chromium import launch

WIDTHS = {1280: 900, 360: 780}
THEMES = ("light", "dark")
LANGUAGES = ("en", "ja")


@dataclass(frozen=True)
class Shot:
    """One page, seen by one of the demo people. `path` may name a link on the page before it: `/alliances/ > a.css`."""

    name: str
    path: str
    who: str = "manager"


SHOTS = (
    Shot("sign-in", "/accounts/login/", who=""),
    Shot("today", "/", who="scientist"),
    Shot("today-manager", "/"),
    Shot("alliances", "/alliances/"),
    Shot("alliance", "/ > table.rows tbody th a"),
    Shot("alliance-new", "/alliances/new/"),
    Shot("alliance-edit", "/ > table.rows tbody th a > .page-actions a[href$='/edit/']"),
    Shot("stage", "/ > table.rows tbody th a > .page-actions a[href$='/stage/']"),
    Shot("review", "/ > table.rows tbody th a > .page-actions a[href$='/review/']"),
    Shot("appointment", "/ > table.rows tbody th a > .due-list a[href*='/review/time/']"),
    Shot("journal", "/ > table.rows tbody th a > .tabs a[href$='/journal/']"),
    Shot("alliance-people", "/ > table.rows tbody th a > .tabs a[href$='/people/']"),
    Shot("member-new", "/ > table.rows tbody th a > .tabs a[href$='/people/'] > .page-actions a"),
    Shot("history", "/ > table.rows tbody th a > .tabs a[href$='/history/']"),
    Shot("people", "/people/"),
    Shot("person", "/people/ > table.rows tbody th a"),
    Shot("organisations", "/people/organisations/"),
    Shot("organisation", "/people/organisations/ > table.rows tbody th a"),
    Shot("profile", "/people/me/", who="scientist"),
    Shot("calendar", "/calendar/", who="scientist"),
    Shot("search", "/search/?q=KRAS"),
    Shot("search-empty", "/search/?q=zzzz"),
    Shot("accounts", "/people/accounts/", who="admin"),
    Shot("sites", "/people/sites/", who="admin"),
    Shot("words", "/words/", who="admin"),
    Shot("stages", "/words/stages/", who="admin"),
    Shot("word-new", "/words/stages/new/", who="admin"),
    Shot("not-found", "/alliances/nowhere/", who="manager"),
)


def sign_in(page: Page, url: str, who: str) -> None:
    """Come in as one of the demo people."""
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", f"{who}@hub.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit], main form button")
    page.wait_for_url(f"{url}/")


def prefer(page: Page, url: str, *, language: str, theme: str) -> None:
    """Set the reader's language and theme through the menu's own address."""
    page.goto(f"{url}/")
    token = page.input_value("input[name=csrfmiddlewaretoken] >> nth=0")
    page.request.post(
        f"{url}/preferences/",
        form={"csrfmiddlewaretoken": token, "language": language, "theme": theme, "next": "/"},
        headers={"Referer": f"{url}/"},
    )


def open_shot(page: Page, url: str, path: str) -> None:
    """Open an address, then follow the links named after it."""
    first, *links = path.split(" > ")
    page.goto(url + first)
    for link in links:
        page.locator(link).first.click()
        page.wait_for_load_state()
    page.wait_for_load_state("networkidle")


def take(
    browser: Browser, url: str, who: str, shots: list[Shot], languages: tuple[str, ...]
) -> Iterator[tuple[str, Page]]:
    """The pages of one person, in every language, theme and width; yields the picture's name and the page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/Berlin")
    page = context.new_page()
    if who:
        sign_in(page, url, who)
    for language in languages:
        for theme in THEMES:
            prefer(page, url, language=language, theme=theme)
            for shot in shots:
                for width, height in WIDTHS.items():
                    page.set_viewport_size({"width": width, "height": height})
                    open_shot(page, url, shot.path)
                    yield f"{shot.name}-{language}-{theme}-{width}", page
    if who:
        own = "ja" if who == "scientist" else "en"
        prefer(page, url, language=own, theme="auto")
    context.close()


def main() -> None:
    """Read the command line, take the pictures, name them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--out", type=Path, default=Path("var/pictures"))
    parser.add_argument("--only", nargs="*", help="names of pages")
    parser.add_argument("--screen", action="store_true", help="what one screen shows, not the whole page")
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if not options.only or shot.name in options.only]
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for who in dict.fromkeys(shot.who for shot in wanted):
            shots = [shot for shot in wanted if shot.who == who]
            for name, page in take(browser, options.url, who, shots, tuple(options.languages)):
                overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                page.screenshot(path=options.out / f"{name}.png", full_page=not options.screen)
                print(name, f"({overflow} px too wide)" if overflow > 0 else "")  # noqa: T201  CONFIG: a command
        browser.close()


if __name__ == "__main__":
    main()
