"""A paragraph of a tool on its way: rewritten, approved by a second person, caught up with in Japanese, read."""

from collections.abc import Callable

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from coe_hub.people.models import User
from coe_hub.publishing.actions import approve_translation, published, translate
from coe_hub.publishing.naming import part_name
from tests.browser.axe import violations
from tests.browser.steps import field, follow, ja, press, see, told
from tests.browser.watching import too_wide
from tests.factories import make_user
from tests.toolkits.data import WORDS, make_tool, word_file
from toolkits.models import Tool

pytestmark = pytest.mark.browser

TITLE = "Minutes and what to capture"
CHANGED = "The English original of this part has changed since it was translated."
FRESH = "Write the decision first, then who disagreed and why."


@pytest.fixture
def cora(words: None) -> User:
    """Writes."""
    return make_user("Cora Curator", roles=["curator"])


@pytest.fixture
def otto(words: None) -> User:
    """Approves."""
    return make_user("Otto Other", roles=["curator"])


@pytest.fixture
def yuki(words: None) -> User:
    """Reads Japanese and translates."""
    return make_user("Yuki Mori", account={"language": "ja"})


@pytest.fixture
def tool(cora: User, otto: User) -> Tool:
    """A tool that readers see in English and Japanese."""
    made = make_tool(author=cora, approver=otto)
    for block in published(made.content).blocks.all():
        written = {"text": f"{block.key}の訳", "source_hash": block.text_hash}
        translate(content=made.content, language="ja", key=block.key, by=cora, **written)
    approve_translation(content=made.content, language="ja", by=otto)
    return made


def test_one_paragraph_is_rewritten_and_only_that_one_is_translated_anew(
    visit: Callable[..., Page], cora: User, otto: User, yuki: User, tool: Tool
) -> None:
    author, approver, reader = visit(cora), visit(otto), visit(yuki, locale="ja-JP")
    author.goto(tool.get_absolute_url())
    follow(author, "Edit")
    field(author, "Text: Write the decision first.").fill(FRESH)
    field(author, "What changed").fill("Dissent is written down too.")
    press(author, "Save on the desk")
    told(author, "Saved on the desk.")
    follow(author, "Preview and publish")
    expect(author.get_by_role("button", name="Approve and publish")).to_have_count(0)
    press(author, "Ask for a second look")
    told(author, "With its reviewer.")

    reader.goto(tool.get_absolute_url())
    expect(reader.get_by_text("howの訳")).to_be_visible()
    expect(reader.get_by_text(ja(CHANGED))).to_have_count(0)

    approver.goto("/toolkits/desk/")
    follow(approver, "In review")
    expect(approver.get_by_role("article").get_by_text(FRESH)).to_be_visible()
    press(approver, "Approve and publish")
    told(approver, "Published. The former edition stays readable in its history.")
    expect(approver.get_by_text(FRESH)).to_be_visible()

    reader.reload()
    outdated = reader.locator("section.passage", has_text=ja(CHANGED))
    expect(outdated).to_have_count(1)
    expect(outdated).to_contain_text("howの訳")
    follow(reader, ja("Translate"))
    expect(reader.get_by_text(ja("Outdated: the original changed"))).to_have_count(1)
    with translation.override("ja"):
        name = part_name("text", FRESH)
    reader.get_by_label(f"{ja('Translation')} {name}").fill("まず決定を、次に誰がなぜ反対したかを書きます。")
    press(reader, ja("Save the translation"))
    told(reader, ja("Saved. It is shown at once and waits for another's look."))
    expect(reader.get_by_text(ja("Outdated: the original changed"))).to_have_count(0)

    reader.goto(tool.get_absolute_url())
    expect(reader.get_by_text("まず決定を、次に誰がなぜ反対したかを書きます。")).to_be_visible()
    expect(reader.get_by_text(ja(CHANGED))).to_have_count(0)
    expect(reader.get_by_role("listitem").filter(has_text="Dissent is written down too.")).to_contain_text("Yuki Mori")


def test_an_edition_with_a_file_is_tried_out_commented_and_published(
    visit: Callable[..., Page], cora: User, otto: User, yuki: User, tool: Tool
) -> None:
    author, approver, reader = visit(cora), visit(otto), visit(make_user("Rita Reader"))
    author.goto(f"/toolkits/desk/{tool.content.slug}/")
    follow(author, "Attach a file")
    field(author, "What it is").fill("With our letterhead")
    field(author, "File").set_input_files({"name": "a.docx", "mimeType": "application/x", "buffer": b"MZ"})
    press(author, "Attach")
    expect(author.get_by_text("its content is something else")).to_be_visible()
    expect(field(author, "What it is")).to_have_value("With our letterhead")
    field(author, "File").set_input_files({"name": "a.docx", "mimeType": "application/x", "buffer": word_file().read()})
    press(author, "Attach")
    told(author, "Attached to the edition on the desk.")

    approver.goto(f"/toolkits/desk/{tool.content.slug}/preview/")
    follow(approver, "Try it out first")
    field(approver, "What to find out").fill("Does the letterhead suit both sides?")
    press(approver, "Try it out")
    told(approver, "Being tried out. Give people its address; what they say stands here.")

    reader.goto(tool.get_absolute_url())
    follow(reader, "Read the pilot edition and say how it went")
    expect(reader.get_by_text("Does the letterhead suit both sides?")).to_be_visible()
    with reader.expect_download() as download:
        follow(reader, "With our letterhead")
    named = "Minutes and what to capture (pilot, edition 2) – With our letterhead.docx"
    assert download.value.suggested_filename == named
    assert violations(reader, "pilot edition") == []
    field(reader, "How did it go?").fill("The partner asked for a version without.")
    press(reader, "Tell the curators")
    told(reader, "Thank you. The curators read it before they publish the edition.")

    approver.reload()
    expect(approver.get_by_text("The partner asked for a version without.")).to_be_visible()
    assert violations(approver, "preview of a pilot") == []
    press(approver, "Approve and publish")
    expect(approver.get_by_role("link", name="With our letterhead")).to_be_visible()


def test_a_tool_is_retired_and_given_back(visit: Callable[..., Page], cora: User, otto: User, tool: Tool) -> None:
    make_tool(author=cora, approver=otto, title="Decision log")
    keeper, reader = visit(cora), visit(make_user("Rita Reader"))
    keeper.goto(f"/toolkits/desk/{tool.content.slug}/")
    follow(keeper, "Retire")
    field(keeper, "Why").fill("The decision log does the same in one line.")
    press(keeper, "Retire")
    see(keeper, "The desk")

    reader.goto(tool.get_absolute_url())
    expect(reader.get_by_text("The decision log does the same in one line.")).to_be_visible()
    assert violations(reader, "retired tool") == []
    assert too_wide(reader) == ""
    reader.goto("/toolkits/")
    expect(reader.locator(f'a[href="{tool.get_absolute_url()}"]')).to_have_count(0)

    keeper.get_by_role("button", name="Give it back").click()
    told(keeper, "With its readers again, as it was.")
    reader.goto(tool.get_absolute_url())
    see(reader, WORDS[0].text)
