"""How much room words need: widths of columns, for Word and Excel alike."""

import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from coe_hub.lib.text import print_width

PORTRAIT, LANDSCAPE = 170, 257  # millimetres: what the margins leave of A4
LETTER, PADDING = 2.1, 4.5  # millimetres: a letter in the middle, both sides of a cell
_LONGEST = 90  # letters that a column asks for at most
_ROOM, _LESS_ROOM, _LEAST_ROOM = 22, 16, 10  # letters to write in a blank column
_FAIR = 0.75  # of an equal part of the table is the least of a blank column: words would take all of it
_MANY = 2  # blank columns, beside which words would have no room
# XML has no way to say these; they come in as entities such as `&#12;`.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LATIN_WORDS = re.compile(r"[^\s/\u3000-\uffef-]+")
_BLANK = re.compile(r"_{6,}")


def printable(text: str) -> str:
    """The text without characters that no Word or Excel file can hold."""
    return _UNPRINTABLE.sub("", text)


def is_to_write(text: str) -> bool:
    """Whether nothing but room to write on is left of a value: nothing, or a visible blank.

    A field or a cell has a rule or a frame already; a blank of its own would be a second one, to be deleted first.
    """
    return not _BLANK.sub("", text.replace("\\", "")).strip()


def table_rows(tokens: Sequence[Token]) -> list[list[Token]]:
    """The cells of a table's rows, the head first; `tokens` run from its opening to its closing."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    return rows


def tables(tokens: Sequence[Token]) -> list[list[list[Token]]]:
    """The rows of every table of a text."""
    opened = [place for place, token in enumerate(tokens) if token.type == "table_open"]
    return [table_rows(tokens[place : table_end(tokens, place) + 1]) for place in opened]


def table_end(tokens: Sequence[Token], place: int) -> int:
    """Where the table that opens at `place` closes."""
    return next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")


def needs_landscape(rows: Sequence[Sequence[Token]]) -> bool:
    """Whether a table has more columns to write in than a page upright has room for."""
    return sum(_least(column) for column in _columns(rows)) > PORTRAIT


def shares(rows: Sequence[Sequence[Token]], width: float, *, millimetres: float = PORTRAIT) -> list[float]:
    """Widths of a table's columns, `width` together, so that words take few lines and blank ones have room to write.

    `millimetres` is what `width` measures on paper. No column is narrower than its longest word, or letters would stand
    below each other.
    """
    columns = list(_columns(rows))
    blank = [_is_blank(column) for column in columns]
    room = _ROOM if sum(blank) <= _MANY else _LESS_ROOM
    fair = _FAIR * millimetres / len(columns)
    least = [max(_least(column), fair if is_blank else 0) for column, is_blank in zip(columns, blank, strict=True)]
    asked = [
        max(low, (room if is_blank else min(max(map(print_width, column)), _LONGEST)) * LETTER + PADDING)
        for column, low, is_blank in zip(columns, least, blank, strict=True)
    ]
    spare = millimetres - sum(asked)
    if spare < 0:
        give = [one - low for one, low in zip(asked, least, strict=True)]
        if sum(blank) > _MANY:
            # Beside many blank columns words would stand on two lines in nearly every row: they give last.
            give = [part if is_blank else part / 6 for part, is_blank in zip(give, blank, strict=True)]
    else:
        # What words do not need goes to those who write.
        give = [float(one) for one in blank] if any(blank) else asked
    asked = [one + spare * part / (sum(give) or 1) for one, part in zip(asked, give, strict=True)]
    asked = [max(one, low) for one, low in zip(asked, least, strict=True)]
    return [width * one / sum(asked) for one in asked]


def _least(column: Sequence[str]) -> float:
    letters = max(_longest_word(column), _LEAST_ROOM if _is_blank(column) else 0)
    return letters * LETTER + PADDING


def _columns(rows: Sequence[Sequence[Token]]) -> Iterable[list[str]]:
    for place in range(max(len(row) for row in rows)):
        yield [row[place].content for row in rows if place < len(row)]


def _is_blank(column: Sequence[str]) -> bool:
    """Whether it is there to be written in: a few values that are known leave it as wide as the one beside it."""
    return 2 * sum(is_to_write(text) for text in column[1:]) >= len(column[1:])


def _longest_word(texts: Iterable[str]) -> int:
    """In Latin letters, at most twenty. Japanese may be parted between any two letters, but four stay together."""
    texts = [_BLANK.sub("", text) for text in texts]
    latin = [len(word) for text in texts for word in _LATIN_WORDS.findall(text)]
    japanese = [min(print_width(text), 8) for text in texts if print_width(text) > len(text)]
    return min(max([*latin, *japanese], default=0), 20)
