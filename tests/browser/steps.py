"""What a person does on many pages. Everything is found by its role and the name it is shown with."""

import re
from datetime import date

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

from coe_hub.lib.dates import date_text
from coe_hub.people.models import User
from tests.factories import PASSWORD


def ja(text: str) -> str:
    """The Japanese words the pages use for `text`."""
    with translation.override("ja"):
        said = gettext(text)
    assert said != text, f"“{text}” is not in the Japanese catalogue"
    return said


def day(value: date, language: str = "en") -> str:
    """A date as the pages of this language write it."""
    with translation.override(language):
        return date_text(value)


def sign_in(page: Page, user: User | str, password: str = PASSWORD) -> None:
    """Fill in the sign-in page, in the language it happens to be in."""
    main = page.get_by_role("main")
    main.locator("input[type=email]").fill(user if isinstance(user, str) else user.email)
    main.locator("input[type=password]").fill(password)
    main.locator("form").filter(has=page.locator("input[type=password]")).get_by_role("button").click()
    expect(page.locator("body[data-user]")).to_be_visible()


def see(page: Page, heading: str) -> None:
    """The page has this headline."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def told(page: Page, message: str) -> None:
    """A message of the hub says this."""
    expect(page.locator("#messages").get_by_text(message, exact=True)).to_be_visible()


def press(page: Page | Locator, name: str) -> None:
    """Press a button of the main part by its name."""
    _main(page).get_by_role("button", name=name, exact=True).click()


def follow(page: Page | Locator, name: str) -> None:
    """Follow a link of the main part by its name."""
    _main(page).get_by_role("link", name=name, exact=True).click()


def _main(place: Page | Locator) -> Locator:
    return place.get_by_role("main") if isinstance(place, Page) else place


def field(place: Page | Locator, label: str) -> Locator:
    """The field or fields with this label, said to be optional or not."""
    words = re.compile(rf"^\s*{re.escape(label)}(\s+(optional|{ja('optional')}))?\s*$")
    return place.locator("input, select, textarea").and_(place.get_by_label(words))


def pick(place: Locator, *, typed: str, chosen: str) -> None:
    """Type into a picker and choose the suggestion with the keyboard."""
    place.fill("")
    place.press_sequentially(typed)
    options = place.page.get_by_role("option")
    wanted = options.filter(has_text=re.compile(rf"^{re.escape(chosen)}"))
    expect(wanted).to_be_visible()
    while wanted.get_attribute("aria-selected") != "true":
        place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value(chosen)


def fact(page: Page, label: str, value: str) -> None:
    """The list of facts says so."""
    found = page.get_by_role("term").get_by_text(label, exact=True).locator("xpath=following-sibling::dd[1]")
    expect(found).to_have_text(value)


# The button inside a date field has the browser's own ring: the field is active then, but does not match ":focus".
_HIDDEN_FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const shows = style.outlineStyle !== "none" || style.boxShadow !== "none" || !one.matches(":focus");
  return shows ? "" : one.outerHTML.slice(0, 200);
}"""


def tab_to(page: Page, target: Locator, *, most: int = 60) -> None:
    """Press Tab until `target` has the focus, which must be seen wherever it goes."""
    for _step in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(_HIDDEN_FOCUS) == "", "the focus must be seen"
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}")
