"""Whatever an author writes: it becomes words on the page and in the files, never script, never a broken file."""

import io
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from coe_hub.documents.word import Part, write_docx
from coe_hub.lib.markdown import MOST_COLUMNS, MOST_ROWS, refuse_unwieldy, to_html

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "HTML": '<img src=x onerror="alert(1)"><iframe src="https://elsewhere.example"></iframe>',
    "a javascript link": "[click](javascript:alert(1)) and [this](JaVaScRiPt:alert(1))",
    "a data link": "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "a picture from elsewhere": "![seen](https://elsewhere.example/spy.png)",
    "entities of nothing": "a&#12;b&#0;c&#xFFFE;d",
    "braces": "{alliance} {unknown} {{ 7 * 7 }} {% now %}",
    "a fence": "```html\n<script>alert(1)</script>\n```",
    "a table": "|"
    + "a|" * MOST_COLUMNS
    + "\n|"
    + "-|" * MOST_COLUMNS
    + ("\n|" + "b|" * MOST_COLUMNS) * (MOST_ROWS - 1),
    "deep quotations": ">" * 8 + " deep",
    "deep lists": "\n".join("  " * depth + "- item" for depth in range(60)),
    "many brackets": "[" * 5_000 + "a" + "]" * 5_000,
    "many stars": "*a **b " * 2_800,
    "a long line": "word" * 5_000,
}


class _Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [one for one in attrs if one[0] != "rel"]


def _texts(text: str) -> list[str]:
    content = write_docx(
        title="T", purpose="", parts=[Part(kind="text", text=text)], footer="F", example_title="E", language="en"
    )
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*[one.text for one in document.paragraphs if one.text][1:], *cells]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_script_a_request_or_a_broken_file(name: str) -> None:
    page = _Tags()
    page.feed(to_html(HOSTILE[name]))
    assert page.tags - {"p", "a", "ul", "li", "em", "strong", "code", "blockquote", "table", "thead", "tbody"} <= {
        *("tr", "th", "td"),
    }
    ours = {("class", "rows narrow cards"), ("data-label", "a")}
    assert [one for one in page.attributes if one not in ours] == []
    assert _texts(HOSTILE[name]) != []


def test_a_title_of_any_length_makes_a_file() -> None:
    title = "議事録" * 200
    content = write_docx(title=title, purpose="", parts=[], footer="F", example_title="E", language="ja")
    document = Document(io.BytesIO(content))
    assert (document.paragraphs[0].text, document.core_properties.title) == (title, title[:255])


def test_code_keeps_its_words_in_a_word_file() -> None:
    assert _texts(HOSTILE["a fence"]) == ["<script>alert(1)</script>"]


def test_letters_that_no_file_can_hold_are_left_out() -> None:
    assert _texts(HOSTILE["entities of nothing"]) == ["ab\ufffdc\ufffdd"]


def test_a_link_says_where_it_leads_on_paper() -> None:
    assert _texts("See [the rules](https://rules.example/a).") == ["See the rules (https://rules.example/a)."]


def test_every_list_counts_from_one_and_keeps_its_depth() -> None:
    content = write_docx(
        title="T", purpose="", footer="F", example_title="E", language="en",
        parts=[Part(kind="text", text="1. One\n2. Two\n   - Two a\n\nBetween\n\n1. One again\n\n   More of it")],
    )  # fmt: skip
    paragraphs = [one for one in Document(io.BytesIO(content)).paragraphs if one.text][1:]
    counted = [one._p.pPr.numPr.numId.val if one._p.pPr.numPr is not None else None for one in paragraphs]
    assert [one.style.name for one in paragraphs] == [
        "List Number", "List Number", "List Bullet 2", "Normal", "List Number", "List Continue",
    ]  # fmt: skip
    assert counted[0] == counted[1] != counted[4]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("|" + "a|" * 13 + "\n|" + "-|" * 13, "table_size"),
        ("| a |\n|---|\n" + "| b |\n" * 150, "table_size"),
        ("\n".join("  " * depth + "- item" for depth in range(5)), "nesting"),
        (">>>>> deep", "nesting"),
    ],
)
def test_what_fits_no_page_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        refuse_unwieldy(text)
    assert refused.value.code == code


def test_what_fits_is_taken() -> None:
    refuse_unwieldy("|" + "a|" * 12 + "\n|" + "-|" * 12 + "\n- one\n  - two\n    - three\n      - four")
