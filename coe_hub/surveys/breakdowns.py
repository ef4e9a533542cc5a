"""How those who see the work from different places answered, side by side, where enough of each did.

Groups are told theme by theme from the questions that enough of them answered; of no question is a group told from
which, taken off its side, fewer than the floor would be left (`floors.told_groups`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coe_hub.publishing.asked import Asked, Way
from coe_hub.surveys.asking import Theme
from coe_hub.surveys.floors import told_groups
from coe_hub.surveys.models import Perspective, Response
from coe_hub.surveys.results import Results, Score, as_five, score_of

# Whose perspective was not kept, since too few shared it: counted with what is left over, and never told.
_REST = ""


@dataclass(frozen=True)
class Group:
    """Those of one side who see it from the same place, with their score for each theme; None where not told."""

    side: str
    name: str
    scores: Sequence[Score | None]


def groups_of(results: Results) -> list[Group]:
    """The groups of each side that is told, where there are two to compare; one query."""
    asked = [[one for one in theme.questions if one.way == Way.SCALE] for theme in _themes(results)]
    given: dict[int, dict[str, list[Mapping[str, Any]]]] = {}
    rows = Response.objects.filter(wave=results.wave).values_list("side", "perspective", "answers")
    for side, perspective, answers in rows:
        given.setdefault(side, {}).setdefault(perspective, []).append(answers)
    found: list[Group] = []
    for count in results.sides:
        of_side = given.get(count.side.pk, {}) if count.is_told else {}
        found += _groups(count.side.label, of_side, asked, results.wave.floor)
    return found


def _themes(results: Results) -> list[Theme]:
    told = {line.key for line in results.themes}
    return [theme for theme in results.asking.themes if theme.key in told]


def _groups(
    label: str, given: Mapping[str, Sequence[Mapping[str, Any]]], themes: Sequence[Sequence[Asked]], floor: int
) -> list[Group]:
    told = told_groups({name: len(rows) for name, rows in given.items()}, floor) - {_REST}
    if len(told) < 2:
        return []
    scores: dict[str, list[Score | None]] = {name: [] for name in told}
    for questions in themes:
        values = {asked.key: {name: _values(asked, rows) for name, rows in given.items()} for asked in questions}
        may = {key: told_groups({name: len(one) for name, one in of.items()}, floor) for key, of in values.items()}
        for name in told:
            own = [value for key, of in values.items() if name in may[key] for value in of[name]]
            scores[name].append(score_of(own))
    return [Group(label, str(one.label), scores[one.value]) for one in Perspective if one.value in told]


def _values(asked: Asked, rows: Sequence[Mapping[str, Any]]) -> list[float]:
    found = [as_five(row[asked.key], asked.steps) for row in rows if asked.key in row]
    return [value for value in found if value is not None]
