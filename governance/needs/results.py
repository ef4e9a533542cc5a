"""What a campaign says: needs and challenges ranked, site by site, and how much the sites have in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coe_hub.lib.tables import Column
from coe_hub.publishing.asked import Asked, Way
from coe_hub.surveys.asking import asking_of
from coe_hub.surveys.floors import may_add_up, may_tell
from coe_hub.surveys.models import Response
from coe_hub.surveys.results import rounded, tally
from governance.needs.models import Campaign

FIRST = 3


@dataclass(frozen=True)
class Row:
    """One answer of a ranking: its place and points over all sites, and its place at each; None where not told."""

    letter: str
    text: str
    place: int | None
    points: int | None
    share: int | None
    places: Sequence[int | None]
    sites: Sequence[str]
    before: int | None = None

    @property
    def by_site(self) -> Sequence[tuple[str, int | None]]:
        """Its place at each site, with the site's name."""
        return list(zip(self.sites, self.places, strict=True))

    @property
    def moved(self) -> int | None:
        """Percentage points more or fewer than in the campaign that it repeats."""
        return self.share - self.before if self.share is not None and self.before is not None else None


@dataclass(frozen=True)
class Matrix:
    """A question that was ranked: its answers by site. `overlap` is the share, in percent, of the first three that two
    sites have in common, on average."""

    question: str
    sites: Sequence[str]
    rows: Sequence[Row]
    overlap: int | None


def matrices_of(campaign: Campaign, before: Campaign | None = None) -> list[Matrix]:
    """Each ranking that was asked; of an open campaign nothing, whoever asks. A few queries."""
    if not campaign.wave.is_counted:
        return []
    asking = asking_of(campaign.wave.edition)
    given = _given(campaign)
    then = _given(before) if before and before.wave.is_counted else {}
    labels = dict(campaign.wave.sides.order_by("position", "pk").values_list("pk", "label"))
    return [
        _matrix(asked, labels, given, campaign.wave.floor, _shares(asked, then, before))
        for asked in asking.questions
        if asked.way == Way.RANKING
    ]


def matrix_columns(matrices: Sequence[Matrix]) -> list[Column]:
    """The columns of the matrices in files: a row an answer, with its place at each site; empty where not told."""
    sites = list(dict.fromkeys(site for matrix in matrices for site in matrix.sites))

    def at(site: str) -> Column:
        def read(line: tuple[Matrix, Row]) -> int | None:
            matrix, row = line
            return row.places[matrix.sites.index(site)] if site in matrix.sites else None

        return Column(f"site_{sites.index(site)}", site, read, width=14)

    return [
        Column("question", _("Question"), lambda line: line[0].question, width=40),
        Column("answer", pgettext("what was said", "Answer"), lambda line: line[1].text, width=50),
        Column("place", _("All sites"), lambda line: line[1].place, width=10),
        Column("share", _("Chosen by"), lambda line: line[1].share, width=10),
        *map(at, sites),
    ]


def _given(campaign: Campaign) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {}
    for side, answers in Response.objects.filter(wave=campaign.wave).values_list("side", "answers"):
        found.setdefault(side, []).append(answers)
    return found


def _shares(
    asked: Asked, given: Mapping[int, Sequence[Mapping[str, Any]]], campaign: Campaign | None
) -> dict[str, int]:
    """Of those who answered, how many percent chose each answer; nothing where that may not be told."""
    chosen = {side: [one[asked.key] for one in rows if one.get(asked.key)] for side, rows in given.items()}
    floor = campaign.wave.floor if campaign else 1
    if not may_add_up([len(rows) for rows in chosen.values()], floor):
        return {}
    return _percent(asked, [value for rows in chosen.values() for value in rows])


def _percent(asked: Asked, values: Sequence[Any]) -> dict[str, int]:
    return {one.letter: int(rounded(100 * one.count / len(values), "1")) for one in tally(asked, values)}


def _matrix(
    asked: Asked,
    labels: Mapping[int, str],
    given: Mapping[int, Sequence[Mapping[str, Any]]],
    floor: int,
    before: Mapping[str, int],
) -> Matrix:
    chosen = {side: [one[asked.key] for one in given.get(side, ()) if one.get(asked.key)] for side in labels}
    places = {side: _places(asked, rows) if may_tell(len(rows), floor) else {} for side, rows in chosen.items()}
    everybody: dict[str, int] = {}
    points: dict[str, int] = {}
    shares: dict[str, int] = {}
    if may_add_up([len(rows) for rows in chosen.values()], floor):
        values = [value for rows in chosen.values() for value in rows]
        everybody, shares = _places(asked, values), _percent(asked, values)
        points = {one.letter: one.points for one in tally(asked, values)}
    rows = [
        Row(
            letter=letter,
            text=text,
            place=everybody.get(letter),
            points=points.get(letter),
            share=shares.get(letter),
            places=[places[side].get(letter) for side in labels],
            sites=list(labels.values()),
            before=before.get(letter),
        )
        for letter, text in asked.options
    ]
    rows.sort(key=lambda row: (row.place is None, row.place or 0, row.letter))
    return Matrix(asked.text, list(labels.values()), rows, _overlap(places.values()))


def _places(asked: Asked, values: Iterable[Any]) -> dict[str, int]:
    """The place of each answer that somebody chose; answers with as many points share one."""
    found = [one for one in tally(asked, values) if one.points]
    return {one.letter: 1 + sum(other.points > one.points for other in found) for one in found}


def _overlap(places: Iterable[Mapping[str, int]]) -> int | None:
    firsts = [set(sorted(one, key=lambda letter: (one[letter], letter))[:FIRST]) for one in places if one]
    pairs = [len(one & other) / max(1, min(len(one), len(other))) for one, other in combinations(firsts, 2)]
    return int(rounded(100 * sum(pairs) / len(pairs), "1")) if pairs else None
