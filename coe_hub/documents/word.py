"""Word files of our own texts: the same Markdown as on the page, laid out on A4 in a quiet hand."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from coe_hub.lib.markdown import to_tokens
from coe_hub.lib.text import label_lines

_INK, _MUTED, _TEAL = RGBColor(0x1B, 0x23, 0x2E), RGBColor(0x5C, 0x66, 0x72), RGBColor(0x0D, 0x5C, 0x59)
_LONGEST_PROPERTY = 255
_LATIN, _JAPANESE = "Arial", "Yu Gothic"
_MARGIN, _WIDTH = 20, 170  # millimetres: margin, and what is left of A4
_LABELS = (46, 66)  # millimetres: labels of fields, the narrowest and the widest
_LETTER, _PADDING = 2.1, 4.5  # millimetres: a letter in the middle, both sides of a cell
_NARROWEST, _ROOM_TO_WRITE, _LITTLE_ROOM, _LONGEST = 5, 22, 12, 44  # letters
_MANY = 4  # blank columns, beside which words would have no room
_HEAD_FILL, _LINE = "F3F0EA", "C9C4BA"
_LISTS = {"bullet_list": "List Bullet", "ordered_list": "List Number"}
_DEEPEST = 3  # as many levels as Word's own list styles have
_LOCALES = {"en": "en-GB", "ja": "ja-JP"}
# XML has no way to say these; they come in as entities such as `&#12;`.
_LATIN_WORDS = re.compile(r"[^\s/\u3000-\uffef-]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Part:
    """A part of a document: Markdown text, fields to fill in (`Label: value` lines), or an example set apart."""

    kind: str
    text: str


def write_docx(
    *, title: str, purpose: str, parts: Iterable[Part], footer: str, example_title: str, language: str
) -> bytes:
    """A Word file with a title, one line of purpose and the parts. `footer` says what it is and which edition."""
    document = Document()
    _set_up(document, footer)
    document.core_properties.title, document.core_properties.author = printable(title)[:_LONGEST_PROPERTY], ""
    document.core_properties.language = _LOCALES.get(language, language)
    for spoken in document.styles.element.iter(qn("w:lang")):
        # Latin words stay English in a Japanese file, or Word would part them between any two letters.
        spoken.set(qn("w:val"), _LOCALES["en"])
        spoken.set(qn("w:eastAsia"), _LOCALES["ja"])
    document.add_paragraph(printable(title), style="Title")
    if purpose:
        document.add_paragraph(printable(purpose), style="Subtitle")
    for part in parts:
        if part.kind == "fields":
            _add_fields(document, part.text)
        elif part.kind == "example":
            # Not a break of its own: that would be an empty page where the text before ends with one.
            document.add_heading(example_title, level=2).paragraph_format.page_break_before = True
            _add_markdown(document, part.text)
        else:
            _add_markdown(document, part.text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _set_up(document: DocumentType, footer: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(13), Mm(13)
    section.footer_distance = Mm(7)
    looks = {
        "Normal": (9.5, False, _INK, 3),
        "Title": (18, True, _INK, 1),
        "Subtitle": (10, False, _MUTED, 6),
        "Heading 2": (12, True, _TEAL, 2),
        "Heading 3": (10, True, _INK, 2),
        "List Continue": (9.5, False, _INK, 1),
        "Quote": (9.5, False, _MUTED, 3),
    }
    looks |= {_list_style(name, depth): (9.5, False, _INK, 1) for name in _LISTS.values() for depth in (1, 2, 3)}
    for name, (size, bold, colour, after) in looks.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = colour
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.line_spacing = 1.05
        _set_fonts(style.element)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    paragraph = section.footer.paragraphs[0]
    run = paragraph.add_run(footer)
    run.font.size, run.font.color.rgb = Pt(8), _MUTED


def _set_fonts(element: object) -> None:
    properties = element.get_or_add_rPr()  # type: ignore[attr-defined]
    for spacing in properties.findall(qn("w:spacing")):
        properties.remove(spacing)
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.append(fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), _LATIN)
    fonts.set(qn("w:eastAsia"), _JAPANESE)


def _add_fields(document: DocumentType, text: str) -> None:
    """Two columns, a hairline below each value: printed or typed, it is filled in the same way."""
    lines = label_lines(text)
    table = document.add_table(rows=0, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for label, value in lines:
        row = table.add_row()
        _keep_whole(row, is_head=False)
        run = row.cells[0].paragraphs[0].add_run(printable(label))
        run.font.color.rgb = _MUTED
        row.cells[1].paragraphs[0].add_run(printable(value))
        _border(row.cells[1], edges=("bottom",))
    longest = max(print_width(label) for label, _value in lines) if lines else 0
    labels = min(max(longest * _LETTER + _PADDING, _LABELS[0]), _LABELS[1])
    _set_widths(table, [labels, _WIDTH - labels])
    _add_gap(document)


def printable(text: str) -> str:
    """The text without characters that no Word or Excel file can hold."""
    return _UNPRINTABLE.sub("", text)


def _add_markdown(document: DocumentType, text: str) -> None:
    tokens = to_tokens(text)
    lists = _Lists(document)
    quoted = place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            level = 2 if token.tag in {"h1", "h2"} else 3
            _add_inline(document.add_paragraph(style=f"Heading {level}"), tokens[place + 1])
        elif token.type == "paragraph_open":
            paragraph = lists.paragraph() or document.add_paragraph(style="Quote" if quoted else "Normal")
            _add_inline(paragraph, tokens[place + 1])
        elif token.type in {"fence", "code_block"}:
            for row in token.content.splitlines():
                document.add_paragraph(printable(row))
        elif token.type == "table_open":
            end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
            _add_table(document, tokens[place : end + 1])
            place = end
        elif token.type.startswith("blockquote_"):
            quoted += token.nesting
        else:
            lists.see(token)
        place += 1


def _list_style(name: str, depth: int) -> str:
    return name if depth == 1 else f"{name} {min(depth, _DEEPEST)}"


class _Lists:
    """The lists a text is in at one place. Each counts from one, whatever was counted before it."""

    def __init__(self, document: DocumentType) -> None:
        self.document = document
        self.open: list[tuple[str, int | None]] = []
        self.is_new_item = False

    def see(self, token: Token) -> None:
        """Note where lists and their items begin and end."""
        if token.type == "list_item_open":
            self.is_new_item = True
        elif (name := token.type.removesuffix("_open")) in _LISTS:
            style = _list_style(_LISTS[name], len(self.open) + 1)
            self.open.append((style, self._counted_anew(style) if name == "ordered_list" else None))
        elif token.type.removesuffix("_close") in _LISTS:
            self.open.pop()

    def paragraph(self) -> Paragraph | None:
        """A paragraph of the list at this place: with its mark where an item begins. None outside of lists."""
        if not self.open:
            return None
        if not self.is_new_item:
            return self.document.add_paragraph(style="List Continue")
        self.is_new_item = False
        style, count = self.open[-1]
        paragraph = self.document.add_paragraph(style=style)
        if count is not None:
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_numId().val = count
            numbering.get_or_add_ilvl().val = 0
        return paragraph

    def _counted_anew(self, style: str) -> int:
        numbering = self.document.part.numbering_part.element
        of_style = self.document.styles[style].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return number.numId


def _add_inline(paragraph: Paragraph, token: Token) -> None:
    bold = italic = False
    link = ""
    for child in token.children or []:
        if child.type in {"strong_open", "strong_close"}:
            bold = child.type == "strong_open"
        elif child.type in {"em_open", "em_close"}:
            italic = child.type == "em_open"
        elif child.type == "link_open":
            link = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            # A printed page has no links to follow.
            if link.startswith(("http:", "https:")) and link not in paragraph.text:
                paragraph.add_run(printable(f" ({link})"))
        elif child.type in {"softbreak", "hardbreak"}:
            paragraph.add_run().add_break() if child.type == "hardbreak" else paragraph.add_run(" ")
        elif child.content:
            run = paragraph.add_run(printable(child.content))
            run.bold, run.italic = bold or None, italic or None


def table_rows(tokens: Sequence[Token]) -> list[list[Token]]:
    """The cells of a table's rows, the head first; `tokens` run from its opening to its closing."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    return rows


