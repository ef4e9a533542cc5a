"""How it stands with each point of the launch check: by the record, or by what somebody said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from alliances.core.launch_points import LaunchPoint, PointGroup, points
from alliances.core.models import Alliance
from alliances.launch.models import LaunchAnswer, Said
from coe_hub.lib.prepared import Prepared


@dataclass(frozen=True)
class CheckedPoint:
    """A point of one alliance. `found` is what the record says of it, `answer` what somebody said, while it counts."""

    point: LaunchPoint
    found: str
    answer: LaunchAnswer | None
    act: tuple[str, str] | None

    @property
    def is_settled(self) -> bool:
        """Whether it is there, or not needed here."""
        return bool(self.found or self.answer)

    @property
    def is_left_out(self) -> bool:
        """Whether somebody said that it is not needed here, and the record has nothing of it."""
        return not self.found and self.answer is not None and self.answer.said == Said.NOT_HERE


@dataclass(frozen=True)
class LaunchCheck:
    """All points of one alliance."""

    points: Sequence[CheckedPoint]

    @property
    def settled(self) -> int:
        """How many are there, or not needed here."""
        return sum(one.is_settled for one in self.points)

    @property
    def still_open(self) -> list[CheckedPoint]:
        """Those nobody has settled, in their order."""
        return [one for one in self.points if not one.is_settled]

    @property
    def groups(self) -> list[tuple[str, list[CheckedPoint]]]:
        """Headings with their points."""
        found = [(str(group.label), [one for one in self.points if one.point.group == group]) for group in PointGroup]
        return [(heading, rows) for heading, rows in found if rows]


def launch_check(alliance: Alliance) -> LaunchCheck:
    """How it stands with each point; one query for all answers, beside what the points themselves ask."""
    answers = {one.point: one for one in _NEWEST.objects(alliance=alliance.pk) if one.said != Said.OPEN}
    return LaunchCheck(
        [
            CheckedPoint(
                point, point.found(alliance), answers.get(point.code), point.act(alliance) if point.act else None
            )
            for point in points()
        ]
    )


def _newest(*, alliance: int) -> "QuerySet[LaunchAnswer]":
    rows = LaunchAnswer.objects.filter(alliance=alliance).order_by("point", "-pk")
    return rows.distinct("point").select_related("said_by")


_NEWEST = Prepared(_newest)
