"""Word files of our own texts: the same Markdown as on the page, laid out on A4 in a quiet hand."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from coe_hub.documents.layout import LANDSCAPE, PORTRAIT, needs_landscape, printable, table_end, table_rows, tables
from coe_hub.documents.paging import fill_of_pages
from coe_hub.documents.word_tables import MUTED, add_fields, add_inline, add_table
from coe_hub.lib.markdown import to_tokens

_INK, _TEAL = RGBColor(0x1B, 0x23, 0x2E), RGBColor(0x0D, 0x5C, 0x59)
_LONGEST_PROPERTY = 255
_LATIN, _JAPANESE = "Arial", "Yu Gothic"
_MARGIN = 20  # millimetres
_LISTS = {"bullet_list": "List Bullet", "ordered_list": "List Number"}
_DEEPEST = 3  # as many levels as Word's own list styles have
_LINES = {"en": 1.2, "ja": 1.3}  # heights of a letter from line to line
_SCALES = (1, 0.95, 1.05, 0.9, 1.1, 1.15, 1.2)  # of all letters, the usual first
# Of a last page. Up to a fifth of a page less is needed than is reckoned, so 0.4 is never below a fifth.
_LEAST_FILL, _MOST_FILL = 0.4, 0.97
_LOCALES = {"en": "en-GB", "ja": "ja-JP"}


@dataclass(frozen=True)
class Part:
    """A part of a document: Markdown text, fields to fill in (`Label: value` lines), or an example set apart."""

    kind: str
    text: str


def write_docx(
    *, title: str, purpose: str, parts: Iterable[Part], footer: str, example_title: str, language: str, header: str = ""
) -> bytes:
    """A Word file with a title, one line of purpose and the parts. `footer` says what it is and which edition.

    `header` says on every page for what it was filled in. Pages lie across where a table needs it.
    """
    parts = list(parts)
    rows = [table for part in parts if part.kind != "fields" for table in tables(to_tokens(part.text))]
    width = LANDSCAPE if any(map(needs_landscape, rows)) else PORTRAIT
    document = Document()
    _set_up(document, is_landscape=width == LANDSCAPE)
    _set_language(document, language)
    _set_edges(document, header=header, footer=footer, width=width)
    document.add_paragraph(printable(title), style="Title")
    if purpose:
        document.add_paragraph(printable(purpose), style="Subtitle")
    _add_parts(document, parts, width=width, example_title=example_title)
    _choose_letters(document, line=_LINES.get(language, _LINES["en"]))
    document.core_properties.title, document.core_properties.author = printable(title)[:_LONGEST_PROPERTY], ""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _choose_letters(document: DocumentType, *, line: float) -> None:
    """Letters of the first scale with which the text ends well, else of the one whose last page has most on it.

    A few lines alone on a last page are worse than letters of another size; some room is for fonts that run wider.
    """
    tried: list[tuple[float, float]] = []
    for scale in _SCALES:
        _set_letters(document, line=line, scale=scale)
        pages = fill_of_pages(document)
        last = pages % 1
        if pages <= _MOST_FILL or _LEAST_FILL <= last <= _MOST_FILL:
            return
        tried.append((last if last <= _MOST_FILL else 0, scale))
    _set_letters(document, line=line, scale=max(tried, key=itemgetter(0))[1])


def _add_parts(document: DocumentType, parts: Iterable[Part], *, width: float, example_title: str) -> None:
    for part in parts:
        if part.kind == "fields":
            add_fields(document, part.text, width=width)
            continue
        if part.kind == "example":
            # Not a break of its own: that would be an empty page where the text before ends with one.
            document.add_heading(example_title, level=2).paragraph_format.page_break_before = True
        _add_markdown(document, part.text, width=width)


def _set_language(document: DocumentType, language: str) -> None:
    document.core_properties.language = _LOCALES.get(language, language)
    for spoken in document.styles.element.iter(qn("w:lang")):
        # Latin words stay English in a Japanese file, or Word would part them between any two letters.
        spoken.set(qn("w:val"), _LOCALES["en"])
        spoken.set(qn("w:eastAsia"), _LOCALES["ja"])


def _set_up(document: DocumentType, *, is_landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(13), Mm(13)
    section.header_distance = section.footer_distance = Mm(7)


def _set_letters(document: DocumentType, *, line: float, scale: float) -> None:
    """The look of all styles, `scale` times the usual size and `line` heights of a letter from line to line."""
    looks = {
        "Normal": (9.5, False, _INK, 3),
        "Title": (18, True, _INK, 1),
        "Subtitle": (10, False, MUTED, 6),
        "Heading 2": (12, True, _TEAL, 2),
        "Heading 3": (10, True, _INK, 2),
        "List Continue": (9.5, False, _INK, 1),
        "Quote": (9.5, False, MUTED, 3),
    }
    looks |= {_list_style(name, depth): (9.5, False, _INK, 1) for name in _LISTS.values() for depth in (1, 2, 3)}
    for name, (size, bold, colour, after) in looks.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(round(size * scale * 2) / 2), bold, False
        style.font.color.rgb = colour
        style.paragraph_format.space_after = Pt(round(after * scale, 1))
        style.paragraph_format.space_before = Pt(round(6 * scale, 1) if name.startswith("Heading") else 0)
        # Exact, since Japanese fonts differ in theirs by a third: pages end where they were meant to.
        style.paragraph_format.line_spacing = Pt(round(size * scale * line, 1))
        _set_fonts(style.element)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)


def _set_edges(document: DocumentType, *, header: str, footer: str, width: float) -> None:
    """What stands above and below each page, in small letters; the number of the page at the right."""
    section = document.sections[0]
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    above.add_run(printable(header))
    below.add_run(f"{printable(footer)}\t")
    _add_count(below, "PAGE")
    below.add_run("/")
    _add_count(below, "NUMPAGES")
    for style in ("Header", "Footer"):
        document.styles[style].paragraph_format.tab_stops.clear_all()
    for paragraph in (above, below):
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(8), MUTED


def _add_count(paragraph: Paragraph, name: str) -> None:
    """A number that Word counts."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = name
        run._r.append(mark)


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


def _add_markdown(document: DocumentType, text: str, *, width: float) -> None:
    tokens = to_tokens(text)
    lists = _Lists(document)
    quoted = place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            level = 2 if token.tag in {"h1", "h2"} else 3
            add_inline(document.add_paragraph(style=f"Heading {level}"), tokens[place + 1])
        elif token.type == "paragraph_open":
            paragraph = lists.paragraph() or document.add_paragraph(style="Quote" if quoted else "Normal")
            add_inline(paragraph, tokens[place + 1])
        elif token.type in {"fence", "code_block"}:
            for row in token.content.splitlines():
                document.add_paragraph(printable(row))
        elif token.type == "table_open":
            end = table_end(tokens, place)
            add_table(document, table_rows(tokens[place : end + 1]), width=width)
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
