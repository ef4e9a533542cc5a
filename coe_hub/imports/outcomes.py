"""What an import found and did, row by row and in figures."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from coe_hub.imports.files.lines import Line


class Ask(StrEnum):
    """What somebody can settle for all rows at once."""

    WORD = "word"  # not known: which of ours is it?
    DAY = "day"  # no day: leave it empty?
    ORDER = "order"  # day or month first?
    LONG = "long"  # cut it?
    PERSON = "person"
    ORGANISATION = "organisation"  # new, or one that is known under another name?
    RECORD = "record"  # names nothing here: what is it called here?
    NOTHING = "nothing"  # does it mean that there is none?


@dataclass(frozen=True)
class Problem:
    """What is to be said of a cell: the field, what stood there, why. `ask` where it can be settled for all rows. With
    `is_note`, nothing is wrong: it says how the cell was read."""

    name: str
    text: str
    reason: str
    ask: str = ""
    is_note: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" if self.name else self.reason


@dataclass(kw_only=True)
class Planned:
    """What a row that may be written does. Kinds of imports have their own, with what they write.

    `label`: what the record is called. `changes`: field → before and after, as people read them. Once written, `pk`
    says which record it is, and `undo` what takes it back. `tell_new` gives field → value of one that is new, as people
    read them: asked for by a preview alone.
    """

    label: str = ""
    is_new: bool = False
    is_change: bool = True
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    tell_new: Callable[[], dict[str, str]] | None = None
    pk: int | None = None
    undo: dict[str, Any] = field(default_factory=dict)


@dataclass
class Judged:
    """A line, and what it does; without a plan it is rejected, and a problem says why."""

    line: Line
    planned: Any = None  # a Planned
    problems: list[Problem] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """Everything that is wrong with the row, on one line."""
        return " ".join(str(one) for one in self.problems if not one.is_note)


@dataclass
class Outcome:
    """`columns`: field → heading; `unused`: headings of columns that nothing was read from. `asked`: what could be
    settled, with how many rows have it, by kind of question, field and text; `apart`, names that read alike and are
    two, for one row has both; `orders`, by field, in which order its plain days have day and month, each with a cell
    that shows it. `is_written` says whether the counts stand in the database."""

    columns: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    noted: int = 0
    reasons: list[str] = field(default_factory=list)
    asked: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    totals: list[int] = field(default_factory=list)
    apart: list[tuple[str, ...]] = field(default_factory=list)
    orders: dict[str, dict[str, str]] = field(default_factory=dict)
    rejected_file: Path | None = None
    is_written: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
