"""A deck as PowerPoint: its charts are PowerPoint's own, with their figures behind them, and its tables tables."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

from coe_hub.documents.decks import Chart, Deck, Grid, Item, Listing, Page, Tile
from coe_hub.documents.layout import printable

_INK, _MUTED, _TEAL, _PAPER = "1B232E", "5C6672", "0D5C59", "FAF8F4"
_TONES = {
    "forming": "B7CECD",
    "launching": "7BA6A3",
    "running": _TEAL,
    "ending": "DDD6CA",
    "past": "7BA6A3",
    "now": _TEAL,
    "kept": "7BA6A3",
    "slow": "D9A25C",
    "missed": "9C2430",
    "late": "9C2430",
    "soon": "8F4E00",
    "good": "29653A",
    "plain": _MUTED,
}
_DARK = {"running", "now", "missed"}
_LATIN, _JAPANESE = "Arial", "Yu Gothic"
_LOCALES = {"en": "en-GB", "ja": "ja-JP"}
_WIDTH, _HEIGHT, _EDGE = Mm(338.7), Mm(190.5), Mm(15)
_INSIDE = Emu(_WIDTH - 2 * _EDGE)
_TOP, _GAP = Mm(40), Mm(8)
_BOTTOM = Emu(_HEIGHT - Mm(16))
_BLANK_WITH_TITLE = 5  # the layout "Title Only" of the library's own template
# What a file says of when it was made: always the same, so that the same deck gives the same file.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOMENTS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_deck_pptx(deck: Deck) -> bytes:
    """The deck as a PowerPoint file, 16:9. The same deck gives the same bytes."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = _WIDTH, _HEIGHT
    properties = presentation.core_properties
    properties.title, properties.author, properties.language = printable(deck.title), "", _LOCALES[deck.language]
    properties.created = properties.modified = _EPOCH
    writer = _Writer(presentation, deck)
    writer.cover()
    for page in deck.pages:
        writer.page(page)
    content = io.BytesIO()
    presentation.save(content)
    return _undated(content.getvalue())


