"""Charts drawn on the server, so that page, PDF and mail show the same picture under the strict CSP.

A chart is an SVG with a title and a description; the table behind it is the page's. Widths are shares of the
drawing, letters are not: on a phone the bars shrink and the words stay as large as they were. Colours come from
`charts.css` by class. Each mark is a link to the rows it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Text = str | Promise

_LABELS = 27.0
_TOTALS = 12.0
_ROW = 38
_BAR = 24
_LEAST = 0.8
_COUNT_FITS = 6.5
_COLUMNS = 132
_TOP = 20
_FOOT = 40
_GAP = 0.22


@dataclass(frozen=True)
class Mark:
    """A piece of a bar: its figure, the class that colours it, what it is in words, the rows behind it."""

    value: int
    tone: str
    words: str
    url: str


@dataclass(frozen=True)
class Bar:
    """A row of a stacked bar chart."""

    label: Text
    marks: Sequence[Mark]

    @property
    def total(self) -> int:
        """The figure at the bar's end."""
        return sum(mark.value for mark in self.marks)


@dataclass(frozen=True)
class Column:
    """A column of a column chart; `label` and `second` stand under it."""

    label: str
    second: str
    mark: Mark


def stacked_bars(*, bars: Sequence[Bar], title: Text, description: Text) -> SafeString:
    """Horizontal bars side by side in scale, each cut into its marks, with the figures that fit and the total."""
    widest = max((bar.total for bar in bars), default=0) or 1
    scale = (100 - _LABELS - _TOTALS) / widest
    rows = format_html_join("", "{}", ((_bar(bar, top=place * _ROW, scale=scale),) for place, bar in enumerate(bars)))
    return _drawing(rows, height=len(bars) * _ROW, kind="bars", title=title, description=description)


def _bar(bar: Bar, *, top: int, scale: float) -> SafeString:
    middle = top + _BAR // 2 + 5
    at, pieces = _LABELS, []
    for mark in bar.marks:
        if not mark.value:
            continue
        width = max(mark.value * scale, _LEAST)
        pieces.append(_piece(mark, at=at, width=width, top=top, middle=middle))
        at += width
    return format_html(
        '<text class="chart-label" x="0" y="{}">{}</text>{}<text class="chart-total" x="{}%" dx="8" y="{}">{}</text>',
        middle,
        bar.label,
        format_html_join("", "{}", ((piece,) for piece in pieces)),
        _share(at),
        middle,
        bar.total,
    )


def _piece(mark: Mark, *, at: float, width: float, top: int, middle: int) -> SafeString:
    figure: str | SafeString = ""
    if width >= _COUNT_FITS:
        figure = format_html(
            '<text class="chart-count" x="{}%" y="{}" text-anchor="middle" aria-hidden="true">{}</text>',
            _share(at + width / 2),
            middle,
            mark.value,
        )
    return format_html(
        '<a class="{}" href="{}" aria-label="{}"><title>{}</title>'
        '<rect x="{}%" y="{}" width="{}%" height="{}" rx="2"/>{}</a>',
        mark.tone,
        mark.url,
        mark.words,
        mark.words,
        _share(at),
        top,
        _share(width),
        _BAR,
        figure,
    )


def columns(*, bars: Sequence[Column], title: Text, description: Text) -> SafeString:
    """Upright columns from zero, the figure above each, two short lines under it."""
    highest = max((bar.mark.value for bar in bars), default=0) or 1
    pitch = 100 / max(len(bars), 1)
    drawn = format_html_join(
        "", "{}", ((_column(bar, at=place * pitch, pitch=pitch, highest=highest),) for place, bar in enumerate(bars))
    )
    line = format_html('<line class="chart-line" x1="0" x2="100%" y1="{0}" y2="{0}"/>', _TOP + _COLUMNS)
    height = _TOP + _COLUMNS + _FOOT
    return _drawing(drawn + line, height=height, kind="columns", title=title, description=description)


