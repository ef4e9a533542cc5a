"""The plain form of blocks."""

import pytest

from coe_hub.lib.errors import DomainError
from coe_hub.lib.markdown import to_html
from coe_hub.publishing.source import read_blocks


def test_blocks_are_read_in_order_with_their_ids() -> None:
    blocks = read_blocks("::: text intro\nOne.\n\nTwo.\n:::\n\n::: table plan\n| A |\n|---|\n| b |\n:::\n")
    assert [(one.key, one.kind, one.text) for one in blocks] == [
        ("intro", "text", "One.\n\nTwo."),
        ("plan", "table", "| A |\n|---|\n| b |"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: poem a\nx\n:::", "Line 1 names an unknown kind of block."),
        ("Loose words", "Line 1 stands outside every block."),
        ("::: text a\nx", "The block “a” is not closed."),
    ],
)
def test_what_is_not_understood_is_named(text: str, message: str) -> None:
    with pytest.raises(DomainError) as error:
        read_blocks(text)
    assert error.value.message == message


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("![x](https://elsewhere.example/a.png)", "<p></p>\n"),  # no picture asks another server
        ("[x](ftp://elsewhere.example)", '<p><a rel="noopener noreferrer">x</a></p>\n'),
        ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>\n"),
    ],
)
def test_markdown_never_becomes_script(text: str, html: str) -> None:
    assert to_html(text) == html
