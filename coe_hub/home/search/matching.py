"""Which rows match what was typed, the best first: one query over all kinds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Value, Window

from alliances.core.filters import find
from coe_hub.home.search.kinds import RECORDS, SOURCES, Kind, Rows, Source
from coe_hub.lib.search import MISSPELT, Words, find_words, misspelt, word_found

if TYPE_CHECKING:
    from coe_hub.people.models import User

_SHOWN = ("of", "hit_id", "rank", "total")


@dataclass(frozen=True)
class Match:
    """Something that matches, and how well: one of the ranks of `lib.finding`."""

    kind: str
    id: int
    rank: int


@dataclass(frozen=True)
class Matches:
    """Of each kind, how many match, and those asked for, best first."""

    totals: Mapping[str, int]
    rows: Mapping[str, list[Match]]


def matches(*, user: "User", words: Words, slices: Mapping[str, slice]) -> Matches:
    """What `user` may see and what holds every word; of each kind the slice asked for, at least one row. One query."""
    return _ask((_ranked(source, source.rows(user), words), slices[source.kind]) for source in SOURCES)


def alike(*, user: "User", words: Words, most: int) -> Matches:
    """What `user` may see whose title is spelt somewhat like what was typed, the most alike of each kind first."""
    if not words.may_be_misspelt:
        return Matches({}, {})
    with misspelt():
        return _ask((_spelt_alike(source, source.rows(user), words), slice(most)) for source in SOURCES)


def is_found_by_anybody(words: Words) -> bool:
    """Whether a record holds every word, whoever may see it. One query."""
    return bool(_ask((_ranked(source, source.rows(None), words), slice(1)) for source in RECORDS).totals)


def _ask(parts: Iterable[tuple[Rows, slice]]) -> Matches:
    first, *others = [rows.annotate(total=Window(Count("*"))).values_list(*_SHOWN)[part] for rows, part in parts]
    totals: dict[str, int] = {}
    found: dict[str, list[Match]] = defaultdict(list)
    # Rows come part by part, each in its order.
    for kind, hit_id, rank, total in first.union(*others, all=True):
        totals[kind] = total
        found[kind].append(Match(kind, hit_id, rank))
    return Matches(totals, found)


def _ranked(source: Source, rows: Rows, words: Words) -> Rows:
    of, rank = Value(source.kind.value), words.rank()
    if not source.is_texts:
        narrow: Any = find if source.kind == Kind.ALLIANCES else find_words
        found = narrow(rows, " ".join(words.all)).annotate(of=of, hit_id=F("pk"), rank=rank)
        return found.order_by("rank", *source.order)
    texts = rows.filter(words.any_found()).values("edition__content")
    found = texts.annotate(of=of, hit_id=F("edition__content"), rank=Min(rank), texts=Count("*"))
    for place, word in enumerate(words.all if len(words.all) > 1 else ()):
        found = found.annotate(**{f"with_{place}": Count("key", filter=word_found(word))}).filter(
            **{f"with_{place}__gt": 0}
        )
    return found.order_by("rank", *source.order)


def _spelt_alike(source: Source, rows: Rows, words: Words) -> Rows:
    of, rank, likeness = Value(source.kind.value), Value(MISSPELT), words.likeness()
    if not source.is_texts:
        found = rows.filter(words.alike()).annotate(of=of, hit_id=F("pk"), rank=rank, likeness=likeness)
        return found.order_by("-likeness", *source.order)
    titles = rows.filter(words.alike()).values("edition__content")
    found = titles.annotate(of=of, hit_id=F("edition__content"), rank=rank, likeness=Max(likeness))
    return found.order_by("-likeness", "hit_id")
