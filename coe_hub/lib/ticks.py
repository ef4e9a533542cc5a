"""Rows ticked in a list, page after page, for what is done with many of them at once.

What is ticked stands in the address, like all that is chosen of a list: `ticked` has the rows of other pages, `tick`
those of the page that is sent, `select` says that the boxes are shown. So it works without scripts and keeps nothing on
the server.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

SELECT, TICK, TICKED = "select", "tick", "ticked"
MARKS = (SELECT, TICK, TICKED)
"""What an address says of ticks, beside what it asks of the list."""
MOST_TICKED = 200
"""More would not fit into an address; whoever wants more narrows the list and takes all that it finds."""
_KEY = re.compile(r"[0-9a-z]{1,20}")


def ticked_keys(asked: QueryDict) -> list[str]:
    """The rows that an address ticks, each once, in its order."""
    said = [key for text in asked.getlist(TICKED) for key in text.split(",")] + asked.getlist(TICK)
    return [key for key in dict.fromkeys(said) if _KEY.fullmatch(key)]


@dataclass
class Ticks:
    """The boxes of a page: `keys` of its rows, which of them are ticked, and `elsewhere`, those of other pages."""

    keys: list[str] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)

    @property
    def elsewhere(self) -> list[str]:
        """What is ticked on other pages."""
        return [key for key in self.ticked if key not in self.keys]

    @property
    def kept(self) -> str:
        """That, as an address says it."""
        return ",".join(self.elsewhere)

    @property
    def with_page(self) -> str:
        """What is ticked once the whole page is."""
        return ",".join(dict.fromkeys([*self.ticked, *self.keys]))

    @property
    def is_whole_page(self) -> bool:
        """Whether every row of the page is ticked."""
        return set(self.keys) <= set(self.ticked)

    @property
    def too_many(self) -> bool:
        """Whether an address could not hold them."""
        return len(self.ticked) > MOST_TICKED

    @property
    def may_take_page(self) -> bool:
        """Whether the rest of the page fits in."""
        return not self.is_whole_page and len({*self.ticked, *self.keys}) <= MOST_TICKED


def ticks_of(asked: QueryDict, keys: Sequence[str]) -> Ticks:
    """The boxes of a page that has the rows of these keys."""
    return Ticks(list(keys), ticked_keys(asked))


def without_marks(asked: QueryDict) -> QueryDict:
    """What is asked of the list itself."""
    query = asked.copy()
    for name in MARKS:
        query.pop(name, None)
    return query
