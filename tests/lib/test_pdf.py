"""PDFs of our own words: they read as they were written, in either script, and ask nobody for anything."""

import json
from typing import Any

import pypdfium2
import pytest

from coe_hub.documents import pdf
from coe_hub.documents.deck_pages import write_deck_pdf
from coe_hub.documents.decks import Chart, Deck, Grid, Item, Listing, Page, Series, Tile, deck_of
from coe_hub.documents.pdf import PdfNotHere, write_pdf
from coe_hub.documents.slides import write_deck_pptx
from coe_hub.documents.word import Part
from tests.lib.test_documents import HOSTILE

MINUTES = [
    Part("fields", "Committee: Joint steering committee\nPlace: ____________"),
    Part(
        "text",
        "## Decisions\n\n| No | Decision |\n|---|---|\n| 1 | Fund the programme in 杜都 |\n\nŁódź, α-synuclein, 髙﨑。",
    ),
]
DECK = Deck(
    title="Pack",
    subtitle="3 Dec 2026",
    language="en",
    facts=[("Made for", "Carl")],
    notes=["Every alliance is counted."],
    footer="Pack · 3 Dec 2026",
    pages=[
        Page(
            title="Lists",
            note="What to do.",
            tiles=[Tile("On time", "3 of 4", "By their day.")],
            listings=[Listing("Attend to", "late", [Item("Umbra", "At risk", "They do not answer.", "Lead: Lena")])],
        ),
        Page(
            title="Figures",
            charts=[
                Chart("Portfolio", ["Research"], [Series("Running", "running", [3])], is_stacked=True, note="Living."),
                Chart("Change", ["Sep\n2026", "now\n"], [Series("Alliances", "past", [2, 3])]),
            ],
        ),
        Page(
            title="Tables",
            grids=[
                Grid("By site", ["Site", "Used"], [["仙台", "12"]]),
                Grid("None", ["A", "B"], [], none="Empty."),
            ],
        ),
    ],
)


def written(parts: list[Part], **changes: Any) -> pypdfium2.PdfDocument:
    given = {"title": "Minutes", "purpose": "", "footer": "F", "example_title": "Example", "language": "en"} | changes
    return pypdfium2.PdfDocument(write_pdf(parts=parts, **given))


def words(document: pypdfium2.PdfDocument) -> list[str]:
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_minutes_read_as_they_were_written() -> None:
    document = written(MINUTES, header="Kestrel × Northwind", footer="Draft", purpose="What was settled.")
    [text] = words(document)
    for said in (
        "Kestrel × Northwind",
        "Minutes What was settled. Committee Joint steering committee Place",
        "Decisions No Decision 1 Fund the programme in 杜都 Łódź, α-synuclein, 髙﨑。",
        "Draft",
        "1/1",
    ):
        assert said in text
    assert "____" not in text
    assert document.get_metadata_value("Title") == "Minutes"


def test_an_example_stands_on_a_page_of_its_own_and_a_wide_table_lies_across() -> None:
    wide = "|" + "Who is asked|" * 10 + "\n|" + "---|" * 10 + "\n|" + "|" * 10
    upright, across = written([*MINUTES, Part("example", "Filled in.")]), written([Part("text", wide)])
    assert words(upright)[1:] == ["Example Filled in. F 2/2"]
    assert [round(length) for length in upright[0].get_size()] == [595, 842]
    assert [round(length) for length in across[0].get_size()] == [842, 595]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_asks_for_anything_or_breaks_the_file(name: str) -> None:
    # A request would fail the test: sockets are closed, and what is not a font of ours raises. The longest table takes
    # five seconds to be laid out, and 30 of its rows are over a page as well.
    text = "\n".join(HOSTILE[name].split("\n")[:30]) if name == "a table" else HOSTILE[name]
    document = written([Part("text", text), Part("fields", f"Label: {text}")])
    assert len(document) >= 1


def test_a_word_that_no_line_holds_is_broken_and_a_japanese_sentence_is_not() -> None:
    sentence = "共同運営委員会は、第三四半期の進捗を確認し、次の段階に進むことを決定した。" * 4
    html = f'<p title="{"a" * 200}">{"b" * 200}&amp;{sentence}</p>'
    assert pdf._with_breaks(html) == html.replace("b" * 200, "\u200b".join(["b" * 60, "b" * 60, "b" * 80]))


@pytest.mark.parametrize("url", ["https://elsewhere.example/spy.png", "file:///etc/passwd", "data:text/plain,a"])
def test_nothing_but_our_fonts_is_read(url: str) -> None:
    with pytest.raises(ValueError, match="Only our own fonts are read"):
        pdf._fetch(url)


def test_what_is_kept_as_data_gives_the_very_same_files() -> None:
    kept = deck_of(json.loads(json.dumps(DECK.as_data())))
    assert write_deck_pdf(kept) == write_deck_pdf(DECK)
    assert write_deck_pptx(kept) == write_deck_pptx(DECK)


def test_a_deck_has_a_page_for_each_of_its_pages() -> None:
    cover, lists, figures, tables = words(pypdfium2.PdfDocument(write_deck_pdf(DECK)))
    assert cover.startswith("Pack 3 Dec 2026 Made for Carl Every alliance is counted.")
    assert lists.startswith("Lists What to do. On time 3 of 4 By their day. Attend to Umbra At risk")
    assert "Research" in figures
    assert tables.startswith("Tables By site Site Used 仙台 12 None Empty.")


def test_without_pango_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, *_args: Any, **_kwargs: Any) -> Any:
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return imported(name, *_args, **_kwargs)

    imported = __import__
    monkeypatch.setattr("builtins.__import__", missing)
    with pytest.raises(PdfNotHere) as refused:
        write_pdf(title="T", purpose="", parts=[], footer="", example_title="", language="en")
    assert refused.value.message.startswith("PDFs cannot be made on this server: the library Pango is missing.")
