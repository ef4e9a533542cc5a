"""What fits on one page: reckoned in millimetres, a little more than it takes, since a second page would be none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coe_hub.lib.text import print_width

ROOM = 214.0  # of a column, below the title and the phases
_ROW, _BETWEEN, _HEADING, _MORE = 5.4, 2.2, 11.0, 6.0
_LETTER = 1.85


@dataclass(frozen=True)
class Piece:
    """A heading with its lines (what, and a word or day beside it), and how many more there are elsewhere; its lines
    are `width` millimetres wide, `above` each stands so much else."""

    title: str
    lines: Sequence[tuple[str, str]]
    more: int = 0
    width: float = 79.0
    above: float = 0.0

    @property
    def height(self) -> float:
        """What it takes of a column."""
        lines = sum(height_of(what, self.width) + _BETWEEN + self.above for what, _aside in self.lines)
        return _HEADING + (lines or _MORE) + (_MORE if self.more else 0)

    @property
    def shorter(self) -> "Piece":
        """Without its last line."""
        return replace(self, lines=self.lines[:-1], more=self.more + 1)


def height_of(text: str, width: float) -> float:
    """Of a text in a column so wide."""
    return math.ceil(max(print_width(text), 1) * _LETTER / width) * _ROW


def fitted(pieces: Sequence[Piece], room: float) -> list[Piece]:
    """The pieces with as many of their lines as the column has room for: the longest give first, each keeps one; where
    even that is too much, the last are left out."""
    kept = list(pieces)
    while kept and sum(piece.height for piece in kept) > room:
        longest = max(range(len(kept)), key=lambda place: len(kept[place].lines))
        if len(kept[longest].lines) > 1:
            kept[longest] = kept[longest].shorter
        else:
            kept.pop()
    return kept
