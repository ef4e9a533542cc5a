"""A pack of pages as data: what stands on each page, with its figures, and nothing of how it looks.

`deck_pages.py` prints it as PDF, `slides.py` writes it as PowerPoint. It goes to JSON and back without loss, so a deck
that is kept can be made into the same file again in years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Item:
    """An entry of a list: what, why, the reason as somebody wrote it, and whom to ask."""

    title: str
    text: str = ""
    quote: str = ""
    who: str = ""


@dataclass(frozen=True)
class Listing:
    """One of the lists that stand side by side; `tone` colours its name: late, soon, good or plain. `none` is said
    where it is empty, `more` where it goes on elsewhere."""

    name: str
    tone: str
    items: Sequence[Item]
    none: str = ""
    more: str = ""


@dataclass(frozen=True)
class Series:
    """The values of one colour of a chart, a value for each of its categories."""

    name: str
    tone: str
    values: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """Figures as bars: lying and stacked (`is_stacked`), or upright, the last one being now."""

    name: str
    categories: Sequence[str]
    series: Sequence[Series]
    is_stacked: bool = False
    note: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: the first column names, the others hold figures or short words. `none` is said where it is empty."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    none: str = ""


@dataclass(frozen=True)
class Tile:
    """A figure by itself, and what it says."""

    name: str
    value: str
    text: str = ""


@dataclass(frozen=True)
class Page:
    """A page: a heading that says the finding, and its pieces; lists, charts and tables stand side by side."""

    title: str
    note: str = ""
    listings: Sequence[Listing] = ()
    charts: Sequence[Chart] = ()
    grids: Sequence[Grid] = ()
    tiles: Sequence[Tile] = ()


@dataclass(frozen=True)
class Deck:
    """The pack: the first page, with `facts` (label, text) and `notes` on what it counts, and the pages after it."""

    title: str
    subtitle: str
    language: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    footer: str
    pages: Sequence[Page] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """The deck for a JSON column."""
        return asdict(self)


def deck_of(data: Mapping[str, Any]) -> Deck:
    """The deck that `as_data` gave."""
    return Deck(
        **{**data, "facts": [(label, text) for label, text in data["facts"]]}
        | {"pages": [_page(one) for one in data["pages"]]}
    )


def _page(data: Mapping[str, Any]) -> Page:
    return Page(
        title=data["title"],
        note=data["note"],
        listings=[Listing(**{**one, "items": [Item(**item) for item in one["items"]]}) for one in data["listings"]],
        charts=[Chart(**{**one, "series": [Series(**part) for part in one["series"]]}) for one in data["charts"]],
        grids=[Grid(**one) for one in data["grids"]],
        tiles=[Tile(**one) for one in data["tiles"]],
    )