def _undated(content: bytes) -> bytes:
    """The archive without the moment it was made at, the workbooks behind its charts too."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xlsx"):
                part = _undated(part)
            elif name == "docProps/core.xml":
                part = _MOMENTS.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


class _Writer:
    """Slides of one deck."""

    def __init__(self, presentation: Any, deck: Deck) -> None:
        self.presentation = presentation
        self.deck = deck

    def cover(self) -> None:
        """The first page: for what and when, and what it counts."""
        slide = self._slide(self.deck.title, size=36, note=self.deck.subtitle, top=Mm(34))
        rows = [[label, text] for label, text in self.deck.facts]
        frame = self._box(slide, _EDGE, Mm(76), _INSIDE, Mm(50))
        for place, (label, text) in enumerate(rows):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            self._run(paragraph, f"{label}   ", size=14, colour=_MUTED)
            self._run(paragraph, text, size=14)
            paragraph.space_after = Pt(5)
        self._lines(slide, self.deck.notes, left=_EDGE, top=Mm(130), width=_INSIDE, height=Mm(44), size=12)

    def page(self, page: Page) -> None:
        """A page: lists, or figures above charts and tables."""
        slide = self._slide(page.title, note=page.note)
        top: int = _TOP
        if page.tiles:
            self._beside(page.tiles, self._tile, slide, top=top, height=Mm(34))
            top = Emu(top + Mm(40))
        height = Emu(_BOTTOM - top)
        self._beside(page.listings, self._listing, slide, top=top, height=height)
        self._beside([*page.charts, *page.grids], self._piece, slide, top=top, height=height)

    def _beside(self, pieces: Sequence[Any], write: Any, slide: Any, *, top: int, height: int) -> None:
        """Pieces side by side, equally wide."""
        for place, piece in enumerate(pieces):
            width = Emu((_INSIDE - (len(pieces) - 1) * _GAP) // len(pieces))
            write(slide, piece, left=Emu(_EDGE + place * (width + _GAP)), top=top, width=width, height=height)

    def _slide(self, title: str, *, note: str = "", size: int = 26, top: int = Mm(11)) -> Any:
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[_BLANK_WITH_TITLE])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = RGBColor.from_string(_PAPER)
        heading = slide.shapes.title
        heading.left, heading.top, heading.width, heading.height = _EDGE, top, _INSIDE, Mm(16)
        self._tidy(heading.text_frame, anchor=MSO_ANCHOR.BOTTOM)
        self._run(heading.text_frame.paragraphs[0], title, size=size, bold=True)
        heading.text_frame.paragraphs[0].alignment = 1
        if note:
            self._lines(slide, [note], left=_EDGE, top=Emu(top + Mm(17)), width=_INSIDE, height=Mm(9), size=13)
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        self._lines(
            slide, [self.deck.footer], left=_EDGE, top=Emu(_HEIGHT - Mm(11)), width=Mm(270), height=Mm(7), size=9
        )
        frame = self._box(slide, Emu(_WIDTH - _EDGE - Mm(20)), Emu(_HEIGHT - Mm(11)), Mm(20), Mm(7))
        paragraph = frame.paragraphs[0]
        paragraph.alignment = 3
        field = paragraph._p.makeelement(
            qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
        )
        run = field.makeelement(qn("a:rPr"), {"lang": "en-GB", "sz": "900"})
        text = field.makeelement(qn("a:t"), {})
        text.text = str(len(self.presentation.slides))
        field.extend([run, text])
        paragraph._p.append(field)

    def _listing(self, slide: Any, one: Listing, *, left: int, top: int, width: int, height: int) -> None:
        frame = self._box(slide, left, top, width, height)
        self._run(frame.paragraphs[0], one.name, size=16, bold=True, colour=_TONES.get(one.tone, _INK))
        frame.paragraphs[0].space_after = Pt(8)
        for item in one.items:
            self._item(frame, item)
        for text in (one.more if one.items else one.none,):
            if text:
                self._run(frame.add_paragraph(), text, size=12, colour=_MUTED)

    def _item(self, frame: Any, item: Item) -> None:
        lines = [(item.title, 14, True, _INK), (item.text, 12, False, _INK)]
        lines += [(f"“{item.quote}”" if item.quote else "", 12, False, _MUTED), (item.who, 11, False, _MUTED)]
        written = [one for one in lines if one[0]]
        for text, size, bold, colour in written:
            paragraph = frame.add_paragraph()
            self._run(paragraph, text, size=size, bold=bold, colour=colour)
            paragraph.space_after = Pt(2)
        paragraph.space_after = Pt(10)

    def _tile(self, slide: Any, one: Tile, *, left: int, top: int, width: int, height: int) -> None:
        frame = self._box(slide, left, top, width, height)
        self._run(frame.paragraphs[0], one.name, size=12, colour=_MUTED)
        self._run(frame.add_paragraph(), one.value, size=24, bold=True)
        self._run(frame.add_paragraph(), one.text, size=11, colour=_MUTED)

    def _piece(self, slide: Any, one: Chart | Grid, *, left: int, top: int, width: int, height: int) -> None:
        self._lines(slide, [one.name], left=left, top=top, width=width, height=Mm(8), size=15, colour=_INK, bold=True)
        under = Mm(14) if one.note else 0
        inner, room = Emu(top + Mm(10)), Emu(height - Mm(10) - under)
        if isinstance(one, Chart):
            self._chart(slide, one, left=left, top=inner, width=width, height=room)
        elif one.rows:
            self._grid(slide, one, left=left, top=inner, width=width, height=room)
        else:
            self._lines(slide, [one.none], left=left, top=inner, width=width, height=Mm(10), size=12)
        if one.note:
            foot = Emu(top + height - under)
            self._lines(slide, [one.note], left=left, top=foot, width=width, height=under, size=11)

    def _chart(self, slide: Any, one: Chart, *, left: int, top: int, width: int, height: int) -> None:
        data = CategoryChartData()
        data.categories = _categories(one)
        for series in one.series:
            data.add_series(printable(series.name), series.values)
        kind = XL_CHART_TYPE.BAR_STACKED if one.is_stacked else XL_CHART_TYPE.COLUMN_CLUSTERED
        graphic = slide.shapes.add_chart(kind, left, top, width, height, data)
        graphic.name = printable(one.name)
        chart = graphic.chart
        chart.has_title = False
        self._font(chart.font, size=11, colour=_MUTED)
        _set_fonts(chart.font._rPr)
        chart.has_legend = one.is_stacked
        if one.is_stacked:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
            chart.category_axis.reverse_order = True
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        chart.category_axis.format.line.color.rgb = RGBColor.from_string("D5CFC4")
        chart.category_axis.has_major_gridlines = False
        plot = chart.plots[0]
        plot.gap_width = 45
        for series, drawn in zip(one.series, plot.series, strict=True):
            self._colour(series.tone, drawn, series.values, is_stacked=one.is_stacked)

    def _colour(self, tone: str, drawn: Any, values: Sequence[int], *, is_stacked: bool) -> None:
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = RGBColor.from_string(_TONES[tone])
        labels = drawn.data_labels
        labels.show_value = True
        # Nought has no bar, and needs no figure beside it.
        labels.number_format, labels.number_format_is_linked = "0;-0;;", False
        if is_stacked:
            self._font(labels.font, size=10, colour="FFFFFF" if tone in _DARK else _INK)
            return
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        self._font(labels.font, size=11, colour=_INK)
        last = drawn.points[len(values) - 1].format.fill
        last.solid()
        last.fore_color.rgb = RGBColor.from_string(_TONES["now"])

    def _grid(self, slide: Any, one: Grid, *, left: int, top: int, width: int, height: int) -> None:
        rows = [one.head, *one.rows]
        line = Emu(min(Mm(9), height // len(rows)))
        table = slide.shapes.add_table(len(rows), len(one.head), left, top, width, Emu(line * len(rows))).table
        table._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # none
        table.horz_banding = False
        names = Emu(int(width * (0.46 if len(one.head) < 4 else 0.34)))
        for place, column in enumerate(table.columns):
            column.width = names if place == 0 else Emu((width - names) // (len(one.head) - 1))
        for number, (row, written) in enumerate(zip(rows, table.rows, strict=True)):
            written.height = line
            for place, (cell, text) in enumerate(zip(written.cells, row, strict=True)):
                cell.margin_left = cell.margin_right = Mm(1)
                cell.margin_top = cell.margin_bottom = Mm(0.8)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.alignment = 1 if place == 0 else 3
                colour, bold = (_MUTED, False) if number == 0 else (_INK, place == 0)
                self._run(paragraph, text, size=11, bold=bold, colour=colour)
                _underline(cell)

    def _lines(
        self,
        slide: Any,
        texts: Sequence[str],
        *,
        left: int,
        top: int,
        width: int,
        height: int,
        size: int,
        colour: str = _MUTED,
        bold: bool = False,
    ) -> None:
        frame = self._box(slide, left, top, width, height)
        for place, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            self._run(paragraph, text, size=size, colour=colour, bold=bold)
            paragraph.space_after = Pt(4)

    def _box(self, slide: Any, left: int, top: int, width: int, height: int) -> Any:
        frame = slide.shapes.add_textbox(left, top, width, height).text_frame
        self._tidy(frame)
        return frame

    def _tidy(self, frame: Any, *, anchor: Any = MSO_ANCHOR.TOP) -> None:
        frame.word_wrap = True
        frame.vertical_anchor = anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0

    def _run(self, paragraph: Any, text: str, *, size: int, bold: bool = False, colour: str = _INK) -> None:
        # The end of a line within a run is a space to PowerPoint, and the end of a paragraph to LibreOffice.
        for place, line in enumerate(printable(text).split("\n")):
            if place:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = line
            self._font(run.font, size=size, bold=bold, colour=colour)
            properties = run._r.get_or_add_rPr()
            properties.set("lang", _LOCALES[self.deck.language])
            _set_fonts(properties)

    def _font(self, font: Any, *, size: int, colour: str, bold: bool = False) -> None:
        font.size, font.bold, font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)


def _categories(one: Chart) -> list[str]:
    """Names of the categories; of a stacked bar with its sum, since PowerPoint gives the parts alone."""
    names = [printable(label).replace("\n", " ").strip() for label in one.categories]
    if not one.is_stacked:
        return names
    return [
        f"{name}  {sum(values)}" for name, *values in zip(names, *(part.values for part in one.series), strict=True)
    ]


def _set_fonts(properties: Any) -> None:
    """Fonts that both Windows and macOS come with, for Latin letters and for Japanese."""
    for tag, name in (("a:latin", _LATIN), ("a:ea", _JAPANESE)):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        properties.append(properties.makeelement(qn(tag), {"typeface": name}))


def _underline(cell: Any) -> None:
    """A hairline below a cell of a table."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": "D5CFC4"}))
    line.append(fill)
    properties.append(line)