def _add_table(document: DocumentType, tokens: Sequence[Token]) -> None:
    rows = table_rows(tokens)
    columns = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=columns)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for number, (row, table_row) in enumerate(zip(rows, table.rows, strict=True)):
        _keep_whole(table_row, is_head=number == 0)
        for cell, token in zip(table_row.cells, row, strict=False):
            _add_inline(cell.paragraphs[0], token)
            _border(cell)
            if number == 0:
                _fill(cell)
                # The head does not stand alone at the end of a page.
                cell.paragraphs[0].paragraph_format.keep_with_next = True
                for run in cell.paragraphs[0].runs:
                    run.bold = True
            elif not token.content.strip():
                # Room to write by hand.
                cell.paragraphs[0].paragraph_format.space_after = Pt(6)
    _set_widths(table, shares(rows, _WIDTH))
    _add_gap(document)


def shares(rows: Sequence[Sequence[Token]], width: float) -> list[float]:
    """Widths of a table's columns, `width` together: by the longest text of each, with room to write in empty ones."""
    columns = max(len(row) for row in rows)
    longest = [max(print_width(row[place].content) for row in rows if place < len(row)) for place in range(columns)]
    is_blank = [not any(row[place].content.strip() for row in rows[1:] if place < len(row)) for place in range(columns)]
    room = _ROOM_TO_WRITE if sum(is_blank) <= _MANY else _LITTLE_ROOM
    weights = [
        max(min(length, _LONGEST), room if blank else _NARROWEST)
        for length, blank in zip(longest, is_blank, strict=True)
    ]
    # No column is narrower than its longest word, or letters would stand below each other.
    needed = [
        (_longest_word(row[place].content for row in rows if place < len(row)) * _LETTER + _PADDING)
        for place in range(columns)
    ]
    least = [width * one / max(_WIDTH, sum(needed)) for one in needed]
    fair = [width * weight / sum(weights) for weight in weights]
    missing = sum(max(0, low - share) for low, share in zip(least, fair, strict=True))
    spare = sum(max(0, share - low) for low, share in zip(least, fair, strict=True))
    return [
        low if share <= low else share - (share - low) * missing / spare for low, share in zip(least, fair, strict=True)
    ]


