"""Pictures of ratings from 1 to 5, as several sides give them: a spider, the gap theme by theme, how means moved.

As all charts they are SVG with a title and a description, coloured by class, with the table behind them on the page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coe_hub.documents.charts import Text

LOWEST, HIGHEST = 1.0, 5.0
_STEPS = (1, 2, 3, 4, 5)
_WIDTH, _HEIGHT, _RADIUS = 560.0, 380.0, 128.0
_ROW, _HEAD = 40, 26
_LEFT, _SPAN = 34.0, 60.0
_serial = count(1)


@dataclass(frozen=True)
class Series:
    """One side's means, one a theme or a time; None where nothing is told. `tone` is the class that colours it."""

    label: Text
    tone: str
    means: Sequence[float | None]


def spider(*, axes: Sequence[Text], series: Sequence[Series], title: Text, description: Text) -> SafeString:
    """A web with an axis a theme, from 1 in the middle to 5, and a shape a side. Needs three axes or more."""
    rings = format_html_join(
        "", '<polygon class="chart-ring" points="{}"/>', ((_ring(step, len(axes)),) for step in _STEPS[1:])
    )
    spokes = format_html_join(
        "",
        '<line class="chart-ring" x1="{}" y1="{}" x2="{}" y2="{}"/><text class="chart-label" x="{}" y="{}"'
        ' text-anchor="{}">{}</text>',
        (_spoke(place, len(axes), label) for place, label in enumerate(axes)),
    )
    shapes = format_html_join("", "{}", ((_shape(one, len(axes)),) for one in series))
    box = f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}"
    return _drawing(rings + spokes + shapes, box=box, kind="spider", title=title, description=description)


def _at(place: int, of: int, rating: float) -> tuple[float, float]:
    """Where a rating stands on the axis of that place."""
    angle = 2 * pi * place / of - pi / 2
    far = _RADIUS * (rating - LOWEST + 0.6) / (HIGHEST - LOWEST + 0.6)  # a mean of 1 is no point
    return _WIDTH / 2 + far * cos(angle), _HEIGHT / 2 + far * sin(angle)


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _ring(step: int, of: int) -> str:
    return _points(_at(place, of, step) for place in range(of))


def _spoke(place: int, of: int, label: Text) -> tuple[str, str, str, str, str, str, str, Text]:
    x, y = _at(place, of, HIGHEST)
    out_x, out_y = _at(place, of, HIGHEST + 0.5)
    side = out_x - _WIDTH / 2
    anchor = "middle" if abs(side) < 8 else "start" if side > 0 else "end"
    middle = (f"{_WIDTH / 2:.1f}", f"{_HEIGHT / 2:.1f}")
    return (*middle, f"{x:.1f}", f"{y:.1f}", f"{out_x:.1f}", f"{out_y + 4:.1f}", anchor, label)


def _shape(one: Series, of: int) -> SafeString:
    told = [(place, mean) for place, mean in enumerate(one.means) if mean is not None]
    points = [_at(place, of, mean) for place, mean in told]
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="4"/>', ((f"{x:.1f}", f"{y:.1f}") for x, y in points))
    area = format_html('<polygon points="{}"/>', _points(points)) if len(points) == of else ""
    return format_html('<g class="{}"><title>{}</title>{}{}</g>', one.tone, one.label, area, dots)


def gaps(*, rows: Sequence[Text], series: Sequence[Series], title: Text, description: Text) -> SafeString:
    """A line a theme from 1 to 5 with a dot a side, and the distance between the farthest drawn."""
    scale = format_html_join(
        "",
        '<text class="chart-label" x="{0}%" y="12" text-anchor="middle">{1}</text>'
        '<line class="chart-tick" x1="{0}%" x2="{0}%" y1="18" y2="{2}"/>',
        ((f"{_along(step):.2f}", step, _HEAD + len(rows) * _ROW) for step in _STEPS),
    )
    drawn = format_html_join("", "{}", ((_gap_row(place, row, series),) for place, row in enumerate(rows)))
    height = _HEAD + len(rows) * _ROW
    return _drawing(scale + drawn, height=height, kind="gaps", title=title, description=description)


