"""A deck as PDF: A4 across, a page for each page of it, its charts as the hub's own pages draw them."""

import re
from dataclasses import asdict
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coe_hub.documents.charts import Bar, Column, Mark, columns, stacked_bars
from coe_hub.documents.decks import Chart, Deck, Page
from coe_hub.documents.pdf import print_pdf

# Pixels: what its place is to a drawing. The more there are, the lower it is, so that it stays on its page: half a
# page, a page by itself, and each below figures.
_HALF, _HALF_BELOW, _WHOLE, _BELOW = 440, 520, 800, 1040
# A drawing does not see the sheet of its page. Colours as in static/css/charts.css, by daylight.
_INK = """<style>
text { font-family: Inter, "Inter Extended", "Noto Sans JP"; font-size: 12px; fill: #5c6672 }
.chart-total { fill: #1b232e }
.forming rect { fill: #b7cecd } .launching rect { fill: #7ba6a3 } .running rect { fill: #0d5c59 }
.ending rect { fill: #ddd6ca } .past rect { fill: #7ba6a3 } .now rect { fill: #0d5c59 }
.kept rect { fill: #7ba6a3 } .slow rect { fill: #d9a25c } .missed rect { fill: #9c2430 }
.forming .chart-count, .launching .chart-count, .ending .chart-count { fill: #1b232e }
.kept .chart-count, .slow .chart-count { fill: #1b232e }
.running .chart-count, .missed .chart-count { fill: #ffffff }
.chart-line { stroke: #d5cfc4 }
</style>"""


def write_deck_pdf(deck: Deck) -> bytes:
    """The deck as PDF. The same deck gives the same bytes. Raises `PdfNotHere` where no PDF can be made."""
    pages = [{**asdict(page), "charts": [_chart(chart, page) for chart in page.charts]} for page in deck.pages]
    context = {"title": deck.title, "deck": deck, "pages": pages, "header": "", "footer": deck.footer}
    return print_pdf("documents/deck.html", context, language=deck.language)


def _chart(chart: Chart, page: Page) -> dict[str, Any]:
    drawn = _stacked(chart, page) if chart.is_stacked else _upright(chart, page)
    legend = [(one.tone, one.name) for one in chart.series] if chart.is_stacked else []
    return {"name": chart.name, "note": chart.note, "legend": legend, "drawing": _inked(drawn, _width(page))}


def _width(page: Page) -> int:
    if len(page.charts) + len(page.grids) == 1:
        return _BELOW if page.tiles else _WHOLE
    return _HALF_BELOW if page.tiles else _HALF


def _stacked(chart: Chart, page: Page) -> SafeString:
    bars = [
        Bar(label, [Mark(one.values[place], one.tone, one.name, "") for one in chart.series])
        for place, label in enumerate(chart.categories)
    ]
    return stacked_bars(bars=bars, title=chart.name, description=page.title)


def _upright(chart: Chart, page: Page) -> SafeString:
    [only] = chart.series
    last = len(only.values) - 1
    bars = [
        Column(*_two_lines(label), Mark(value, "now" if place == last else "past", label, ""))
        for place, (label, value) in enumerate(zip(chart.categories, only.values, strict=True))
    ]
    return columns(bars=bars, title=chart.name, description=page.title)


def _two_lines(label: str) -> tuple[str, str]:
    first, _line_end, second = label.partition("\n")
    return first, second


def _inked(drawing: SafeString, width: int) -> SafeString:
    """The drawing for paper: as wide as its place, its letters growing with it, and with its colours in it."""
    head, end, rest = drawing.partition(">")
    head = re.sub(r'width="100%" height="(\d+)"', rf'viewBox="0 0 {width} \1"', head)
    return mark_safe(f"{head}{end}{_INK}{rest}")  # noqa: S308  both parts are ours, the drawing escaped its words
