"""Tables of a Word file: to read and to fill in, by hand or on a screen."""

from collections.abc import Sequence

from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from coe_hub.documents.layout import LETTER, PADDING, PORTRAIT, is_to_write, printable, shares
from coe_hub.lib.text import label_lines, print_width

MUTED = RGBColor(0x5C, 0x66, 0x72)
_LABELS = (46, 66)  # millimetres: labels of fields, the narrowest and the widest
_HEAD_FILL, _LINE = "F3F0EA", "C9C4BA"
_SHORT = 9  # rows with the head: so many stay on one page


def add_fields(document: DocumentType, text: str, *, width: float) -> None:
    """Two columns, a hairline below each value: printed or typed, it is filled in the same way."""
    lines = label_lines(text)
    table = document.add_table(rows=len(lines), cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for row, (label, value) in zip(table.rows, lines, strict=True):
        run = row.cells[0].paragraphs[0].add_run(printable(label))
        run.font.color.rgb = MUTED
        row.cells[1].paragraphs[0].add_run("" if is_to_write(value) else printable(value))
        _border(row.cells[1], edges=("bottom",))
    longest = max((print_width(label) for label, _value in lines), default=0)
    labels = min(max(longest * LETTER + PADDING, _LABELS[0]), _LABELS[1] * width / PORTRAIT)
    _set_widths(table, [labels, width - labels])
    _keep_together(table.rows)
    _add_gap(document)


def add_table(document: DocumentType, rows: Sequence[Sequence[Token]], *, width: float) -> None:
    """A table with its head on every page; empty cells have room to write by hand."""
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for number, (row, table_row) in enumerate(zip(rows, table.rows, strict=True)):
        for cell, token in zip(table_row.cells, row, strict=False):
            _border(cell)
            if number == 0:
                _fill(cell)
            if is_to_write(token.content):
                cell.paragraphs[0].paragraph_format.space_after = Pt(5)
                continue
            add_inline(cell.paragraphs[0], token)
            for run in cell.paragraphs[0].runs if number == 0 else ():
                run.bold = True
    _repeat(table.rows[0])
    _set_widths(table, shares(rows, width, millimetres=width))
    _keep_together(table.rows)
    _add_gap(document)


def add_inline(paragraph: Paragraph, token: Token) -> None:
    """The words of one line or paragraph with their emphasis; the address of a link stands behind it."""
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


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Of the grid and of every cell: Word reads the one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_together(rows: Sequence[_Row]) -> None:
    """No row is torn by the end of a page; a short table stays whole, a long one has two rows at least on each side."""
    rows = list(rows)
    for number, row in enumerate(rows):
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        is_edge = number < 2 or number == len(rows) - 2
        if number < len(rows) - 1 and (is_edge or len(rows) <= _SHORT):
            for paragraph in (one for cell in row.cells for one in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True


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
