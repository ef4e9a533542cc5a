"""What matches, and what the queries that find it have in common."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, IntegerField, Value, Window

from coe_hub.lib.asked import Asked
from coe_hub.lib.findable import Findable, Rows
from coe_hub.lib.search import EXACT_IN_TITLE, Words
from coe_hub.people.accounts.readers import ForReader

if TYPE_CHECKING:
    from coe_hub.people.models import User


_SHOWN = ("of", "hit_id", "rank", "missing", "total")
MOST = 100  # counted; beyond, it is "over" so many
MOST_TERMS = 3  # of more there are too many shapes to keep


@dataclass(frozen=True)
class Match:
    """Something that matches, and how well: one of the ranks of `lib.search`. `missing` has a bit a missing word."""

    kind: str
    id: int
    rank: int
    missing: int = 0

    @property
    def quality(self) -> tuple[int, int]:
        """For ordering: fewer missing words, then the better rank."""
        return self.missing.bit_count(), self.rank

    @property
    def is_titled(self) -> bool:
        """Whether all words stand in its title as they are written."""
        return self.rank <= EXACT_IN_TITLE


@dataclass(frozen=True)
class Matches:
    """Of each kind, how many match, and those asked for, best first. Of the kinds in `over`, more than that match."""

    totals: Mapping[str, int]
    rows: Mapping[str, list[Match]]
    over: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many match, of all kinds."""
        return sum(self.totals.values())


def rounded(count: int, *, is_over: bool) -> int:
    """What is over 742 is over 700 too, and reads as what it is: not counted."""
    return count - count % MOST if is_over and count > MOST else count


def told(prepared: ForReader, user: "User", words: Words, asked: Asked, *shape: Any, **more: int) -> Matches:
    """What the rows of such a query tell."""
    totals: dict[str, int] = {}
    found: dict[str, list[Match]] = defaultdict(list)
    # Rows come part by part, each in its order.
    for kind, hit_id, rank, missing, total in rows_of(prepared, user, words, asked, *shape, **more):
        totals[kind] = total
        found[kind].append(Match(kind, hit_id, rank, missing))
    return Matches(totals, found)


def rows_of(
    prepared: ForReader, user: "User", words: Words, asked: Asked, *shape: Any, **more: int
) -> Iterable[tuple[Any, ...]]:
    """The rows, by a query that is written once where such a one may be asked again: not of many words, or of an
    address."""
    ask_for = prepared.rows if is_kept(words) else prepared.anew
    return ask_for(user, asked.shape, *shape, **asked.values, **more)


def is_kept(words: Words) -> bool:
    """Whether the SQL of such a search is kept: not of many words, or of an address."""
    return len(words.terms) <= MOST_TERMS and "@" not in words.typed


def all_of(parts: Iterable[Rows]) -> Rows:
    """The rows of these parts, one after the other, by one query."""
    first, *others = parts
    return first.union(*others, all=True)


def totalled(rows: Rows, part: slice) -> Rows:
    """A part of the rows, each with how many there are."""
    return rows.annotate(total=Window(Count("*"))).values_list(*_SHOWN)[part]


def facts_of(source: Findable) -> dict[str, Any]:
    """What is told of a row that matches, beside its rank."""
    return {"of": Value(source.kind), "hit_id": F(source.key), "missing": Value(0, output_field=IntegerField())}


def titled_rows(source: Findable, rows: Rows) -> Rows:
    """The rows with `folded`, which what has no title lacks."""
    return rows if source.has_title else rows.annotate(folded=Value(""))