def _column(bar: Column, *, at: float, pitch: float, highest: int) -> SafeString:
    tall = round(bar.mark.value / highest * _COLUMNS, 1)
    ground = _TOP + _COLUMNS
    middle = _share(at + pitch / 2)
    return format_html(
        '<a class="{tone}" href="{url}" aria-label="{words}"><title>{words}</title>'
        '<rect x="{x}%" y="{y}" width="{width}%" height="{tall}" rx="2"/>'
        '<text class="chart-total" x="{middle}%" y="{above}" text-anchor="middle" aria-hidden="true">{value}</text></a>'
        '<text class="chart-label" x="{middle}%" y="{first}" text-anchor="middle">{label}</text>'
        '<text class="chart-label" x="{middle}%" y="{second}" text-anchor="middle">{under}</text>',
        tone=bar.mark.tone,
        url=bar.mark.url,
        words=bar.mark.words,
        x=_share(at + pitch * _GAP / 2),
        y=round(ground - tall, 1),
        width=_share(pitch * (1 - _GAP)),
        tall=tall,
        middle=middle,
        above=round(ground - tall - 6, 1),
        value=bar.mark.value,
        first=ground + 17,
        second=ground + 33,
        label=bar.label,
        under=bar.second,
    )


def _share(value: float) -> str:
    """A share as SVG writes it, whatever the page's language does to decimals."""
    return f"{value:.2f}"


def _drawing(inside: SafeString, *, height: int, kind: str, title: Text, description: Text) -> SafeString:
    """The SVG around it. Marks are links, so it is a group that is named, not one picture."""
    # By what it shows: the same page twice is the same to the letter.
    number = f"{crc32(f'{title}{description}{inside}'.encode()):08x}"
    return format_html(
        '<svg class="chart {kind}" width="100%" height="{height}" role="group"'
        ' aria-labelledby="chart-{number}-title" aria-describedby="chart-{number}-text">'
        '<title id="chart-{number}-title">{title}</title><desc id="chart-{number}-text">{text}</desc>{inside}</svg>',
        kind=kind,
        height=height,
        number=number,
        title=title,
        text=description,
        inside=inside,
    )


@dataclass(frozen=True)
class Point:
    """A day on a timeline: how far along (0 to 1), the class that colours it, what it is, what it leads to."""

    at: float
    tone: str
    words: str
    url: str


@dataclass(frozen=True)
class Lane:
    """A line of a timeline."""

    label: Text
    points: Sequence[Point]


_LANE, _AXIS = 56, 28


def timeline(
    *, lanes: Sequence[Lane], ticks: Sequence[tuple[float, str]], now: float, title: Text, description: Text
) -> SafeString:
    """Days on lanes, one below the other, above a common axis; `now` is where today stands, `ticks` name the axis."""
    ground = len(lanes) * _LANE
    rows = format_html_join("", "{}", ((_lane(lane, top=place * _LANE),) for place, lane in enumerate(lanes)))
    axis = format_html_join(
        "",
        '<line class="chart-tick" x1="{x}%" x2="{x}%" y1="0" y2="{y}"/>'
        '<text class="chart-label" x="{x}%" y="{below}" dx="4">{label}</text>',
        ({"x": _share(at * 100), "y": ground, "below": ground + 18, "label": label} for at, label in ticks),
    )
    today = format_html('<line class="chart-now" x1="{0}%" x2="{0}%" y1="0" y2="{1}"/>', _share(now * 100), ground + 4)
    return _drawing(axis + today + rows, height=ground + _AXIS, kind="lanes", title=title, description=description)


def _lane(lane: Lane, *, top: int) -> SafeString:
    middle = top + 36
    points = format_html_join(
        "",
        '<a class="{tone}" href="{url}" aria-label="{words}"><title>{words}</title>'
        '<circle cx="{x}%" cy="{y}" r="7"/></a>',
        (
            {"tone": one.tone, "url": one.url, "words": one.words, "x": _share(one.at * 100), "y": middle}
            for one in lane.points
        ),
    )
    return format_html(
        '<text class="chart-label" x="0" y="{}">{}</text><line class="chart-line" x1="0" x2="100%" y1="{}" y2="{}"/>{}',
        top + 18,
        lane.label,
        middle,
        middle,
        points,
    )