def _longest_word(texts: Iterable[str]) -> int:
    """In Latin letters, at most twenty. Japanese may be parted between any two letters, but four stay together."""
    texts = list(texts)
    latin = [len(word) for text in texts for word in _LATIN_WORDS.findall(text)]
    japanese = [min(print_width(text), 8) for text in texts if print_width(text) > len(text)]
    return min(max([*latin, *japanese], default=0), 20)


def print_width(text: str) -> int:
    """In Latin letters; a Japanese one takes the room of two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Of the grid and of every cell: Word reads the one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _keep_whole(row: _Row, *, is_head: bool) -> None:
    """No row is torn by the end of a page, and the head stands on every page."""
    properties = row._tr.get_or_add_trPr()
    for name in ["w:cantSplit", *(["w:tblHeader"] if is_head else [])]:
        properties.append(OxmlElement(name))


def _add_gap(document: DocumentType) -> None:
    """A little air after a table, less than a line."""
    gap = document.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(8)


def _border(cell: _Cell, edges: Sequence[str] = ("top", "left", "bottom", "right")) -> None:
    borders = OxmlElement("w:tcBorders")
    for edge in edges:
        line = OxmlElement(f"w:{edge}")
        for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:color", _LINE)):
            line.set(qn(name), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _fill(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _HEAD_FILL)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)