def _along(rating: float) -> float:
    """How far along, in percent of the drawing."""
    return _LEFT + _SPAN * (rating - LOWEST) / (HIGHEST - LOWEST)


def _gap_row(place: int, label: Text, series: Sequence[Series]) -> SafeString:
    middle = _HEAD + place * _ROW + _ROW // 2
    told = [(one, mean) for one in series if (mean := one.means[place]) is not None]
    means = [mean for _one, mean in told]
    line: str | SafeString = ""
    if len(means) > 1:
        line = format_html(
            '<line class="chart-gap" x1="{}%" x2="{}%" y1="{}" y2="{}"/>',
            f"{_along(min(means)):.2f}",
            f"{_along(max(means)):.2f}",
            middle,
            middle,
        )
    dots = format_html_join(
        "",
        '<g class="{}"><circle cx="{}%" cy="{}" r="7"><title>{}: {}</title></circle></g>',
        ((one.tone, f"{_along(mean):.2f}", middle, one.label, f"{mean:.1f}") for one, mean in told),
    )
    return format_html('<text class="chart-label" x="0" y="{}">{}</text>{}{}', middle + 5, label, line, dots)


def course(*, times: Sequence[Text], series: Sequence[Series], title: Text, description: Text) -> SafeString:
    """How means moved from time to time: a line a side, 1 to 5 upwards, the times below."""
    pitch = _WIDTH / max(len(times), 1)
    high, low = 16.0, 176.0

    def at(place: int, mean: float) -> tuple[float, float]:
        return pitch * (place + 0.5), low - (low - high) * (mean - LOWEST) / (HIGHEST - LOWEST)

    rings = format_html_join(
        "",
        '<line class="chart-ring" x1="24" x2="{1}" y1="{0}" y2="{0}"/>'
        '<text class="chart-label" x="6" y="{2}">{3}</text>',
        ((f"{at(0, step)[1]:.1f}", f"{_WIDTH:.0f}", f"{at(0, step)[1] + 4:.1f}", step) for step in _STEPS),
    )
    names = format_html_join(
        "",
        '<text class="chart-label" x="{}" y="200" text-anchor="middle">{}</text>',
        ((f"{at(place, 1)[0]:.1f}", name) for place, name in enumerate(times)),
    )
    lines = format_html_join("", "{}", ((_course_line(one, at),) for one in series))
    box = f"0 0 {_WIDTH:.0f} 208"
    return _drawing(rings + names + lines, box=box, kind="course", title=title, description=description)


def _course_line(one: Series, at: Callable[[int, float], tuple[float, float]]) -> SafeString:
    points = [at(place, mean) for place, mean in enumerate(one.means) if mean is not None]
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="5"/>', ((f"{x:.1f}", f"{y:.1f}") for x, y in points))
    return format_html(
        '<g class="{}"><title>{}</title><polyline points="{}"/>{}</g>', one.tone, one.label, _points(points), dots
    )


def _drawing(
    inside: SafeString, *, kind: str, title: Text, description: Text, box: str = "", height: int = 0
) -> SafeString:
    """The SVG around it: as wide as its place. With a `box` it grows and shrinks as a whole, else only sideways."""
    number = next(_serial)
    size = format_html('viewBox="{}"', box) if box else format_html('height="{}"', height)
    return format_html(
        '<svg class="chart {}" width="100%" {} role="img" aria-labelledby="rating-{}-title rating-{}-text">'
        '<title id="rating-{}-title">{}</title><desc id="rating-{}-text">{}</desc>{}</svg>',
        kind,
        size,
        number,
        number,
        number,
        title,
        number,
        description,
        inside,
    )
