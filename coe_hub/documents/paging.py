"""How many pages a Word file will fill, and how much of the last: reckoned, since only Word itself lays it out."""

import math
from collections.abc import Iterator
from typing import cast

from docx.document import Document as DocumentType
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from coe_hub.lib.text import print_width

_LETTER = 0.515  # of its height is the width of a letter in the middle, with what is lost where lines break
_SIDES = 10.8 + 1  # points: what a cell has at its left and right, and its frame
_INDENT = 18.0  # points of an item of a list
_FRAME = 0.5  # points between two rows


def fill_of_pages(document: DocumentType) -> float:
    """How many pages the text takes before the first break of its own: 2.1 is two and a tenth of a third."""
    section = document.sections[0]
    height = _points(section.page_height) - _points(section.top_margin) - _points(section.bottom_margin)
    width = _points(section.page_width) - _points(section.left_margin) - _points(section.right_margin)
    pages = used = 0.0
    for group in _Measure().groups(document, width):
        if used and used + group > height:
            pages, used = pages + 1, 0.0
        used += group
        while used > height:
            pages, used = pages + 1, used - height
    return pages + used / height


class _Measure:
    """Heights of a document's paragraphs; each style is looked up once, since that takes longest."""

    def __init__(self) -> None:
        self.styles: dict[str | None, ParagraphStyle] = {}

    def groups(self, document: DocumentType, width: float) -> Iterator[float]:
        """Heights of what is not parted by the end of a page."""
        held = 0.0
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph) and block.paragraph_format.page_break_before:
                break
            for height, is_held in self.table(block) if isinstance(block, Table) else [self.paragraph(block, width)]:
                held += height
                if not is_held:
                    yield held
                    held = 0.0
        yield held

    def table(self, table: Table) -> Iterator[tuple[float, bool]]:
        """Each row's height, and whether it stays with what follows."""
        for row in table.rows:
            heights = [
                (sum(self.paragraph(one, _points(cell.width) - _SIDES)[0] for one in cell.paragraphs), cell)
                for cell in row.cells
            ]
            first = heights[0][1].paragraphs[0].paragraph_format
            yield max(height for height, _cell in heights) + _FRAME, bool(first.keep_with_next)

    def paragraph(self, paragraph: Paragraph, width: float) -> tuple[float, bool]:
        """Its height with the air around it, and whether it stays with what follows."""
        look = self.look(paragraph)
        style, own, size = look.paragraph_format, paragraph.paragraph_format, _points(look.font.size)
        room = width - (_INDENT if str(look.name).startswith("List") else 0)
        letters = print_width(paragraph.text) * size * (_LETTER * 1.06 if look.font.bold else _LETTER)
        lines = max(1, math.ceil(letters / max(room, size)))
        after = own.space_after if own.space_after is not None else style.space_after
        height = lines * _points(own.line_spacing or style.line_spacing) + _points(style.space_before) + _points(after)
        return height, bool(own.keep_with_next or style.keep_with_next)

    def look(self, paragraph: Paragraph) -> ParagraphStyle:
        """Its style."""
        name = paragraph._p.style
        if name not in self.styles:
            self.styles[name] = cast("ParagraphStyle", paragraph.style)
        return self.styles[name]


def _points(length: object) -> float:
    return getattr(length, "pt", 0.0)
