"""Addresses in what people typed become links, and nothing else of it becomes markup."""

import pytest

from coe_hub.lib.links import linked_lines, linked_paragraphs


def _link(address: str) -> str:
    return f'<a href="{address}" rel="nofollow noopener">{address}</a>'


LINKED = {
    "see https://kestrel.example/a?b=1&c=2#d.": f"see {_link('https://kestrel.example/a?b=1&amp;c=2#d')}.",
    "http://a.example": _link("http://a.example"),
    "(https://a.example/x_(y))": f"({_link('https://a.example/x_(y)')})",
    "契約書はhttps://a.example/契約。次に": "契約書はhttps://a.example/契約。次に",
    "契約書: https://a.example/契約。次に": f"契約書: {_link('https://a.example/契約')}。次に",
    "「https://a.example」": f"「{_link('https://a.example')}」",
    "mailto:nia@northwind.example": _link("mailto:nia@northwind.example"),
    "https://a.example, https://b.example": f"{_link('https://a.example')}, {_link('https://b.example')}",
    "javascript:alert(1)": "javascript:alert(1)",
    "xhttps://a.example": "xhttps://a.example",
    "https:// and http://[ and mailto:nobody": "https:// and http://[ and mailto:nobody",
    'https://a.example/"onclick="x"': f"{_link('https://a.example/')}&quot;onclick=&quot;x&quot;",
    "<b>https://a.example</b>": f"&lt;b&gt;{_link('https://a.example')}&lt;/b&gt;",
    "one\r\ntwo": "one<br>two",
}


@pytest.mark.parametrize("text", LINKED)
def test_addresses_are_links_and_the_rest_is_text(text: str) -> None:
    assert linked_lines(text) == LINKED[text]


def test_empty_lines_part_paragraphs() -> None:
    shown = linked_paragraphs("One\nhttps://a.example\n\n\nTwo & three\n")
    assert shown == f"<p>One<br>{_link('https://a.example')}</p><p>Two &amp; three</p>"
