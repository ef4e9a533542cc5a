"""Files in a browser: chosen or dropped, several at once, with how far they are; what is too much is said at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from alliances.core.models import Alliance
from coe_hub.attachments.models import Attachment
from coe_hub.lib.uploads import MOST_UPLOADED
from coe_hub.people.models import User
from tests.attachments.data import PDF
from tests.browser.steps import press, see, told
from tests.factories import make_alliance, make_user

pytestmark = pytest.mark.browser

# What a browser hands over when files are dropped; a script cannot take them from the disk.
DROP = """(form, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File(["%PDF-1.7\\nwords\\n%%EOF\\n"], name));
  form.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
# The progress is there only while files are on their way: the furthest that was shown outlives the page.
WATCH_PROGRESS = """(bar) => new MutationObserver(() => {
  if (!bar.hidden) sessionStorage.furthest = bar.value;
}).observe(bar, { attributes: true })"""


@pytest.fixture
def lead(words: None) -> User:
    """Who leads the alliance."""
    return make_user("Marta Berg")


@pytest.fixture
def alliance(lead: User) -> Alliance:
    """An alliance without files."""
    return make_alliance("Kestrel × Northwind", by=lead)


@pytest.fixture
def page(visit: Callable[..., Page], lead: User, alliance: Alliance) -> Page:
    """Its files, as its lead sees them."""
    page = visit(lead)
    page.goto(reverse("alliance_files", args=[alliance.public_id]))
    return page


def files(*names: str) -> list[dict[str, Any]]:
    """Files of those names, to choose by the button."""
    return [{"name": name, "mimeType": "application/pdf", "buffer": PDF} for name in names]


def titles() -> list[str]:
    """The titles of what is attached, by title."""
    return list(Attachment.objects.order_by("title").values_list("title", flat=True))


def test_several_files_are_chosen_and_one_comes_out_as_it_went_in(page: Page, alliance: Alliance) -> None:
    page.locator("progress").evaluate(WATCH_PROGRESS)
    page.get_by_label("Choose files, or drop them here").set_input_files(files("agreement.pdf", "契約書.pdf"))
    press(page, "Attach")
    told(page, "2 files attached.")
    assert titles() == ["agreement.pdf", "契約書.pdf"]
    assert page.evaluate("sessionStorage.furthest") == "100"
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name="契約書.pdf", exact=True).click()
    assert download.value.path().read_bytes() == PDF


def test_files_are_dropped(page: Page) -> None:
    page.locator("form[data-upload]").evaluate(DROP, ["amendment.pdf", "side letter.pdf"])
    told(page, "2 files attached.")
    assert titles() == ["amendment.pdf", "side letter.pdf"]


def test_too_many_files_are_not_sent(page: Page) -> None:
    names = [f"{number}.pdf" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    page.get_by_label("Choose files, or drop them here").set_input_files(files(*names))
    press(page, "Attach")
    told(page, "At most 20 files at once. Attach these in several goes.")
    assert titles() == []
    page.get_by_label("Choose files, or drop them here").set_input_files(files(*names[1:]))
    press(page, "Attach")
    told(page, "20 files attached.")


def test_a_file_that_is_too_large_is_named_before_it_is_sent(page: Page) -> None:
    assert page.locator("form[data-upload]").get_attribute("data-most-bytes") == str(MOST_UPLOADED)
    page.locator("form[data-upload]").evaluate("form => { form.dataset.mostBytes = 10; }")
    page.get_by_label("Choose files, or drop them here").set_input_files(files("scan.pdf"))
    press(page, "Attach")
    told(page, "scan.pdf: This file is larger than 100 MB. Leave it where it is and add a link to it.")
    assert titles() == []


def test_a_link_leads_to_where_the_document_lives(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Add a link").first.click()
    see(page, "Add a link")
    page.get_by_label("Title").fill("Signed agreement")
    page.get_by_label("Address").fill("https://vault.company.example/doc/7")
    press(page, "Add")
    told(page, "Link added.")
    link = page.get_by_role("main").get_by_role("link", name="Signed agreement", exact=True)
    expect(link).to_have_attribute("href", "https://vault.company.example/doc/7")
