"""What the hub knows is put into a tool's words, and stays within its line and its cell."""

import pytest

from coe_hub.lib.markdown import to_html
from coe_hub.lib.text import label_lines
from coe_hub.publishing.models import BlockKind
from coe_hub.publishing.reading import BLANK, Passage, fill

TABLE = "| Who | Partner | Note |\n|---|---|---|\n| us | {partners} | x |"


def filled(kind: str, text: str, **context: str) -> str:
    passage = Passage(key="a", kind=kind, text=text, language="en", state="approved", source=text, source_hash="")
    return fill([passage], context)[0].text


def test_a_purpose_of_several_lines_stays_in_its_field() -> None:
    text = filled(
        BlockKind.FIELDS, "What we do: {purpose}\nLead: {lead}", purpose="Find a drug.\nOur side brings: antibodies"
    )
    assert label_lines(text) == [("What we do", "Find a drug. Our side brings: antibodies"), ("Lead", BLANK)]


def test_a_field_is_parted_at_its_first_colon_whichever_it_is() -> None:
    assert label_lines("目的：第2相: 抗体\nDay: 8:00：9:00\n: no label\nAlone") == [
        ("目的", "第2相: 抗体"),
        ("Day", "8:00：9:00"),
        ("Alone", ""),
    ]


@pytest.mark.parametrize(
    "name",
    ["Umbra | Halden", "*Bold* Bio", "A_b_c", "<b>Umbra</b>", "[x](https://a.example)", "back\\slash", "R&amp;D"],
)
def test_a_name_shows_as_it_is_wherever_it_is_put_in(name: str) -> None:
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'<td data-label="Partner">{shown}</td>\n<td data-label="Note">x</td>' in to_html(
        filled(BlockKind.TABLE, TABLE, partners=name)
    )
    assert to_html(filled(BlockKind.TEXT, "With {partners}.", partners=name)) == f"<p>With {shown}.</p>\n"
    assert filled(BlockKind.LINE, "With {partners}", partners=name) == f"With {name}"


@pytest.mark.parametrize("name", ["# Umbra", "- Umbra", "1. Umbra", "2) Umbra", "+ Umbra", "=== Umbra"])
def test_a_name_at_the_beginning_of_a_text_begins_no_list_and_no_heading(name: str) -> None:
    assert to_html(filled(BlockKind.TEXT, "{partners}", partners=name)) == f"<p>{name}</p>\n"
